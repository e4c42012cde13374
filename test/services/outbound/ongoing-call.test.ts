import { markAnswered } from '../../../src/services/outbound/ongoing-call';
import { queueCall } from '../../../src/services/outbound/queue-attempt';
import { customer, inATown, type PagingStage } from '../../support/paging-stage';

/** What a key says about the call in which it was pressed. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

const aSurvey = () => {
  const to = { toPhone: customer, language: 'zh-CN', priority: 'P2', ticketId: null } as const;
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

it('counts as answered from the first key on', async () => {
  const [call, first] = [await aSurvey(), stage.context.clock.now()];
  await markAnswered(stage.context, call.id);
  stage.jump(5);
  await markAnswered(stage.context, call.id);
  expect(await call.reload()).toMatchObject({ answeredAt: first });
});
