import type { Priority } from './ticket';

/** What an outbound call or text is for. */
export type AttemptKind =
  | 'page'
  | 'danger_check'
  | 'medical_check'
  | 'crew_reminder'
  | 'receipt'
  | 'notice'
  | 'news'
  | 'number_check'
  | 'arrival_check'
  | 'restoration'
  | 'completion';

const ranks: Readonly<Record<Exclude<AttemptKind, 'page'>, number>> = {
  danger_check: 5,
  medical_check: 15,
  crew_reminder: 40,
  receipt: 50,
  number_check: 45,
  notice: 55,
  news: 56,
  arrival_check: 60,
  restoration: 70,
  completion: 90,
};

const pageRanks: Readonly<Record<Priority, number>> = { P0: 0, P1: 10, P2: 20, P3: 30 };

/** Who goes first when several wait: P0 pages, pages, crew reminders, arrival checks, restoration, surveys; a smaller number goes earlier. */
export function priorityRank(kind: AttemptKind, priority: Priority): number {
  return kind === 'page' ? pageRanks[priority] : ranks[kind];
}
