import type { Attempt } from '../../../models/attempt';
import { type Names, readNames } from './read-names';
import type { ServiceSettings } from '../context';
import { isoTime } from './iso-time';

function present(attempt: Attempt, names: Names) {
  return {
    id: attempt.id,
    ticket: names.ticketNumber(attempt.ticketId),
    person: names.person(attempt.personCode),
    channel: attempt.channel,
    attempt: attempt.attemptNo,
    level: attempt.level,
    round: attempt.round,
    state: attempt.state,
    outcome: attempt.outcome,
    dueAt: attempt.dueAt.toISOString(),
    sentAt: isoTime(attempt.sentAt),
    answeredAt: isoTime(attempt.answeredAt),
    endedAt: isoTime(attempt.endedAt),
    heldUntil: isoTime(attempt.heldUntil),
    heldBecause: attempt.heldBecause,
  };
}

/** One attempt to reach one person of the crew about a ticket, by call or text. */
export type PresentedPage = ReturnType<typeof present>;

export async function presentPages(
  settings: Pick<ServiceSettings, 'defaultLanguage'>,
  attempts: readonly Attempt[],
): Promise<PresentedPage[]> {
  const names = await readNames(settings, attempts);
  return attempts.map((attempt) => present(attempt, names));
}
