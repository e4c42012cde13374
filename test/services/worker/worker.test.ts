import { VirtualClock } from '../../../emulator/virtual-clock';
import { ConnectionError } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import { Call } from '../../../models/call';
import { Ticket } from '../../../models/ticket';
import type { Context } from '../../../src/services/context';
import { createPutOffRows } from '../../../src/services/put-off-rows';
import { openTicket } from '../../../src/services/tickets/open-ticket';
import { startWorker, type Worker } from '../../../src/services/worker/worker';
import { freshDatabase, type FreshDatabase } from '../../support/database';
import { aReport, aTown, PagingStage, phoneOf, startOfTest } from '../../support/paging-stage';
import { RecordingCarrier } from '../../support/recording-carrier';

let fresh: FreshDatabase;
let clock: VirtualClock;
let carrier: RecordingCarrier;
let context: Context;
let worker: Worker;
let errors: string[];
let news: string[];

beforeAll(async () => {
  fresh = await freshDatabase();
});
async function start(pollEvery: number): Promise<void> {
  await fresh.reset();
  await aTown();
  clock = new VirtualClock(startOfTest);
  carrier = new RecordingCarrier(clock);
  errors = [];
  news = [];
  const quiet = (): void => undefined;
  const tell = (message: string): void => void news.push(message);
  const log = { debug: quiet, info: tell, warn: tell, error: (message: string) => void errors.push(message) };
  const stage = new PagingStage(fresh).context;
  context = {
    ...stage,
    ...{ clock, carrier, log, putOff: createPutOffRows(clock, log, stage.metrics) },
    poke: () => {
      worker.poke();
    },
  };
  worker = startWorker(context, { pollEvery });
  clock.register('the worker', { busy: () => worker.busy() });
}
afterEach(() => worker.stop());
afterAll(() => fresh.drop());

const quietReport = aReport({ reporter: { name: null, phone: null, role: 'other' } });

describe('the worker', () => {
  it('dials what a service has just queued, and what falls due by the clock alone', async () => {
    await start(600_000);
    await openTicket(context, quietReport);
    await clock.advance(1000);
    expect(carrier.dialled).toEqual([phoneOf('1101')]);
    await clock.advance(121_000);
    expect(carrier.dialled).toContain(phoneOf('1102'));
  });

  it('finds what another process queued, without a poke', async () => {
    await start(250);
    await openTicket({ ...context, poke: () => undefined }, quietReport);
    await clock.advance(300);
    expect(carrier.dialled).toEqual([phoneOf('1101')]);
  });

  it('says when it last finished and survives what goes wrong', async () => {
    await start(250);
    await clock.advance(300);
    const before = worker.aliveAt();
    expect(before).not.toBeNull();
    await openTicket({ ...context, poke: () => undefined }, quietReport);
    const broken = jest.spyOn(Attempt, 'findAll').mockRejectedValue(new Error('broken'));
    await clock.advance(300);
    broken.mockRestore();
    expect(errors).toContain('a step of the sweep failed');
    expect(carrier.dialled).toEqual([]);
    await clock.advance(1000);
    expect(carrier.dialled).toEqual([phoneOf('1101')]);
    expect(worker.aliveAt()!.getTime()).toBeGreaterThan(before!.getTime());
  });

  it('is alive with every row that comes to its end, however long its step goes on', async () => {
    await start(250);
    await worker.stop();
    await clock.advance(5000);
    context.putOff.remove({ step: 'page-next', id: 1 });
    expect(worker.aliveAt()).toEqual(clock.now());
    await clock.advance(5000);
    context.putOff.add({ step: 'page-next', table: 'pagings', id: 1 }, new Error('refused'));
    expect(worker.aliveAt()).toEqual(clock.now());
  });

  it('says once that the database is gone, and once that it is back', async () => {
    await start(250);
    await clock.advance(300);
    const gone = new ConnectionError(new Error('gone'));
    const down = jest.spyOn(fresh.database.sequelize, 'query').mockRejectedValue(gone);
    await clock.advance(5000);
    const before = worker.aliveAt();
    expect(before!.getTime()).toBeLessThan(clock.now().getTime() - 4000);
    down.mockRestore();
    await clock.advance(1000);
    expect(worker.aliveAt()!.getTime()).toBeGreaterThan(before!.getTime());
    expect(news.filter((line) => line.includes('database'))).toEqual([
      'the sweep waits for the database',
      'the sweep goes on: the database is back',
    ]);
    expect(errors).toEqual([]);
  });

  it('says nothing of ended calls that are looked at when the database goes', async () => {
    await start(250);
    const { context: stage } = new PagingStage(fresh);
    const at = clock.now();
    stage.callLog.begin({
      sid: 'CA1',
      direction: 'inbound',
      from: null,
      to: null,
      ...{ language: 'en', flow: 'caller' },
      attemptId: null,
    });
    await stage.callLog.flush();
    await Call.update({ endedAt: at, reviewDueAt: at }, { where: { sid: 'CA1' } });
    const gone = jest.spyOn(Ticket, 'findAll').mockRejectedValue(new ConnectionError(new Error('gone')));
    await clock.advance(1000);
    gone.mockRestore();
    await clock.advance(1000);
    expect(errors).toEqual([]);
    expect(await Call.count({ where: { reviewDueAt: null } })).toBe(1);
  });

  it('does nothing more once it has stopped', async () => {
    await start(250);
    await worker.stop();
    await openTicket(context, quietReport);
    await clock.advance(1000);
    expect(carrier.dialled).toEqual([]);
    expect(worker.busy()).toBe(false);
  });
});
