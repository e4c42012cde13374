import { Attempt } from '../../../models/attempt';
import { Task } from '../../../models/task';
import { answerDangerCheck, checkOnDanger } from '../../../src/services/intake/check-on-danger';
import { stopPages } from '../../../src/services/paging/stop-pages';
import { chen, customer, inATown, li, zhao, type PagingStage } from '../../support/paging-stage';

/** Whoever was in danger and says in our call that they still are. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

it.each([
  ['goes on: the supervisor is rung too', false, [li, zhao, chen]],
  ['was stopped: it begins anew', true, [li, zhao, li, zhao]],
] as const)('a paging that %s', async (_, isStopped, rung) => {
  const ticket = await stage.opened({ priority: 'P0' });
  if (isStopped) await stopPages(stage.context, ticket.id);
  await checkOnDanger(stage.context, ticket, { phone: customer, endedAt: null });
  const { id } = await Attempt.findOne({ where: { kind: 'danger_check' }, rejectOnEmpty: true });
  await answerDangerCheck(stage.context, id, 'still_in_danger');
  await stage.settle();
  expect(stage.rung()).toEqual(rung);
});

it('is safe: whoever of the desk found that out before, and when, stays', async () => {
  const { context } = stage;
  const ticket = await stage.opened({ priority: 'P0' });
  await checkOnDanger(context, ticket, { phone: customer, endedAt: null });
  const done = { state: 'done', doneAt: context.clock.now(), doneBy: 'Mei' } as const;
  await Task.update(done, { where: { ticketId: ticket.id } });
  stage.jump(60);
  const { id } = await Attempt.findOne({ where: { kind: 'danger_check' }, rejectOnEmpty: true });
  await answerDangerCheck(context, id, 'safe');
  expect(await Task.findAll()).toMatchObject([done]);
});
