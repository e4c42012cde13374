import { Attempt } from '../../../models/attempt';
import { inTransaction } from '../../../models/database';
import type { RefusalReason } from '../../carrier/carrier';
import { attemptKinds } from '../../domain/attempt-kinds';
import { byCarrier } from '../../domain/timeline';
import type { Context } from '../context';
import { optOut } from './opt-out';
import { recordTimeline } from '../record-timeline';

/** Reasons that lie in this one call or text: repeating it is of no use, so somebody else is asked at once. */
const ofTheOrder: ReadonlySet<RefusalReason> = new Set([
  'invalid_number',
  'blocked_number',
  'opted_out',
  'not_textable',
  'not_permitted',
  // A refusal that we do not understand: if the attempt waited, the next person's phone would never ring.
  'bad_request',
]);

/** How often an attempt is repeated when our account or settings are the reason, in milliseconds; a person must act meanwhile. */
const retryAfterMs = 30_000;

/** Records that the carrier refused an attempt: notes it on the timeline so that the next person is asked, or repeats it when the reason is our account. */
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

/** How an attempt ends that did not go out. */
export type Unsent = Pick<Attempt, 'outcome' | 'errorCode'>;

/** Ends an attempt that is still in this state, with what follows for its kind; false when it was not. */
export function endUnsent(context: Context, attempt: Attempt, state: 'due' | 'sending', end: Unsent): Promise<boolean> {
  const hooks = context.attemptHooks[attempt.kind];
  const ended = { ...end, state: 'ended', endedAt: context.clock.now(), leaseUntil: null } as const;
  return inTransaction(async () => {
    await hooks?.onEnding?.(context, attempt);
    const [isOurs] = await Attempt.update(ended, { where: { id: attempt.id, state } });
    if (isOurs === 1) await hooks?.onEnded?.(context, attempt.set(ended));
    return isOurs === 1;
  });
}

async function end(context: Context, attempt: Attempt, reason: RefusalReason): Promise<void> {
  const outcome = reason === 'opted_out' ? reason : 'refused';
  const isOurs = await endUnsent(context, attempt, 'sending', { outcome, errorCode: reason });
  if (!isOurs || attempt.ticketId === null) return;
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
