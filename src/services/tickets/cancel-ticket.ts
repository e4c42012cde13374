import { Attempt } from '../../../models/attempt';
import { inTransaction } from '../../../models/database';
import { Task } from '../../../models/task';
import { Ticket } from '../../../models/ticket';
import type { ClosedReason } from '../../domain/ticket';
import { statesBefore } from '../../domain/ticket-states';
import type { Actor } from '../../domain/timeline';
import { HotlineError } from '../../errors';
import type { Context } from '../context';
import { knownPerson } from '../known-people';
import { dangerHelp } from './danger-help';
import { renderText } from '../prompts';
import { queueText } from '../outbound/queue-attempt';
import { recordTimeline } from '../record-timeline';
import { ended, stopPages } from '../paging/stop-pages';

export interface Cancellation {
  readonly reason: Extract<ClosedReason, 'cancelled' | 'false_report'>;
  readonly by: Actor;
  /** Whether a P0 may be ended this way; never by a menu key. */
  readonly evenP0?: boolean;
}

/** Ends a report that needs nobody any more: no more pages, and whoever had accepted is told by text. False when somebody is at work, it is done, or it is a P0. Idempotent. */
export function cancelTicket(context: Context, ticketId: number, order: Cancellation): Promise<boolean> {
  return inTransaction(() => cancel(context, ticketId, order));
}

async function cancel(
  context: Context,
  ticketId: number,
  { reason, by, evenP0 = false }: Cancellation,
): Promise<boolean> {
  const ticket = await Ticket.findByPk(ticketId, { rejectOnEmpty: true });
  const isAlready = ticket.state === 'closed' && ticket.stateReason === reason;
  if (isAlready || (ticket.priority === 'P0' && !evenP0)) return isAlready;
  if (!statesBefore('closed', 'customer').includes(ticket.state)) return false;
  const now = context.clock.now();
  // The search before the ticket, in the same order as everywhere.
  await stopPages(context, ticketId);
  const [closed] = await Ticket.update(
    { state: 'closed', stateReason: reason, closedAt: now, updatedAt: now },
    { where: { id: ticketId, state: statesBefore('closed', 'customer') } },
  );
  if (closed === 0) throw new HotlineError('conflict', 'Somebody moved this ticket meanwhile.', { ticketId });
  await Attempt.update(ended(now), { where: { ticketId, kind: 'notice', state: 'due' } });
  await Task.update(
    { state: 'done', doneAt: now, nextDueAt: null },
    { where: { ticketId, kind: 'locate', state: 'open' } },
  );
  await recordTimeline(context, ticketId, 'closed', by, { reason });
  await tellCrew(context, ticket);
  for (const { id } of await dangerHelp(ticket)) await cancel(context, id, { reason, by, evenP0 });
  return true;
}

/** Whoever has the ticket need not go any more. */
export async function tellCrew(context: Context, { id, number, personCode, priority }: Ticket): Promise<void> {
  const person = await knownPerson(personCode);
  if (person === null) return;
  const { phone: toPhone, language } = person;
  const body = renderText(context, language, 'text.job-cancelled', { number: { digits: number } });
  await queueText(context, { kind: 'crew_reminder', toPhone, language, priority, ticketId: id, body });
}
