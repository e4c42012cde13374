import { inTransaction } from '../../../models/database';
import { Draft } from '../../../models/draft';
import { Task } from '../../../models/task';
import { Ticket } from '../../../models/ticket';
import { isOpen } from '../../domain/ticket';
import type { Actor } from '../../domain/timeline';
import { HotlineError } from '../../errors';
import type { Context } from '../context';
import { keepPromises } from '../tickets/promises';
import { type FoundPlace, locateTicket } from '../tickets/locate-ticket';
import { type PresentedTask, presentTasks } from '../views/tasks';
import { recordTimeline } from '../record-timeline';
import { startPaging } from '../paging/start-paging';

/** `page` rings the team for a danger call, when the person at the desk who took the call wants that. */
export type TaskAction =
  | { readonly action: 'done'; readonly note: string }
  | { readonly action: 'page' }
  | ({ readonly action: 'locate' } & FoundPlace);

/** Does what somebody at the desk decided about a task, which is then done. Throws `not_found`, and `conflict` when the task is done already or the action does not fit it. */
export async function actOnTask(context: Context, id: number, order: TaskAction, by: Actor): Promise<PresentedTask> {
  const task = await Task.findByPk(id);
  if (task === null) throw new HotlineError('not_found', 'There is no such task.', { id });
  await inTransaction(async () => {
    await finish(context, task, order.action === 'done' ? order.note : null, by);
    if (order.action === 'locate') await locate(context, task, order, by);
    if (order.action === 'page') await pageTeam(context, task);
    await noteDone(context, task, order, by);
  });
  const [presented] = await presentTasks(context, [await task.reload()]);
  if (presented === undefined) throw new HotlineError('not_found', 'There is no such task.', { id });
  return presented;
}

async function finish({ clock }: Context, { id, draftId }: Task, note: string | null, by: Actor): Promise<void> {
  const end = { state: 'done' as const, doneAt: clock.now(), doneBy: by.name ?? null, nextDueAt: null, note };
  const [done] = await Task.update(end, { where: { id, state: 'open' } });
  if (done === 0) throw new HotlineError('conflict', 'This task is done already.', { id });
  if (draftId !== null) await Draft.update({ state: 'done' }, { where: { id: draftId } });
}

async function locate(context: Context, task: Task, found: FoundPlace, by: Actor): Promise<void> {
  if (task.kind !== 'locate' || task.ticketId === null)
    throw new HotlineError('conflict', 'This task is not about a place.', { id: task.id });
  await locateTicket(context, task.ticketId, found, by);
}

async function pageTeam(context: Context, { id, ticketId }: Task): Promise<void> {
  const ticket = ticketId === null ? null : await Ticket.findByPk(ticketId);
  if (ticket?.state !== 'new') throw new HotlineError('conflict', 'Nobody is to be paged for this task.', { id });
  await startPaging(context, ticket);
}

async function noteDone(context: Context, { kind, ticketId }: Task, order: TaskAction, by: Actor): Promise<void> {
  if (ticketId === null || order.action !== 'done') return;
  const ticket = await Ticket.findByPk(ticketId);
  if (ticket !== null && isOpen(ticket.state)) await ticket.update({ updatedAt: context.clock.now() });
  if (kind === 'call') await keepPromises(ticketId, 'callback', context.clock.now());
  await recordTimeline(context, ticketId, 'noted', by, { note: order.note });
}
