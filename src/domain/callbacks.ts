import type { AttemptOutcome } from './attempt-status';
import { atTimeOfDay, nextAllowed } from './hours';
import type { Policy } from './policy';

/** What decides when a customer is called about finished work. */
export interface CallbackRules {
  readonly callback: Policy['callback'];
  readonly quietHours: Policy['quietHours'];
  /** IANA zone of quiet hours and of the end of the day. */
  readonly timezone: string;
}

const missed = [
  'busy',
  'no_answer',
  'failed',
  'machine',
  'no_key',
  'cancelled',
  'refused',
] as const satisfies readonly AttemptOutcome[];

/** How a call to a customer ended without an answer about the work. */
export type MissedOutcome = (typeof missed)[number] | 'unsure';

/** Why a customer could not be asked. */
export type UnreachedReason =
  | ('no_phone' | 'number_refused' | 'wrong_number' | 'texts_only' | 'no_more_calls')
  | ('never_sure' | 'attempts_used_up' | 'time_used_up');

export type CallbackMove =
  { readonly kind: 'retry'; readonly dueAt: Date } | { readonly kind: 'unreached'; readonly reason: UnreachedReason };

const later = (from: Date, ms: number): Date => new Date(from.getTime() + ms);

/** When the first call is due: soon after the work is done, at the end of that day at the latest, never in quiet hours (R-357, R-362, X5). */
export function firstCallback({ callback, quietHours, timezone }: CallbackRules, completedAt: Date) {
  const wanted = later(completedAt, callback.firstAttemptAfter);
  const endOfDay = atTimeOfDay(timezone, completedAt, callback.sameDayBy);
  const hastened = endOfDay >= completedAt && endOfDay < wanted ? endOfDay : wanted;
  const dueAt = nextAllowed(quietHours, timezone, hastened);
  const limit = later(completedAt, callback.hardLimit);
  // A customer is called once at least, however short the limit.
  return { dueAt, hardLimitAt: limit > dueAt ? limit : dueAt };
}

export interface CallbackProgress {
  /** Calls placed so far, the one that just ended included. */
  readonly attempts: number;
  /** No call after this; null when there is no limit. */
  readonly hardLimitAt: Date | null;
}

/** What follows a call that brought no answer: another one at a decent hour, or the end with its reason (R-359, X9). */
export function afterMissedCall(
  { callback, quietHours, timezone }: CallbackRules,
  { attempts, hardLimitAt }: CallbackProgress,
  outcome: MissedOutcome,
  now: Date,
): CallbackMove {
  if (outcome === 'refused') return { kind: 'unreached', reason: 'number_refused' };
  if (attempts >= callback.attempts) {
    return { kind: 'unreached', reason: outcome === 'unsure' ? 'never_sure' : 'attempts_used_up' };
  }
  const { busy, noAnswer } = callback.retryAfter;
  const dueAt = nextAllowed(quietHours, timezone, later(now, outcome === 'busy' ? busy : noAnswer));
  return hardLimitAt !== null && dueAt > hardLimitAt
    ? { kind: 'unreached', reason: 'time_used_up' }
    : { kind: 'retry', dueAt };
}

/** Whoever listened without answering about the work, or pressed other keys only, counts as no key. */
export function missedOutcome(outcome: AttemptOutcome | null): MissedOutcome {
  return missed.find((one) => one === outcome) ?? 'no_key';
}
