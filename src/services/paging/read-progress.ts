import type { Attempt } from '../../../models/attempt';
import type { Paging } from '../../../models/paging';
import type { AttemptOutcome } from '../../domain/attempt-status';
import { earliest } from '../../domain/earliest';
import type { Offer, PagingProgress } from '../../domain/escalation';
import { isOwnHold } from '../../domain/number-caps';
import type { Priority } from '../../domain/ticket';

/** Outcomes after which nothing more can be expected from the person. */
const finalOutcomes: ReadonlySet<AttemptOutcome | null> = new Set(['declined', 'gave', 'refused']);

/** The state of one round as `decidePaging` needs it, read from the attempts of this round. */
export function readProgress(paging: Paging, attempts: readonly Attempt[], priority: Priority): PagingProgress {
  const { round, supervisorDueAt } = paging;
  const codes = new Set(attempts.flatMap(({ personCode }) => personCode ?? []));
  return { priority, round, supervisorDueAt, offers: [...codes].map((code) => readOffer(code, attempts)) };
}

function readOffer(personCode: string, attempts: readonly Attempt[]): Offer {
  const own = attempts.filter((attempt) => attempt.personCode === personCode);
  return {
    personCode,
    attempts: own.length,
    takenAt: earliest(own.map(startOfWait)),
    live: own.some(({ state }) => state !== 'ended'),
    over: own.some(({ outcome }) => finalOutcomes.has(outcome)),
  };
}

/** From when a person's time runs: when the carrier took the call. For a call that we hold back it runs from the start, or the ticket would wait for that call. */
function startOfWait({ sentAt, heldBecause, createdAt }: Attempt): Date | null {
  return sentAt ?? (isOwnHold(heldBecause) ? createdAt : null);
}
