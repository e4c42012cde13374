import { Op } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import { Paging } from '../../../models/paging';
import type { Context } from '../context';
import { hangUpCalls } from '../outbound/hang-up-calls';

/** States of calls that nobody listens to yet; a person who is already on the line is told who has the job. */
export const unheard: readonly Attempt['state'][] = ['due', 'sending', 'placed', 'ringing'];

/** Ends the paging of a ticket and its pages that wait or ring, in the caller's transaction. */
export async function stopPages(context: Context, ticketId: number): Promise<void> {
  await Paging.update({ state: 'stopped', nextDueAt: null }, { where: { ticketId, state: 'active' } });
  // A page with an outcome is being talked on, or was, even if the carrier has not said so yet.
  const waiting = { ticketId, kind: 'page', state: [...unheard], outcome: null };
  const ringing = await Attempt.findAll({ where: { ...waiting, carrierSid: { [Op.ne]: null } } });
  await Attempt.update(
    { state: 'ended', outcome: 'cancelled', endedAt: context.clock.now(), leaseUntil: null },
    { where: waiting },
  );
  hangUpCalls(
    context,
    ringing.flatMap(({ carrierSid }) => carrierSid ?? []),
  );
}
