import type { Attempt } from '../../../models/attempt';
import type { Paging } from '../../../models/paging';
import type { AttemptOutcome } from '../../domain/attempt-status';
import type { Offer, PagingProgress } from '../../domain/escalation';
import { isOwnHold } from '../../domain/number-caps';
import type { Priority } from '../../domain/ticket';

/** Outcomes after which nothing more can be expected from the person. */
const finalOutcomes: ReadonlySet<AttemptOutcome | null> = new Set(['declined', 'gave', 'refused']);

/** The state of one round as `decidePaging` needs it, read from the attempts. */
export function readProgress(paging: Paging, attempts: readonly Attempt[], priority: Priority): PagingProgress {
  const ofRound = attempts.filter(({ round }) => round === paging.round);
  const codes = [...new Set(ofRound.map(({ personCode }) => personCode))];
  const offers = codes.flatMap((code) => (code === null ? [] : [readOffer(code, ofRound)]));
  return { priority, round: paging.round, supervisorDueAt: paging.supervisorDueAt, offers };
}

function readOffer(personCode: string, attempts: readonly Attempt[]): Offer {
  const own = attempts.filter((attempt) => attempt.personCode === personCode);
  const taken = own.flatMap((attempt) => startOfWait(attempt) ?? []).map((at) => at.getTime());
  return {
    personCode,
    attempts: own.length,
    takenAt: taken.length === 0 ? null : new Date(Math.min(...taken)),
    live: own.some(({ state }) => state !== 'ended'),
    over: own.some(({ outcome }) => finalOutcomes.has(outcome)),
  };
}

/** From when a person's time runs: when the carrier took the call. For a call that we hold back it runs from the start, or the ticket would wait for that call. */
function startOfWait({ sentAt, heldBecause, createdAt }: Attempt): Date | null {
  return sentAt ?? (isOwnHold(heldBecause) ? createdAt : null);
}
