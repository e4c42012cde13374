import { Ticket } from '../../../models/ticket';
import { raised } from '../../domain/ticket';
import { statesBefore } from '../../domain/ticket-states';
import { byCaller } from '../../domain/timeline';
import { arrivalToTell } from '../directory/hearing-of';
import { promiseArrival } from './promises';
import type { Context } from '../context';
import { startPaging } from '../paging/start-paging';
import { textCustomer } from '../notices/ticket-texts';
import { recordTimeline } from '../record-timeline';
import { workOf } from './work-before';
import { newClocks } from './new-clocks';
import { noVisit } from '../../domain/no-visit';

export interface Reopening {
  readonly ticketId: number;
  /** What the customer said about the work. */
  readonly fixed: 'no' | 'partly';
  readonly callSid: string | null;
}

/** "Still broken": reopens the ticket one priority higher with new clocks and pages at once, its last crew first (R-330, R-347, X26). In the caller's transaction. False when the ticket is open already. */
export async function reopenTicket(context: Context, { ticketId, fixed, callSid }: Reopening): Promise<boolean> {
  const before = await Ticket.findByPk(ticketId, { rejectOnEmpty: true });
  const now = context.clock.now();
  const finished = statesBefore('new', 'customer').filter((state) => state === 'done' || state === 'closed');
  const [reopened] = await Ticket.update(
    {
      ...(await newClocks(context, before, raised(before.priority), now)),
      ...unfinished,
      state: 'new',
      fixed,
      reopenedCount: before.reopenedCount + 1,
      updatedAt: now,
    },
    { where: { id: ticketId, state: finished, reopenedCount: before.reopenedCount } },
  );
  if (reopened === 0) return false;
  const ticket = await Ticket.findByPk(ticketId, { rejectOnEmpty: true });
  const data = { reason: fixed, priority: ticket.priority, was: workOf(before) };
  await recordTimeline(context, ticketId, 'reopened', byCaller, data);
  await startPaging(context, ticket, { former: before.personCode });
  if (callSid !== null) await promiseArrival(context, ticket, callSid);
  await sayReopened(context, ticket);
  return true;
}

/** Clears what was true of the work that did not hold. */
const unfinished = {
  ...noVisit,
  stateReason: null,
  restoredAt: null,
  completedAt: null,
  closedAt: null,
  slaBreachedAt: null,
  cause: null,
  result: null,
};

async function sayReopened(context: Context, ticket: Ticket): Promise<void> {
  const time = arrivalToTell(ticket);
  if (time === null) await textCustomer(context, ticket, 'text.reopened-soon', {}, 'receipt');
  else await textCustomer(context, ticket, 'text.reopened', { time: { time } }, 'receipt');
}
