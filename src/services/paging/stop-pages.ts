import { Op } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import { Paging } from '../../../models/paging';
import type { Context } from '../context';
import { hangUpCalls } from '../outbound/hang-up-calls';

export const unheard = ['due', 'sending', 'placed', 'ringing'];

export const ended = (endedAt: Date) => ({ state: 'ended' as const, outcome: 'cancelled', endedAt, leaseUntil: null });

/** Ends the search for a ticket and the pages that wait or ring, in the caller's transaction. */
export async function stopPages(context: Context, ticketId: number): Promise<void> {
  await Paging.update({ state: 'stopped', nextDueAt: null }, { where: { ticketId, state: 'active' } });
  // A page with an outcome is being talked on, or was, even if the carrier has not said so yet.
  const waiting = { ticketId, kind: 'page', state: unheard, outcome: null };
  const ringing = await Attempt.findAll({ where: { ...waiting, carrierSid: { [Op.ne]: null } } });
  await Attempt.update(ended(context.clock.now()), { where: waiting });
  hangUpCalls(
    context,
    ringing.flatMap(({ carrierSid }) => carrierSid ?? []),
  );
}
