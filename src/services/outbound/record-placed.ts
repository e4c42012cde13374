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
  const attempt = isKnown ? seen : await inTransaction(() => place(context, seen, attemptId, sid));
  if (attempt?.outcome === 'cancelled' && attempt.channel === 'call') hangUpCalls(context, [sid]);
  context.poke();
}

async function place(context: Context, seen: Attempt | null, attemptId: number, sid: string): Promise<Attempt | null> {
  const attempt = seen ?? (await Attempt.findByPk(attemptId));
  return attempt && lockPlaced(context, attempt, sid);
}

/**
 * Locks an attempt that the carrier has, inside a transaction, and does once what follows when it has it, whether its answer or its first
 * report arrives first. `seen` is the row as last read; `isEnding`: the report that shows it is also its last.
 */
export async function lockPlaced(context: Context, seen: Attempt, sid: string, isEnding = false): Promise<Attempt> {
  await tellOwners(context, seen, isEnding);
  const attempt = await Attempt.findByPk(seen.id, { lock: true, rejectOnEmpty: true });
  if (attempt.sentAt === null) await markPlaced(context, attempt, sid);
  return attempt;
}

async function tellOwners(context: Context, seen: Attempt, isEnding: boolean): Promise<void> {
  const hooks = context.attemptHooks[seen.kind];
  if (seen.sentAt === null) await hooks?.onPlacing?.(context, seen);
  if (isEnding) await hooks?.onEnding?.(context, seen);
}

async function markPlaced(context: Context, attempt: Attempt, sid: string): Promise<void> {
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
