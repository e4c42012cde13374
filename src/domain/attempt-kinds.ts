import type { Priority } from './ticket';

interface AttemptRules {
  /** Which goes first when several wait: the smallest number. */
  readonly rank: number | Readonly<Record<Priority, number>>;
  /** Whether the customer can stop these calls and texts (node `stop`). */
  readonly stoppable: boolean;
  /** Whether they wait until a number that was only typed is confirmed to be the customer's. */
  readonly needsCheckedNumber: boolean;
  /** Whether calls that have not gone out when quiet hours begin wait for the morning (X5). */
  readonly quietHours: boolean;
  /** Whether a person must act when such a call or text cannot go out. */
  readonly isUrgent: boolean;
  /** Whether the only such call under way for a P0 or P1 goes out however often its number was called. */
  readonly passesCaps: boolean;
  /** Whether its words may change until it goes out, because a crew names its own time. */
  readonly isRewritten: boolean;
}

const ordinary = { quietHours: false, isUrgent: false, passesCaps: false, isRewritten: false };
const toCustomers = { ...ordinary, stoppable: true, needsCheckedNumber: true };
/** For our own people's work and for people in danger: nothing holds these calls back. */
const always = { ...ordinary, stoppable: false, needsCheckedNumber: false };

/** What an outbound call or text is for, and what follows from that: P0 pages first, surveys last. */
export const attemptKinds = {
  page: { ...always, isUrgent: true, passesCaps: true, rank: { P0: 0, P1: 10, P2: 20, P3: 30 } },
  danger_check: { ...always, rank: 5 },
  medical_check: { ...always, rank: 15 },
  crew_reminder: { ...always, rank: 40 },
  number_check: { ...toCustomers, rank: 45, needsCheckedNumber: false },
  receipt: { ...toCustomers, rank: 50 },
  notice: { ...toCustomers, rank: 55, isRewritten: true },
  news: { ...toCustomers, rank: 56 },
  arrival_check: { ...toCustomers, rank: 60 },
  restoration: { ...toCustomers, rank: 70 },
  completion: { ...toCustomers, rank: 90, quietHours: true },
} as const satisfies Readonly<Record<string, AttemptRules>>;

export type AttemptKind = keyof typeof attemptKinds;

/** The rank of an attempt; of all that wait the one with the smallest goes first. */
export function priorityRank(kind: AttemptKind, priority: Priority): number {
  const { rank } = attemptKinds[kind];
  return typeof rank === 'number' ? rank : rank[priority];
}

/** The kinds that keep quiet hours. */
export const quietKinds = (Object.keys(attemptKinds) as AttemptKind[]).filter((kind) => attemptKinds[kind].quietHours);
