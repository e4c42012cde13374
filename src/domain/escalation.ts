import { earliest } from './earliest';
import type { Policy } from './policy';
import { policyKey, type Priority } from './ticket';

/** The rungs above the roster, in order (X13); the monitoring centre comes when all rounds are used up. */
export const ladderRoles = ['engineering_supervisor', 'zone_manager', 'project_manager'] as const;
type LadderRole = (typeof ladderRoles)[number];
export type Stage = 'roster' | LadderRole | 'monitoring';

/** Somebody who may be rung; `level` is the roster level, or 0 above the roster. */
export interface Candidate {
  readonly personCode: string;
  readonly stage: Stage;
  readonly level: number;
}

/** Who may be rung now, in the order of ringing. Roles that nobody fills are left out, so that no step waits in vain. */
export type PagingPlan = readonly Candidate[];

/** One person asked in this round, however many calls that took. */
export interface Offer {
  readonly personCode: string;
  readonly attempts: number;
  /** When the carrier took the first call; null while it refuses, and the clock stands still. */
  readonly takenAt: Date | null;
  /** A call is waiting, ringing or being answered. */
  readonly live: boolean;
  /** The person declined or cannot be reached at all, so there is nothing more to wait for. */
  readonly over: boolean;
}

export interface PagingProgress {
  readonly priority: Priority;
  /** 1 is the first; beyond `ladderRounds` the monitoring centre is asked. */
  readonly round: number;
  /** When the supervisor joins, if nobody has accepted; null until the carrier took this round's first page. */
  readonly supervisorDueAt: Date | null;
  /** The offers of this round, oldest first. */
  readonly offers: readonly Offer[];
}

export type PagingDecision =
  | { readonly kind: 'page'; readonly people: readonly Candidate[] }
  | { readonly kind: 'redial'; readonly personCode: string }
  /** `until` is null while only the carrier's answer is awaited. */
  | { readonly kind: 'wait'; readonly until: Date | null }
  | { readonly kind: 'nextRound'; readonly round: number }
  /** Everybody was asked, the monitoring centre too: a person must act, and the round is tried again. */
  | { readonly kind: 'exhausted' };

type Paging = Pick<
  Policy['paging'],
  'acceptWithin' | 'redialAfter' | 'attemptsPerPerson' | 'fanOut' | 'ladderRounds' | 'supervisorAfter'
>;

/** All that a decision rests on. */
interface Search extends PagingProgress {
  readonly policy: Paging;
  readonly plan: PagingPlan;
  readonly now: Date;
}

/** What to do next for a ticket that nobody has taken; call it again after doing it, until it says wait or exhausted. */
export function decidePaging(policy: Paging, plan: PagingPlan, progress: PagingProgress, now: Date): PagingDecision {
  const search: Search = { ...progress, policy, plan, now };
  const open = progress.offers.filter((offer) => isOpen(search, offer));
  const due = open.find((offer) => {
    const at = redialAt(search, offer);
    return at !== null && at <= now;
  });
  if (due) return { kind: 'redial', personCode: due.personCode };
  const people = nextPeople(search, open);
  if (people.length > 0) return { kind: 'page', people };
  if (open.length > 0) return { kind: 'wait', until: nextMoment(search, open) };
  if (progress.round > policy.ladderRounds) return { kind: 'exhausted' };
  return { kind: 'nextRound', round: progress.round + 1 };
}

/** When the window of an offer ends, or null while its clock stands still. */
function endsAt({ policy, priority }: Search, { takenAt }: Offer): Date | null {
  return takenAt && new Date(takenAt.getTime() + policy.acceptWithin[policyKey(priority)]);
}

function isOpen(search: Search, offer: Offer): boolean {
  const end = endsAt(search, offer);
  return !offer.over && (end === null || search.now < end);
}

/** When the person of an open offer is rung again: counted from the first call, never beside a live one. */
function redialAt({ policy }: Search, { takenAt, attempts, live }: Offer): Date | null {
  if (live || attempts >= policy.attemptsPerPerson || takenAt === null) return null;
  return new Date(takenAt.getTime() + attempts * policy.redialAfter);
}

/** The people whose turn it is and who were not asked yet: as many as are rung together, less those whose window is still open. */
function nextPeople(search: Search, open: readonly Offer[]): PagingPlan {
  const { policy, plan, offers, round, supervisorDueAt, now, priority } = search;
  const tried = new Set(offers.map((offer) => offer.personCode));
  const untried = plan.filter(({ personCode }) => !tried.has(personCode));
  if (round > policy.ladderRounds) return oneAtATime(onStage(untried, 'monitoring'), open);

  const roster = onStage(untried, 'roster');
  const isLadderDue = ladderBegan(search) || (supervisorDueAt !== null && supervisorDueAt <= now);
  if (isLadderDue || (roster.length === 0 && open.every((offer) => isOnLadder(plan, offer)))) {
    const ladder = untried.filter(({ stage }) => isLadderStage(stage));
    return oneAtATime(
      ladder,
      open.filter((offer) => isOnLadder(plan, offer) || isBySupervisor(search, offer)),
    );
  }
  return roster.slice(0, Math.max(0, policy.fanOut[policyKey(priority)] - open.length));
}

function isLadderStage(stage: Stage): boolean {
  return stage !== 'roster' && stage !== 'monitoring';
}

function onStage(plan: PagingPlan, stage: Stage): PagingPlan {
  return plan.filter((candidate) => candidate.stage === stage);
}

function isOnLadder(plan: PagingPlan, offer: Offer): boolean {
  return plan.some(({ personCode, stage }) => personCode === offer.personCode && isLadderStage(stage));
}

function onlyOnLadder(plan: PagingPlan, offer: Offer): boolean {
  return isOnLadder(plan, offer) && !onStage(plan, 'roster').some(({ personCode }) => personCode === offer.personCode);
}

/** Once a supervisor was asked, the roster rings on only when the supervisor says so. */
function ladderBegan({ plan, offers }: Search): boolean {
  return offers.some((offer) => onlyOnLadder(plan, offer));
}

/** Whether the offer came after the first one above the roster: then a supervisor chose this person, who gets the full time to answer. */
function isBySupervisor({ plan, offers }: Search, offer: Offer): boolean {
  const began = offers.findIndex((other) => onlyOnLadder(plan, other));
  return began >= 0 && offers.indexOf(offer) > began;
}

/** People above the roster are asked one after another. */
function oneAtATime(candidates: PagingPlan, open: readonly Offer[]): PagingPlan {
  return open.length > 0 ? [] : candidates.slice(0, 1);
}

function nextMoment(search: Search, open: readonly Offer[]): Date | null {
  const moments = open.flatMap((offer) => [redialAt(search, offer), endsAt(search, offer)]);
  if (!ladderBegan(search)) moments.push(search.supervisorDueAt);
  return earliest(moments.filter((at) => at !== null && at > search.now));
}
