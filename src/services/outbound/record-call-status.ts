import { Attempt } from '../../../models/attempt';
import { inTransaction } from '../../../models/database';
import { Paging } from '../../../models/paging';
import { applyCallReport, isStale, type AttemptProgress, type CallReport } from '../../domain/attempt-status';
import { byCarrier, type TimelineType } from '../../domain/timeline';
import { onTheLine } from '../../domain/number-caps';
import type { Context } from '../context';
import { knownPerson } from '../known-people';
import { releaseDispatchNotice } from './release-notice';
import { markPlaced } from './record-placed';
import { recordTimeline } from '../record-timeline';

export interface CallStatus extends CallReport {
  /** The carrier's id of the call; it may come before the carrier's answer to our request. */
  readonly callSid: string;
}

/** Takes in what the carrier says about a call that we placed: a hint that may come late, twice or out of order. Unknown attempts are ignored. */
export async function recordCallStatus(context: Context, attemptId: number, status: CallStatus): Promise<void> {
  const { isLastWord, ended } = await inTransaction(() => record(context, attemptId, status));
  if (isLastWord && status.status !== null) context.metrics.callEnded(status.status);
  if (!ended) return;
  if (ended.kind === 'page') context.metrics.pageEnded(ended.outcome ?? 'ended');
  context.poke();
}

/** A webhook of the call itself came in, so somebody picked up: earlier than the status report says it. */
export function recordCallAnswered(context: Context, attemptId: number, callSid: string): Promise<void> {
  return recordCallStatus(context, attemptId, { callSid, status: 'in-progress', sequence: null, machine: false });
}

interface Recorded {
  /** The carrier says for the first time that the call is over; we may have ended the attempt ourselves before. */
  readonly isLastWord: boolean;
  /** The attempt if this report ended it. */
  readonly ended: Attempt | null;
}

async function record(context: Context, attemptId: number, status: CallStatus): Promise<Recorded> {
  const seen = await Attempt.findByPk(attemptId);
  if (seen?.channel !== 'call') return { isLastWord: false, ended: null };
  await prepare(context, seen, status);
  const attempt = await Attempt.findByPk(attemptId, { lock: true, rejectOnEmpty: true });
  const hasEnded = attempt.state !== 'ended' && isFinal(attempt, status);
  const isLastWord = status.sequence === null ? hasEnded : saysOver(status) && !isStale(attempt, status);
  const next = applyCallReport(attempt, status);
  await attempt.update({ ...next, ...momentsOf(context, attempt, next, status) });
  if (!hasEnded) return { isLastWord, ended: null };
  await afterEnd(context, attempt);
  return { isLastWord, ended: attempt };
}

async function prepare(context: Context, seen: Attempt, status: CallStatus): Promise<void> {
  if (seen.sentAt === null) await markPlaced(context, seen.id, status.callSid);
  // The search is locked before the attempt, in the same order as everywhere.
  if (seen.pagingId !== null && isFinal(seen, status)) await wakePaging(context, seen.pagingId);
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

async function wakePaging({ clock }: Context, pagingId: number): Promise<void> {
  await Paging.update({ nextDueAt: clock.now() }, { where: { id: pagingId, state: 'active' } });
}

async function afterEnd(context: Context, attempt: Attempt): Promise<void> {
  // Calls to the same phone that waited for this one to end.
  const waiting = { toPhone: attempt.toPhone, state: 'due', heldBecause: onTheLine };
  await Attempt.update({ heldUntil: null, heldBecause: null }, { where: waiting });
  if (attempt.kind === 'page') await noteUnanswered(context, attempt);
  if (attempt.outcome === 'accepted' && attempt.ticketId !== null)
    await releaseDispatchNotice(context, attempt.ticketId);
}

/** Every page is in the timeline with its end; those that a key decided have an entry already. */
async function noteUnanswered(context: Context, { id, ticketId, personCode, outcome }: Attempt): Promise<void> {
  const type = unanswered[outcome ?? ''];
  if (type === undefined || ticketId === null) return;
  const person = await knownPerson(personCode);
  const data = { attempt: id, kind: 'page', person: { code: personCode, name: person?.name ?? '' }, outcome };
  await recordTimeline(context, ticketId, type, byCarrier, data);
}

const unanswered: Readonly<Record<string, TimelineType>> = {
  no_key: 'page_answered',
  machine: 'page_answered',
  busy: 'page_failed',
  no_answer: 'page_failed',
  failed: 'page_failed',
};
