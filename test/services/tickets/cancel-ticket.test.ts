import { Attempt } from '../../../models/attempt';
import { Task } from '../../../models/task';
import { byCaller } from '../../../src/domain/timeline';
import { addTask } from '../../../src/services/add-task';
import { acceptPage } from '../../../src/services/paging/accept-page';
import { cancelTicket } from '../../../src/services/tickets/cancel-ticket';
import { interrupted } from '../../support/at-once';
import { inATown, li, phoneOf, type PagingStage } from '../../support/paging-stage';

/** What the desk and the crew have to do about a report that needs nobody any more. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

it('the desk is no longer to find the place; the rest, and who found it before and when, stays', async () => {
  const { id: ticketId } = await stage.opened();
  const { context } = stage;
  for (const [key, kind] of [
    ['open', 'locate'],
    ['done', 'locate'],
    ['other', 'call'],
  ] as const)
    await addTask(context, { key, kind, reason: 'danger', ticketId, phone: null });
  const done = { state: 'done', doneAt: context.clock.now(), doneBy: 'Mei' } as const;
  await Task.update(done, { where: { key: 'done' } });
  await Task.update({ nextDueAt: context.clock.now() }, { where: { key: 'open' } });
  stage.jump(60);
  await cancelTicket(context, ticketId, { reason: 'cancelled', by: byCaller });
  expect(await Task.findAll({ order: ['id'] })).toMatchObject([
    { key: 'open', state: 'done', doneAt: context.clock.now(), nextDueAt: null },
    { key: 'done', ...done },
    { key: 'other', state: 'open' },
  ]);
});

it('is told to the crew that takes the job at that very moment', async () => {
  const { id: ticketId } = await stage.opened();
  const page = await stage.pageOf(li);
  let taken = '';
  const accepts = async () => ({ outcome: taken } = await acceptPage(stage.context, page.id));
  const cancel = () => cancelTicket(stage.context, ticketId, { reason: 'cancelled', by: byCaller });
  expect(await interrupted({ at: /UPDATE .?pagings/, by: accepts }, cancel)).toBe(true);
  const told = await Attempt.count({ where: { ticketId, channel: 'text', toPhone: phoneOf(li) } });
  expect([
    ['accepted', 1],
    ['over', 0],
  ]).toContainEqual([taken, told]);
});
