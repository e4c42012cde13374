import { Attempt } from '../../../models/attempt';
import { Call } from '../../../models/call';
import { OptOut } from '../../../models/opt-out';
import { createCallLog } from '../../../src/services/call-log';
import { queueCall, queueText } from '../../../src/services/outbound/queue-attempt';
import { type CallStatus, recordCallStatus } from '../../../src/services/outbound/record-call-status';
import { recordPlaced } from '../../../src/services/outbound/record-placed';
import { recordTextStatus } from '../../../src/services/outbound/record-text-status';
import { onStaleRows } from '../../support/at-once';
import { freshDatabase, type FreshDatabase } from '../../support/database';
import { serviceStage, type ServiceStage } from '../../support/service-context';
import { statementsOf } from '../../support/statements';

/** Reports of the carrier about calls, twice and out of order, as they are counted. */

let fresh: FreshDatabase;
let stage: ServiceStage;
let ended: string[];

beforeAll(async () => {
  fresh = await freshDatabase();
});
beforeEach(async () => {
  await fresh.reset();
  stage = serviceStage(fresh, '2026-03-02T02:00:00Z');
  ended = [];
  stage.context.metrics.callEnded = (status) => void ended.push(status);
});
afterAll(() => fresh.drop());

async function placed(): Promise<Attempt> {
  const call = { toPhone: '+8613800000001', language: 'zh-CN', priority: 'P1', ticketId: null } as const;
  const attempt = await queueCall(stage.context, { ...call, kind: 'notice', flow: 'dispatch-notice', node: 'notice' });
  return attempt.update({ state: 'sending' });
}

async function text(): Promise<Attempt> {
  const about = { toPhone: '+8613800000001', language: 'zh-CN', priority: 'P1', ticketId: null } as const;
  const attempt = await queueText(stage.context, { ...about, kind: 'news', body: '您好' });
  return attempt.update({ state: 'sending' });
}

const walk: readonly (readonly [CallStatus['status'], number])[] = [
  ['initiated', 0],
  ['ringing', 1],
  ['in-progress', 2],
  ['completed', 3],
];

it.each([
  ['in order', [0, 1, 2, 3]],
  ['each twice', [0, 0, 1, 1, 2, 2, 3, 3]],
  ['backwards', [3, 2, 1, 0]],
  ['the end in between, and again', [0, 3, 1, 3, 2, 3]],
])('a call of ours ends once: %s', async (_how, order) => {
  const attempt = await placed();
  for (const index of order) {
    const [status, sequence] = walk[index]!;
    stage.pass(1000);
    await recordCallStatus(stage.context, attempt.id, { callSid: 'CA1', status, sequence, machine: false });
  }
  const first = order.indexOf(3) + 1;
  await attempt.reload();
  expect(attempt).toMatchObject({ state: 'ended', outcome: 'no_key', statusSequence: 3 });
  expect(attempt.endedAt).toEqual(new Date(Date.parse('2026-03-02T02:00:00Z') + first * 1000));
  expect(ended).toEqual(['completed']);
});

it('one that we ended ourselves is counted with the word of the carrier, also when we had to ask', async () => {
  const [told, asked] = [await placed(), await placed()];
  await told.update({ state: 'ended', outcome: 'cancelled' });
  const over = { callSid: 'CA1', machine: false } as const;
  const canceled = { ...over, status: 'canceled', sequence: 2 } as const;
  await recordCallStatus(stage.context, told.id, canceled);
  await recordCallStatus(stage.context, told.id, canceled);
  const busy = { ...over, callSid: 'CA2', status: 'busy', sequence: null } as const;
  await recordCallStatus(stage.context, asked.id, busy);
  await recordCallStatus(stage.context, asked.id, busy);
  expect(ended).toEqual(['canceled', 'busy']);
});

it('a call that came in ends once, however often the carrier says so', async () => {
  const { clock, log } = stage.context;
  const callLog = createCallLog(clock, log, (status) => void ended.push(status));
  const call = { from: '+8613800000001', to: '+8657195598', language: 'zh-CN', flow: 'caller', attemptId: null };
  callLog.begin({ ...call, sid: 'CA1', direction: 'inbound' });
  callLog.end('CA1', 'completed');
  await callLog.flush();
  stage.pass(60_000);
  callLog.end('CA1', 'completed');
  await callLog.flush();
  expect(ended).toEqual(['completed']);
  expect(await Call.findAll()).toMatchObject([{ endedAt: new Date('2026-03-02T02:00:00Z'), status: 'completed' }]);
});

describe('what a report costs', () => {
  const count = async (work: () => Promise<unknown>) => (await statementsOf(fresh.database.sequelize, work)).length;

  it('two statements where it neither begins nor ends a call, and one where it says nothing new', async () => {
    const { id } = await placed();
    await recordPlaced(stage.context, id, 'CA1');
    expect(await count(() => recordPlaced(stage.context, id, 'CA1'))).toBe(1);
    for (const [status, sequence] of walk.slice(0, 3)) {
      const report = { callSid: 'CA1', status, sequence, machine: false };
      expect(await count(() => recordCallStatus(stage.context, id, report))).toBe(2);
      stage.pass(1000);
      expect(await count(() => recordCallStatus(stage.context, id, report))).toBe(1);
    }
    const over = { callSid: 'CA1', status: 'completed', sequence: 3, machine: false } as const;
    await recordCallStatus(stage.context, id, over);
    expect(await count(() => recordCallStatus(stage.context, id, over))).toBe(1);
  });

  it('one statement for a text in the state that it is in', async () => {
    const { id } = await text();
    for (const status of ['sent', 'delivered'] as const) {
      const report = { messageSid: 'SM1', status, errorCode: null };
      await recordTextStatus(stage.context, id, report);
      expect(await count(() => recordTextStatus(stage.context, id, report))).toBe(1);
    }
    expect(await Attempt.findByPk(id)).toMatchObject({ state: 'ended', outcome: 'delivered' });
  });
});

it('the first report shows that the carrier took a call or text, in whatever state that is by then', async () => {
  const [call, given, cancelled] = [await placed(), await text(), await text()];
  await cancelled.update({ state: 'ended', outcome: 'cancelled' });
  await recordCallStatus(stage.context, call.id, { callSid: 'CA1', status: 'ringing', sequence: 1, machine: false });
  for (const { id } of [given, cancelled])
    await recordTextStatus(stage.context, id, { messageSid: `SM${id}`, status: 'sent', errorCode: null });
  const taken = { sentAt: new Date('2026-03-02T02:00:00Z') };
  expect(await Attempt.findAll({ order: ['id'] })).toMatchObject([
    { ...taken, carrierSid: 'CA1', state: 'ringing' },
    { ...taken, carrierSid: `SM${given.id}`, state: 'placed' },
    { ...taken, carrierSid: `SM${cancelled.id}`, state: 'ended' },
  ]);
});

it('a text that was lost for one reason and then for another is refused from then on', async () => {
  const { id } = await text();
  for (const errorCode of ['30003', '21610'])
    await recordTextStatus(stage.context, id, { messageSid: 'SM1', status: 'undelivered', errorCode });
  expect(await Attempt.findByPk(id)).toMatchObject({ errorCode: '30003' });
  expect(await OptOut.count()).toBe(1);
});

it.each(['30003', '21610'])('keeps why a text was lost, though it was known to be lost (%s)', async (errorCode) => {
  const { id } = await text();
  await recordTextStatus(stage.context, id, { messageSid: 'SM1', status: 'undelivered', errorCode: null });
  await recordTextStatus(stage.context, id, { messageSid: 'SM1', status: 'undelivered', errorCode });
  expect(await Attempt.findByPk(id)).toMatchObject({ state: 'ended', outcome: 'undelivered', errorCode });
  expect(await OptOut.count()).toBe(errorCode === '21610' ? 1 : 0);
});

describe('while another process writes', () => {
  const walked = { callSid: 'CA1', machine: false } as const;

  it.each([
    ['ringing', 1],
    ['in-progress', 2],
  ] as const)('%s does not bring back a call that ended meanwhile', async (status, sequence) => {
    const { id } = await placed();
    await recordPlaced(stage.context, id, 'CA1');
    await onStaleRows(
      () => recordCallStatus(stage.context, id, { ...walked, status: 'completed', sequence: 3 }),
      () => recordCallStatus(stage.context, id, { ...walked, status, sequence }),
    );
    expect(await Attempt.findByPk(id)).toMatchObject({ state: 'ended', outcome: 'no_key', statusSequence: 3 });
  });

  it.each([
    ['in-progress', 'ringing', 'answered'],
    ['initiated', 'queued', 'placed'],
  ] as const)('%s is not undone by %s, which it overtook', async (newer, older, state) => {
    const { id } = await placed();
    await recordPlaced(stage.context, id, 'CA1');
    await onStaleRows(
      () => recordCallStatus(stage.context, id, { ...walked, status: newer, sequence: 2 }),
      () => recordCallStatus(stage.context, id, { ...walked, status: older, sequence: 1 }),
    );
    expect(await Attempt.findByPk(id)).toMatchObject({ state, statusSequence: 2 });
  });

  it('a call that we ended meanwhile does not ring again', async () => {
    const attempt = await placed();
    await recordPlaced(stage.context, attempt.id, 'CA1');
    await onStaleRows(
      () => Attempt.update({ state: 'ended' }, { where: { id: attempt.id } }),
      () => recordCallStatus(stage.context, attempt.id, { ...walked, status: 'ringing', sequence: 1 }),
    );
    expect(await attempt.reload()).toMatchObject({ state: 'ended', outcome: null });
  });

  it('a key that decided meanwhile stays decided, though a machine seems to have answered', async () => {
    const attempt = await placed();
    await recordPlaced(stage.context, attempt.id, 'CA1');
    await onStaleRows(
      () => Attempt.update({ outcome: 'heard' }, { where: { id: attempt.id } }),
      () =>
        recordCallStatus(stage.context, attempt.id, { ...walked, status: 'in-progress', sequence: 2, machine: true }),
    );
    expect(await attempt.reload()).toMatchObject({ state: 'answered', outcome: 'heard' });
  });
});

describe('a connection that is lost, or a lock that is in the way, once', () => {
  const once = { callSid: 'CA1', machine: false } as const;
  const lost = new Error('The connection is lost.');
  afterEach(() => jest.restoreAllMocks());

  it.each(['findByPk', 'update'] as const)('loses no report of a call (%s)', async (query) => {
    const { id } = await placed();
    await recordPlaced(stage.context, id, 'CA1');
    jest.spyOn(Attempt, query).mockRejectedValueOnce(lost);
    await recordCallStatus(stage.context, id, { ...once, status: 'ringing', sequence: 1 });
    expect(await Attempt.findByPk(id)).toMatchObject({ state: 'ringing', statusSequence: 1 });
  });

  it('loses no report of a text', async () => {
    const { id } = await text();
    jest.spyOn(Attempt, 'findByPk').mockRejectedValueOnce(lost);
    await recordTextStatus(stage.context, id, { messageSid: 'SM1', status: 'delivered', errorCode: null });
    expect(await Attempt.findByPk(id)).toMatchObject({ outcome: 'delivered' });
  });

  it('forgets no call that the carrier took', async () => {
    const { id } = await placed();
    jest.spyOn(Attempt, 'findByPk').mockRejectedValueOnce(lost);
    await recordPlaced(stage.context, id, 'CA1');
    expect(await Attempt.findByPk(id)).toMatchObject({ carrierSid: 'CA1', state: 'placed' });
  });
});
