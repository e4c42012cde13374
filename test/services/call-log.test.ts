import { ConnectionError } from 'sequelize';
import { Attempt } from '../../models/attempt';
import { Call } from '../../models/call';
import { CallStep } from '../../models/call-step';
import { createCallLog } from '../../src/services/call-log';
import { onEmptyTables, type FreshDatabase } from '../support/database';
import { serviceStage, type ServiceStage } from '../support/service-context';

let fresh: FreshDatabase;
let stage: ServiceStage;

onEmptyTables((laid) => {
  fresh = laid;
  stage = serviceStage(fresh, '2026-03-02T02:00:00.000Z');
});

const begun = (sid: string) =>
  ({ sid, direction: 'inbound', from: null, to: null, language: 'en', flow: 'caller', attemptId: null }) as const;
const answered = (sid: string) =>
  ({
    call: { sid, phone: null, direction: 'inbound', token: null },
    position: { flow: 'caller', node: 'main-menu', language: 'en', tries: 0, repeats: 0, back: [], facts: {} },
    input: { kind: 'keys', keys: '1' },
    secret: false,
  }) as const;

const anAttempt = (more: Partial<Attempt>): Promise<Attempt> =>
  Attempt.create({
    ...{ kind: 'receipt', channel: 'call', priorityRank: 50, toPhone: '+8613800000001', language: 'zh-CN' },
    ...{ personCode: null, ticketId: null, pagingId: null, callbackId: null, level: null, round: null, step: null },
    ...{ flow: null, node: null, body: null, outcome: null, errorCode: null, leaseUntil: null, heldUntil: null },
    ...{ heldBecause: null, sentAt: null, answeredAt: null, endedAt: null, carrierSid: null, state: 'ringing' },
    ...{ dueAt: stage.context.clock.now(), createdAt: stage.context.clock.now() },
    ...more,
  });

/** A call log, and what it told of calls that came in and ended. */
function aLog() {
  const { clock, log } = stage.context;
  const ended: string[] = [];
  return { callLog: createCallLog(clock, log, (status) => void ended.push(status)), ended };
}

describe('the call log', () => {
  it('goes on after a line that the database will never take, and says so', async () => {
    const { callLog } = stage.context;
    callLog.begin({ ...begun('CA1'), language: null as unknown as string });
    callLog.begin(begun('CA2'));
    callLog.step(answered('CA2'));
    callLog.end('CA2', 'completed');
    await callLog.flush();
    expect(await Call.findAll()).toMatchObject([{ sid: 'CA2', status: 'completed' }]);
    expect(await CallStep.count()).toBe(1);
    expect(stage.complaints).toEqual(['error a line of the call log cannot be written']);
  });

  it('writes calls that began and ended between two beats in a handful of statements', async () => {
    // Calls of one second are looked at together, when the next one begins.
    stage.setTime('2026-03-02T02:00:00.250Z');
    const { callLog, ended } = aLog();
    const sids = Array.from({ length: 50 }, (_, number) => `CA${number}`);
    for (const sid of sids) callLog.begin(begun(sid));
    for (const sid of sids) callLog.note(sid, { accountNo: '10001' });
    callLog.note('CA0', { ticketId: 7 });
    for (const sid of sids) callLog.end(sid, sid === 'CA1' ? 'busy' : 'completed');
    callLog.end('CA1', 'completed');
    callLog.begin(begun('CA2'));
    const query = jest.spyOn(fresh.database.sequelize, 'query');
    await callLog.flush();
    // One for those that began, one for those that were noted, two for those that ended.
    expect(query).toHaveBeenCalledTimes(4);
    query.mockRestore();
    const endedAt = stage.context.clock.now();
    const reviewDueAt = new Date(endedAt.getTime() + 3750);
    const known = { endedAt, reviewDueAt, askAt: null, accountNo: '10001' };
    expect(await Call.count({ where: known })).toBe(50);
    expect(await Call.findByPk('CA1')).toMatchObject({ status: 'busy' });
    expect(await Call.findByPk('CA0')).toMatchObject({ ticketId: 7 });
    expect(ended.toSorted()).toEqual(['busy', ...Array<string>(49).fill('completed')]);
  });

  it('knows whom a call of ours is about, and has only those of customers looked at', async () => {
    const { callLog, ended } = aLog();
    const attempts = await Promise.all([anAttempt({ ticketId: 7 }), anAttempt({ personCode: '1101', ticketId: 8 })]);
    for (const { id } of attempts) {
      callLog.begin({ ...begun(`CA${id}`), direction: 'outbound', attemptId: id });
      callLog.end(`CA${id}`, 'completed');
    }
    await callLog.flush();
    const [customer, crew] = await Promise.all(attempts.map(({ id }) => Call.findByPk(`CA${id}`)));
    expect(customer).toMatchObject({ ticketId: 7, personCode: null, reviewDueAt: expect.any(Date) as Date });
    expect(crew).toMatchObject({ ticketId: 8, personCode: '1101', reviewDueAt: null, status: 'completed' });
    expect(ended).toEqual([]);
  });

  it('loses nothing while the database is down, and tells each end once', async () => {
    const { callLog, ended } = aLog();
    callLog.begin(begun('CA1'));
    const gone = new ConnectionError(new Error('gone'));
    const down = jest.spyOn(fresh.database.sequelize, 'query').mockRejectedValue(gone);
    await callLog.flush();
    callLog.step(answered('CA1'));
    callLog.end('CA1', 'completed');
    await callLog.flush();
    down.mockRestore();
    callLog.end('CA1', 'failed');
    await callLog.flush();
    expect(await Call.findAll()).toMatchObject([{ sid: 'CA1', status: 'completed' }]);
    expect(await CallStep.count()).toBe(1);
    expect(ended).toEqual(['completed']);
  });

  it('tells the end of a call once, though two processes hear of it', async () => {
    const [one, other] = [aLog(), aLog()];
    const sids = Array.from({ length: 20 }, (_, number) => `CA${number}`);
    for (const sid of sids) one.callLog.begin(begun(sid));
    await one.callLog.flush();
    for (const sid of sids) one.callLog.end(sid, 'completed');
    stage.pass(1);
    for (const sid of sids) other.callLog.end(sid, 'busy');
    await Promise.all([one.callLog.flush(), other.callLog.flush()]);
    expect([...one.ended, ...other.ended]).toHaveLength(20);
  });

  it('lets all who wait during a write share the next one, whatever is logged meanwhile', async () => {
    const { callLog } = aLog();
    const { sequelize } = fresh.database;
    const ask = sequelize.query.bind(sequelize) as (...query: unknown[]) => Promise<never>;
    let calls = 0;
    const query = jest.spyOn(sequelize, 'query').mockImplementation((...asked: unknown[]) => {
      callLog.begin(begun(`CA-later-${(calls += 1)}`));
      return ask(...asked);
    });
    callLog.begin(begun('CA1'));
    await Promise.all(Array.from({ length: 20 }, () => callLog.flush()));
    expect(query).toHaveBeenCalledTimes(2);
    query.mockRestore();
    expect(await Call.count()).toBe(2);
  });

  it('keeps the keys that a caller pressed, and neither a PIN nor the key that ends what is said', async () => {
    const { callLog } = stage.context;
    callLog.step(answered('CA1'));
    callLog.step({ ...answered('CA1'), secret: true });
    callLog.step({ ...answered('CA1'), input: { kind: 'recording', sid: 'RE1', seconds: 3, keys: '#' } });
    await callLog.flush();
    const kept = (await CallStep.findAll({ order: ['id'] })).map(({ input, keys }) => [input, keys]);
    expect(kept).toEqual([
      ['keys', '1'],
      ['keys', null],
      ['recording', null],
    ]);
  });

  it('writes a long row of steps, each once', async () => {
    const { callLog } = stage.context;
    for (let count = 0; count < 450; count += 1) callLog.step(answered('CA1'));
    await callLog.flush();
    await callLog.flush();
    expect(await CallStep.count()).toBe(450);
  });
});
