import { Attempt } from '../../../models/attempt';
import { inTransaction } from '../../../models/database';
import { applyCallReport, isStale, type AttemptProgress, type CallReport } from '../../domain/attempt-status';
import { onTheLine } from '../../domain/number-caps';
import type { Context } from '../context';
import { markPlaced } from './record-placed';

export interface CallStatus extends CallReport {
  /** The carrier's id of the call; it may come before the carrier's answer to our request. */
  readonly callSid: string;
}

/** Records what the carrier reports about a call that we placed; the report may come late, twice or out of order. Unknown attempts are ignored. */
export async function recordCallStatus(context: Context, attemptId: number, status: CallStatus): Promise<void> {
  const { isLastWord, hasEnded } = await inTransaction(() => record(context, attemptId, status));
  if (isLastWord && status.status !== null) context.metrics.callEnded(status.status);
  if (hasEnded) context.poke();
}

/** Records that somebody picked up, as a webhook of the call itself shows before the status report does. */
export function recordCallAnswered(context: Context, attemptId: number, callSid: string): Promise<void> {
  return recordCallStatus(context, attemptId, { callSid, status: 'in-progress', sequence: null, machine: false });
}

interface Recorded {
  /** Whether the carrier says for the first time that the call is over; we may have ended the attempt before. */
  readonly isLastWord: boolean;
  /** Whether this report ended the attempt. */
  readonly hasEnded: boolean;
}

async function record(context: Context, attemptId: number, status: CallStatus): Promise<Recorded> {
  const seen = await Attempt.findByPk(attemptId, { attributes: [...judgedBy] });
  if (seen?.channel !== 'call') return { isLastWord: false, hasEnded: false };
  await prepare(context, seen, status);
  const attempt = await Attempt.findByPk(attemptId, { lock: true, rejectOnEmpty: true });
  const hasEnded = attempt.state !== 'ended' && isFinal(attempt, status);
  const isLastWord = status.sequence === null ? hasEnded : saysOver(status) && !isStale(attempt, status);
  const next = applyCallReport(attempt, status);
  await attempt.update({ ...next, ...momentsOf(context, attempt, next, status) });
  if (hasEnded) await afterEnd(context, attempt);
  return { isLastWord, hasEnded };
}

/** The columns that are needed before the row is locked. */
const judgedBy = [
  'id',
  'kind',
  'channel',
  'sentAt',
  'pagingId',
  'ticketId',
  'state',
  'outcome',
  'statusSequence',
] as const;

async function prepare(context: Context, seen: Attempt, status: CallStatus): Promise<void> {
  if (seen.sentAt === null) await markPlaced(context, seen.id, status.callSid);
  if (isFinal(seen, status)) await context.attemptHooks[seen.kind].onEnding?.(context, seen);
}

const fresh = { state: 'placed', outcome: null, statusSequence: -1 } as const;
const saysOver = (status: CallStatus): boolean => applyCallReport(fresh, status).state === 'ended';

function isFinal(attempt: Attempt, status: CallStatus): boolean {
  return attempt.state !== 'ended' && applyCallReport(attempt, status).state === 'ended';
}

function momentsOf({ clock }: Context, attempt: Attempt, next: AttemptProgress, status: CallStatus) {
  const now = clock.now();
  const isAnswered = !isStale(attempt, status) && (status.status === 'in-progress' || status.status === 'completed');
  const isEnded = next.state === 'ended';
  return {
    ...(isAnswered && { answeredAt: attempt.answeredAt ?? now }),
    ...(isEnded && { endedAt: attempt.endedAt ?? now, leaseUntil: null }),
  };
}

async function afterEnd(context: Context, attempt: Attempt): Promise<void> {
  // Calls to the same phone waited for this one to end and may go now.
  const waiting = { toPhone: attempt.toPhone, state: 'due', heldBecause: onTheLine };
  await Attempt.update({ heldUntil: null, heldBecause: null }, { where: waiting });
  await context.attemptHooks[attempt.kind].onEnded?.(context, attempt);
}
