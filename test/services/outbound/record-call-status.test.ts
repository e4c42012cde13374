import type { Attempt } from '../../../models/attempt';
import { Call } from '../../../models/call';
import { createCallLog } from '../../../src/services/call-log';
import { queueCall } from '../../../src/services/outbound/queue-attempt';
import { type CallStatus, recordCallStatus } from '../../../src/services/outbound/record-call-status';
import { freshDatabase, type FreshDatabase } from '../../support/database';
import { serviceStage, type ServiceStage } from '../../support/service-context';

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
