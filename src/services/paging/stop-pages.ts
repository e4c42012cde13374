import type { WhereAttributeHash } from 'sequelize';
import type { Attempt } from '../../../models/attempt';
import { Paging } from '../../../models/paging';
import type { Context } from '../context';
import { cancelCalls } from '../outbound/cancel-attempts';

/** Ends the paging of a ticket and its pages that wait or ring, in the caller's transaction. */
export async function stopPages(context: Context, ticketId: number): Promise<void> {
  await Paging.update({ state: 'stopped', nextDueAt: null }, { where: { ticketId, state: 'active' } });
  // A page with an outcome is being talked on, or was, even if the carrier has not said so yet.
  await cancelPages(context, { ticketId, outcome: null });
}

/** Ends pages that nobody listens to yet, in the caller's transaction, so that none is dialled afterwards; a person who is already on the line is told who has the job. */
export async function cancelPages(context: Context, which: WhereAttributeHash<Attempt>): Promise<void> {
  await cancelCalls(context, { ...which, kind: 'page', state: ['due', 'sending', 'placed', 'ringing'] });
}
