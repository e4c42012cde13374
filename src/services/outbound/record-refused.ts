import { Attempt } from '../../../models/attempt';
import { inTransaction } from '../../../models/database';
import type { RefusalReason } from '../../carrier/carrier';
import { attemptKinds } from '../../domain/attempt-kinds';
import { byCarrier } from '../../domain/timeline';
import type { Context } from '../context';
import { optOut } from './opt-out';
import { recordTimeline } from '../record-timeline';

/** This one order is the trouble: nothing is gained by asking again, somebody else is asked at once. */
const ofTheOrder: ReadonlySet<RefusalReason> = new Set([
  'invalid_number',
  'blocked_number',
  'opted_out',
  'not_textable',
  'not_permitted',
  // A refusal that we cannot read: held back it would keep the next person's phone silent for ever.
  'bad_request',
]);

/** Our account or settings are the trouble: a person must act, and meanwhile it is tried again this often. */
const retryAfterMs = 30_000;

/** The carrier will not take an attempt; says so in the timeline and asks the next person, or tries again when the fault is ours. */
export async function recordRefused(
  context: Context,
  attempt: Attempt,
  reason: RefusalReason,
  message: string,
): Promise<void> {
  if (!ofTheOrder.has(reason)) {
    await holdBack(context, attempt, reason, message);
    return;
  }
  await inTransaction(() => end(context, attempt, reason));
  if (reason === 'opted_out') await optOut(context, attempt.toPhone, 'carrier');
  const level = attemptKinds[attempt.kind].isUrgent ? 'error' : 'warn';
  context.log[level]('a number cannot be reached', {
    attempt: attempt.id,
    kind: attempt.kind,
    person: attempt.personCode,
    reason,
    message,
  });
  context.poke();
}

async function end(context: Context, attempt: Attempt, reason: RefusalReason): Promise<void> {
  const now = context.clock.now();
  const hooks = context.attemptHooks[attempt.kind];
  await hooks.onEnding?.(context, attempt);
  const outcome = reason === 'opted_out' ? reason : 'refused';
  const refused = { state: 'ended', outcome, errorCode: reason, endedAt: now, leaseUntil: null } as const;
  const [ended] = await Attempt.update(refused, { where: { id: attempt.id, state: 'sending' } });
  if (ended === 0) return;
  await hooks.onEnded?.(context, attempt.set(refused));
  if (attempt.ticketId === null) return;
  const data = { attempt: attempt.id, kind: attempt.kind, person: attempt.personCode, reason };
  await recordTimeline(context, attempt.ticketId, 'page_failed', byCarrier, data);
}

async function holdBack(context: Context, attempt: Attempt, reason: RefusalReason, message: string): Promise<void> {
  const heldUntil = new Date(context.clock.now().getTime() + retryAfterMs);
  const held = { state: 'due' as const, leaseUntil: null, heldUntil, heldBecause: reason, errorCode: reason };
  await Attempt.update(held, { where: { id: attempt.id, state: 'sending' } });
  const level = reason === 'queue_full' ? 'warn' : 'error';
  context.log[level]('the carrier refuses our calls', { attempt: attempt.id, reason, message });
}
