/** What the carrier reports about one call; reports may come twice, late and in any order. */
export interface CallReport {
  readonly status: keyof typeof states | null;
  /** The carrier's count within the call; null when it sent none. */
  readonly sequence: number | null;
  /** A machine seems to have answered. */
  readonly machine: boolean;
}

/** What a pressed key decided. */
type Pressed =
  | ('accepted' | 'declined' | 'taken' | 'gave' | 'deferred')
  | ('heard' | 'solved' | 'safe' | 'still_in_danger' | 'cancelled_by_mistake' | 'confirmed' | 'answered' | 'stopped');

/** How an attempt ended, or what a key in it decided. */
export type AttemptOutcome =
  | Pressed
  | ('no_key' | 'busy' | 'failed' | 'no_answer' | 'machine' | 'cancelled' | 'refused')
  | ('delivered' | 'undelivered' | 'opted_out' | 'forgotten');

/** Why the carrier will not take a call or text. */
export type RefusalReason =
  | ('invalid_number' | 'blocked_number' | 'opted_out' | 'not_textable' | 'not_permitted')
  | ('bad_sender' | 'bad_request' | 'unauthorized' | 'queue_full');

/** Why an attempt waits although it is due; it can also be a rate of the policy (`2/2m`) or the carrier's own words. */
export type HoldReason = 'on_the_line' | 'quiet_hours' | 'number_check' | 'carrier' | RefusalReason | RateText;
export type RateText = `${number}/${string}`;

/** In the order in which an attempt goes through them. */
export const attemptStates = ['due', 'sending', 'placed', 'ringing', 'answered', 'ended'] as const;
type AttemptState = (typeof attemptStates)[number];

export interface AttemptProgress {
  readonly state: AttemptState;
  readonly outcome: AttemptOutcome | null;
  readonly statusSequence: number;
}

const states = {
  queued: 'placed',
  initiated: 'placed',
  ringing: 'ringing',
  'in-progress': 'answered',
  completed: 'ended',
  busy: 'ended',
  failed: 'ended',
  'no-answer': 'ended',
  canceled: 'ended',
} as const satisfies Readonly<Record<string, AttemptState>>;

/** How a call ended in which nobody pressed a key: only a key is an answer. */
const outcomes: Readonly<Partial<Record<NonNullable<CallReport['status']>, AttemptOutcome>>> = {
  completed: 'no_key',
  busy: 'busy',
  failed: 'failed',
  'no-answer': 'no_answer',
  canceled: 'cancelled',
};

/** Whether the report's sequence number is no higher than that of an earlier arrival: it was overtaken, or came twice. */
export function isStale(
  { statusSequence }: Pick<AttemptProgress, 'statusSequence'>,
  { sequence }: CallReport,
): boolean {
  return sequence !== null && sequence <= statusSequence;
}

/** The attempt after a report: it never goes back, and what a key decided stays decided. */
export function applyCallReport(attempt: AttemptProgress, report: CallReport): AttemptProgress {
  // A report without a status, or one older than what is known, counts only for what it says about an answering machine.
  const status = isStale(attempt, report) ? 'queued' : (report.status ?? 'queued');
  const reached = states[status];
  return {
    state: attemptStates.indexOf(reached) > attemptStates.indexOf(attempt.state) ? reached : attempt.state,
    outcome: outcomeAfter(attempt.outcome ?? outcomes[status] ?? null, report.machine),
    statusSequence: Math.max(attempt.statusSequence, report.sequence ?? -1),
  };
}

/** Outcomes that the carrier reported: a detected machine replaces them, but it never replaces what a key decided. */
const undecided: ReadonlySet<AttemptOutcome | null> = new Set([null, 'no_key', 'busy', 'failed', 'no_answer']);

function outcomeAfter(outcome: AttemptOutcome | null, machine: boolean): AttemptOutcome | null {
  return machine && undecided.has(outcome) ? 'machine' : outcome;
}

/** What the carrier reports about one text. */
export type TextStatus = 'queued' | 'sending' | 'sent' | 'delivered' | 'undelivered' | 'failed';

/** As applyCallReport: a text that is delivered or lost stays so, and `sent` is not yet delivered. */
export function applyTextReport(attempt: AttemptProgress, status: TextStatus): AttemptProgress {
  if (attempt.state === 'ended') return attempt;
  if (status !== 'delivered' && status !== 'undelivered' && status !== 'failed') return { ...attempt, state: 'placed' };
  return { ...attempt, state: 'ended', outcome: attempt.outcome ?? status };
}
