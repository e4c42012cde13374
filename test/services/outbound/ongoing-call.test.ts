import { markAnswered } from '../../../src/services/outbound/ongoing-call';
import { queueCall } from '../../../src/services/outbound/queue-attempt';
import { stopCustomerCalls } from '../../../src/services/outbound/stop-list';
import { customer, inATown, type PagingStage } from '../../support/paging-stage';

/** What a key says about the call in which it was pressed. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

const aSurvey = () => {
  const to = { toPhone: customer, language: 'zh-CN', priority: 'P2', ticketId: 1 } as const;
  return queueCall(stage.context, { ...to, kind: 'completion', flow: 'completion', node: 'fixed' });
};

it.each([
  [null, 'answered'],
  ['no_key', 'answered'],
  ['machine', 'answered'],
  ['declined', 'declined'],
  ['stopped', 'stopped'],
] as const)('of a call that was %s it says %s', async (outcome, expected) => {
  const call = await (await aSurvey()).update({ outcome });
  await markAnswered(stage.context, call.id);
  expect(await call.reload()).toMatchObject({ outcome: expected, answeredAt: stage.context.clock.now() });
});

it.each([
  ['the first key', (id: number) => markAnswered(stage.context, id)],
  ['the wish for no more calls', (id: number) => stopCustomerCalls(stage.context, id, 'no_more_calls')],
] as const)('counts as answered from %s on', async (_what, press) => {
  const [call, first] = [await aSurvey(), stage.context.clock.now()];
  await press(call.id);
  stage.jump(5);
  await press(call.id);
  expect(await call.reload()).toMatchObject({ answeredAt: first });
});
