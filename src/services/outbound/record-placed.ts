import { Attempt } from '../../../models/attempt';
import { inTransaction } from '../../../models/database';
import { bySystem } from '../../domain/timeline';
import type { Context } from '../context';
import { hangUpCalls } from './cancel-attempts';
import { recordTimeline } from '../record-timeline';

/** After how many milliseconds without news the carrier is asked about a call or text. */
const askAfter = { call: 45_000, text: 600_000 } as const;

/** Records that the carrier took an attempt. A call that was cancelled meanwhile is hung up. */
export async function recordPlaced(context: Context, attemptId: number, sid: string): Promise<void> {
  // Its first report may have come before the carrier's answer; what cannot be read now, the transaction reads again.
  const seen = await Attempt.findByPk(attemptId).catch(() => null);
  const isKnown = seen !== null && seen.sentAt !== null;
  const attempt = isKnown ? seen : await inTransaction(() => markPlaced(context, attemptId, sid));
  if (attempt?.outcome === 'cancelled' && attempt.channel === 'call') hangUpCalls(context, [sid]);
  context.poke();
}

/** Does once, inside a transaction, what follows when the carrier has an attempt, whether its answer or its first report arrives first. */
export async function markPlaced(context: Context, attemptId: number, sid: string): Promise<Attempt | null> {
  const seen = await Attempt.findByPk(attemptId);
  if (seen?.sentAt !== null) return seen;
  await context.attemptHooks[seen.kind]?.onPlacing?.(context, seen);
  const attempt = await Attempt.findByPk(attemptId, { lock: true, rejectOnEmpty: true });
  if (attempt.sentAt === null) await place(context, attempt, sid);
  return attempt;
}

async function place(context: Context, attempt: Attempt, sid: string): Promise<void> {
  const now = context.clock.now();
  const isOpen = attempt.state === 'sending' || attempt.state === 'due';
  const leaseUntil = new Date(now.getTime() + askAfter[attempt.channel]);
  const placed = isOpen && { state: 'placed' as const, leaseUntil };
  await attempt.update({ carrierSid: sid, sentAt: now, heldUntil: null, heldBecause: null, ...placed });
  const { id, kind, ticketId } = attempt;
  if (attempt.channel === 'text' && ticketId !== null)
    await recordTimeline(context, ticketId, 'texted', bySystem, { attempt: id, kind });
  await context.attemptHooks[kind]?.onPlaced?.(context, attempt);
}
