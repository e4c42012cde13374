import { Op, type WhereAttributeHash } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import { afterCommit } from '../../../models/database';
import type { Context } from '../context';

/** Ends calls that wait or ring, and hangs them up; inside the caller's transaction. */
export async function cancelCalls(context: Context, which: WhereAttributeHash<Attempt>): Promise<void> {
  const ringing = await Attempt.findAll({ where: { ...which, carrierSid: { [Op.ne]: null } } });
  await cancelAttempts(context, which);
  hangUpCalls(
    context,
    ringing.flatMap(({ carrierSid }) => carrierSid ?? []),
  );
}

/** Ends calls and texts that the carrier does not have yet; inside the caller's transaction. */
export async function cancelAttempts(
  { clock }: Pick<Context, 'clock'>,
  which: WhereAttributeHash<Attempt>,
): Promise<void> {
  await Attempt.update(
    { state: 'ended', outcome: 'cancelled', endedAt: clock.now(), leaseUntil: null },
    { where: which },
  );
}

/** Hangs up calls that nobody needs any more, given by the carrier's ids, after the commit; a call that cannot be hung up ends by itself. */
export function hangUpCalls({ carrier, log }: Context, sids: readonly string[]): void {
  afterCommit(async () => {
    const ended = await Promise.allSettled(sids.map((sid) => carrier.hangUp(sid)));
    for (const result of ended) {
      if (result.status === 'rejected')
        log.warn('a needless call could not be ended', { error: result.reason as unknown });
    }
  });
}
