import { PromiseMade } from '../../../models/promise-made';
import { TimelineEntry } from '../../../models/timeline-entry';
import type { TicketState } from '../../domain/ticket';
import { tellCrew } from './cancel-ticket';
import { lockTicket } from '../paging/lock-ticket';
import { stopPages } from '../paging/stop-pages';
import { cancelNotices } from '../notices/dispatch-notice';
import type { Context } from '../context';
import { textCustomer } from '../notices/ticket-texts';
import { asBefore } from './work-before';

/** The states before somebody is at the place again. */
const undoable: ReadonlySet<TicketState> = new Set(['new', 'offered', 'accepted', 'departed']);

/** Which reopening is taken back: of this cycle, in this call. */
interface Withdrawal {
  readonly ticketId: number;
  /** The cycle that the customer was asked about. */
  readonly cycle: number;
  readonly callSid: string;
}

/**
 * The customer answered no, went back and answers yes: the paging ends, the person who had accepted is told, and the ticket is as it was when the work was done.
 * Inside the caller's transaction; false when somebody is at work already.
 */
export async function withdrawReopening(context: Context, order: Withdrawal): Promise<boolean> {
  const { ticketId, cycle, callSid } = order;
  const was = await workBefore(ticketId);
  const ticket = await lockTicket(ticketId);
  if (was === null || ticket.reopenedCount !== cycle + 1 || !undoable.has(ticket.state)) return false;
  await stopPages(context, ticketId);
  await tellCrew(context, ticket);
  const now = context.clock.now();
  const done = { ...asBefore(was), state: 'done' as const, reopenedCount: cycle, updatedAt: now };
  await ticket.update(done);
  await PromiseMade.destroy({ where: { ticketId, callSid, kind: 'arrival', kept: null } });
  await cancelNotices(context, ticketId);
  await textCustomer(context, ticket, 'text.reopening-withdrawn', {});
  return true;
}

/** The columns that the last reopening cleared, as they were. */
async function workBefore(ticketId: number): Promise<Readonly<Record<string, unknown>> | null> {
  const entry = await TimelineEntry.findOne({ where: { ticketId, type: 'reopened' }, order: [['id', 'DESC']] });
  return (entry?.data['was'] as Readonly<Record<string, unknown>> | undefined) ?? null;
}
