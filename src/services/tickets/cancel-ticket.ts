import { inTransaction } from '../../../models/database';
import { Task } from '../../../models/task';
import type { Ticket } from '../../../models/ticket';
import type { ClosedReason } from '../../domain/ticket';
import { statesBefore } from '../../domain/ticket-states';
import type { Actor } from '../../domain/timeline';
import { cancelNotices } from '../notices/dispatch-notice';
import type { Context } from '../context';
import { dangerHelp } from './danger-help';
import { textPerson } from '../notices/ticket-texts';
import { recordTimeline } from '../record-timeline';
import { lockTicket } from '../paging/lock-ticket';
import { stopPages } from '../paging/stop-pages';

interface Cancellation {
  readonly reason: Extract<ClosedReason, 'cancelled' | 'false_report'>;
  readonly by: Actor;
  /** Whether even a P0 may be ended; a menu key may never do that. */
  readonly evenP0?: boolean;
}

/** Ends a report that needs nobody any more: the paging stops, and the person who had accepted is told by text. False when somebody is at work, the work is done, or the report is a P0. Idempotent. */
export function cancelTicket(context: Context, ticketId: number, order: Cancellation): Promise<boolean> {
  return inTransaction(() => cancel(context, ticketId, order));
}

async function cancel(context: Context, ticketId: number, order: Cancellation): Promise<boolean> {
  const { reason, by, evenP0 = false } = order;
  const ticket = await lockTicket(ticketId);
  const isAlready = ticket.state === 'closed' && ticket.stateReason === reason;
  if (isAlready || (ticket.priority === 'P0' && !evenP0)) return isAlready;
  if (!statesBefore('closed', 'customer').includes(ticket.state)) return false;
  await end(context, ticket, reason, by);
  for (const { id } of await dangerHelp(ticket)) await cancel(context, id, order);
  return true;
}

async function end(context: Context, ticket: Ticket, reason: Cancellation['reason'], by: Actor): Promise<void> {
  const { id: ticketId } = ticket;
  const now = context.clock.now();
  await stopPages(context, ticketId);
  await ticket.update({ state: 'closed', stateReason: reason, closedAt: now, updatedAt: now });
  await cancelNotices(context, ticketId);
  const done = { state: 'done', doneAt: now, nextDueAt: null } as const;
  await Task.update(done, { where: { ticketId, kind: 'locate', state: 'open' } });
  await recordTimeline(context, ticketId, 'closed', by, { reason });
  await tellCrew(context, ticket);
}

/** Tells the person who has the ticket that they need not go any more. */
export const tellCrew = (context: Context, ticket: Ticket): Promise<void> =>
  textPerson(context, ticket.personCode, ticket, 'text.job-cancelled');
