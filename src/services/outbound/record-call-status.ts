import { isDeepStrictEqual } from 'node:util';
import { Attempt } from '../../../models/attempt';
import { afterCommit, inTransaction } from '../../../models/database';
import { applyCallReport, isStale, type CallReport } from '../../domain/attempt-status';
import { onTheLine } from '../../domain/number-caps';
import type { Context } from '../context';
import { doneSimply } from './done-simply';
import { lockPlaced } from './record-placed';

export interface CallStatus extends CallReport {
  /** The carrier's id of the call; it may come before the carrier's answer to our request. */
  readonly callSid: string;
}

/** Records what the carrier reports about a call that we placed; the report may come late, twice or out of order. Unknown attempts are ignored. */
export async function recordCallStatus(context: Context, attemptId: number, status: CallStatus): Promise<void> {
  if (await doneSimply(() => noteProgress(context, attemptId, status))) return;
  await inTransaction(() => record(context, attemptId, status));
}

/** Records that somebody picked up, as a webhook of the call itself shows before the status report does. */
export function recordCallAnswered(context: Context, attemptId: number, callSid: string): Promise<void> {
  return recordCallStatus(context, attemptId, { callSid, status: 'in-progress', sequence: null, machine: false });
}

/** Three reports of four begin or end nothing, and repeats say nothing new: one write does for the former, none for the latter. False where more is to be done, or the row has changed since it was seen. */
async function noteProgress(context: Context, attemptId: number, status: CallStatus): Promise<boolean> {
  const seen = await Attempt.findByPk(attemptId);
  if (seen?.channel !== 'call') return true;
  if (seen.sentAt === null) return false;
  const { id, state, outcome, statusSequence } = seen;
  const next = after(context, seen, status);
  if (isDeepStrictEqual({ ...seen.get(), ...next }, seen.get())) return true;
  if (next.state === 'ended') return false;
  const [changed] = await Attempt.update(next, { where: { id, state, outcome, statusSequence } });
  return changed === 1;
}

async function record(context: Context, attemptId: number, status: CallStatus): Promise<void> {
  const seen = await Attempt.findByPk(attemptId);
  if (seen?.channel !== 'call') return;
  const attempt = await lockPlaced(context, seen, status.callSid, isFinal(seen, status));
  const hasEnded = isFinal(attempt, status);
  // Whether the carrier says so for the first time; we may have ended the attempt before.
  const isLastWord = status.sequence === null ? hasEnded : saysOver(status) && !isStale(attempt, status);
  await attempt.update(after(context, attempt, status));
  if (hasEnded) await afterEnd(context, attempt);
  if (isLastWord) countEnd(context, status);
}

function countEnd({ metrics }: Context, { status }: CallStatus): void {
  afterCommit(() => {
    if (status !== null) metrics.callEnded(status);
  });
}

const fresh = { state: 'placed', outcome: null, statusSequence: -1 } as const;
const saysOver = (status: CallStatus): boolean => applyCallReport(fresh, status).state === 'ended';

function isFinal(attempt: Attempt, status: CallStatus): boolean {
  return attempt.state !== 'ended' && applyCallReport(attempt, status).state === 'ended';
}

/** What the report makes of the attempt, with the moments. */
function after({ clock }: Context, attempt: Attempt, status: CallStatus) {
  const now = clock.now();
  const next = applyCallReport(attempt, status);
  const isAnswered = !isStale(attempt, status) && (status.status === 'in-progress' || status.status === 'completed');
  return {
    ...next,
    ...(isAnswered && { answeredAt: attempt.answeredAt ?? now }),
    ...(next.state === 'ended' && { endedAt: attempt.endedAt ?? now, leaseUntil: null }),
  };
}

async function afterEnd(context: Context, attempt: Attempt): Promise<void> {
  // Calls to the same phone waited for this one to end and may go now.
  const waiting = { toPhone: attempt.toPhone, state: 'due', heldBecause: onTheLine };
  await Attempt.update({ heldUntil: null, heldBecause: null }, { where: waiting });
  await context.attemptHooks[attempt.kind]?.onEnded?.(context, attempt);
  context.poke();
}
