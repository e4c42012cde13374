import { Attempt } from '../../../models/attempt';
import type { Context } from '../context';

/** A notice that still waits would tell the customer what is no longer so; inside the caller's transaction. */
export async function cancelNotices({ clock }: Pick<Context, 'clock'>, ticketId: number): Promise<void> {
  await Attempt.update(
    { state: 'ended', outcome: 'cancelled', endedAt: clock.now(), leaseUntil: null },
    { where: { ticketId, kind: 'notice', state: 'due' } },
  );
}
