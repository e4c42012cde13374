import { Op } from 'sequelize';
import { inTransaction } from '../../../models/database';
import { Task } from '../../../models/task';
import { Ticket } from '../../../models/ticket';
import { bySystem } from '../../domain/timeline';
import { addTask } from '../add-task';
import type { Context } from '../context';
import { dueRows } from '../due-rows';
import { recordTimeline } from '../record-timeline';
import { startPaging } from '../paging/start-paging';

/** Asks the desk to find at once the place of a report that only a recording names; inside the transaction that opens the ticket. */
export async function needLocating(context: Context, ticket: Ticket): Promise<void> {
  await addTask(context, {
    key: `locate:${ticket.id}`,
    kind: 'locate',
    reason: 'address',
    ticketId: ticket.id,
    recordingSid: ticket.triage['address'] ?? ticket.descriptionRecording,
    nextDueAt: new Date(context.clock.now().getTime() + context.policy.locate.within),
  });
}

/** Pages the default team with the recording when nobody has found the place within `locate.within`. */
export const pageUnlocated = dueRows('page-unlocated', {
  model: Task,
  moment: 'next_due_at',
  where: "kind = 'locate' AND state = 'open'",
  each: (context, { id, ticketId }) => inTransaction(() => pageOne(context, id, ticketId ?? 0)),
});

async function pageOne(context: Context, taskId: number, ticketId: number): Promise<void> {
  const now = context.clock.now();
  const [claimed] = await Task.update({ nextDueAt: null }, { where: { id: taskId, nextDueAt: { [Op.lte]: now } } });
  if (claimed === 0) return;
  const waiting = { id: ticketId, state: 'waiting', stateReason: 'locate' };
  const [freed] = await Ticket.update({ state: 'new', stateReason: null, updatedAt: now }, { where: waiting });
  const ticket = freed === 1 ? await Ticket.findByPk(ticketId) : null;
  if (ticket === null) return;
  await recordTimeline(context, ticketId, 'noted', bySystem, { note: 'not_located' });
  await startPaging(context, ticket);
}
