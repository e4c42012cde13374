import { Attempt } from '../../../models/attempt';
import type { Context } from '../context';

/** Cancels notices that still wait, because they would tell the customer what is no longer true; inside the caller's transaction. */
export async function cancelNotices({ clock }: Pick<Context, 'clock'>, ticketId: number): Promise<void> {
  await Attempt.update(
    { state: 'ended', outcome: 'cancelled', endedAt: clock.now(), leaseUntil: null },
    { where: { ticketId, kind: 'notice', state: 'due' } },
  );
}
