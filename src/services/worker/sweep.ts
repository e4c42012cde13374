import { isDatabaseUnavailable } from '../../../models/database';
import { earliest } from '../../domain/earliest';
import { completionCalls } from '../callbacks/completion-calls';
import { reconcileCalls } from '../calls/reconcile-calls';
import { reviewEndedCalls } from '../calls/review-ended-calls';
import type { Context } from '../context';
import { firstDue } from '../due';
import type { SweepStep } from '../due-rows';
import { numberCheckCalls } from '../outbound/check-number';
import { dispatchDue } from '../outbound/dispatch-due';
import { holdOvernight } from '../outbound/hold-overnight';
import { owedCallStep } from '../outbound/owed-calls';
import { reconcileAttempts } from '../outbound/reconcile-attempts';
import { restorationCalls } from '../outages/restoration-calls';
import { tellOutageNews } from '../outages/tell-outage-news';
import { watchOutages } from '../outages/watch-outages';
import { pageNext } from '../paging/page-next';
import { pageUnlocated } from '../tickets/need-locating';
import { pageNextVisits } from '../tickets/page-next-visits';
import { watchAgreements } from '../tickets/watch-agreements';
import { watchArrivals } from '../tickets/watch-arrivals';

/** These steps go first, in this order, and again after each turn of another step, so that no backlog delays a page. `holdOvernight` holds what must not ring at night before anything goes out. */
const paging: readonly SweepStep[] = [pageNext, holdOvernight, dispatchDue];

/** The steps of each kind of calls that we owe customers. */
const owed: readonly SweepStep[] = [completionCalls, restorationCalls, numberCheckCalls].map(owedCallStep);

/** All steps, ordered so that one step's result is the next one's work; steps that only ask the carrier come after the pages. */
export const sweepSteps: readonly SweepStep[] = [
  ...paging,
  reconcileAttempts,
  reviewEndedCalls,
  pageUnlocated,
  pageNextVisits,
  ...owed,
  tellOutageNews,
  watchOutages,
  reconcileCalls,
  watchArrivals,
  watchAgreements,
];

export interface Swept {
  /** How many rows were done. */
  readonly did: number;
  /** Whether rows are still due: more than one turn takes, or such that nothing can be done about now. */
  readonly isMoreDue: boolean;
  /** When the next row falls due if nothing else happens, later than now; null when nothing waits. */
  readonly next: Date | null;
}

/** Gives each step that has work a turn; one that fails does not stop the others, but a dead database stops all. `alive` is told of every turn. */
export async function sweep(context: Context, alive: () => void = () => undefined): Promise<Swept> {
  let did = 0;
  const waiting = new Set(sweepSteps);
  for (;;) {
    // Asked again after each step, because what was done may be the next step's work, and rows that were put off are due later.
    const seen = await look(context);
    alive();
    const step = sweepSteps.find((one, index) => waiting.has(one) && isDue(seen, seen.moments[index]));
    if (step === undefined) return { did, ...whatIsLeft(seen) };
    for (const one of turnOf(step)) {
      did += await runSafely(context, one);
      waiting.delete(one);
    }
    if (!paging.includes(step)) for (const one of paging) waiting.add(one);
  }
}

/** A page that was decided on goes out in the same turn: looking for it costs more than the steps that send it. */
const turnOf = (step: SweepStep): readonly SweepStep[] =>
  paging.includes(step) ? paging.slice(paging.indexOf(step)) : [step];

function whatIsLeft(seen: Look): Pick<Swept, 'isMoreDue' | 'next'> {
  const isNow = (at: Date | null): boolean => isDue(seen, at);
  return { isMoreDue: seen.moments.some(isNow), next: earliest(seen.moments.filter((at) => !isNow(at))) };
}

/** The first moment, past or to come, at which a row is due if nothing else happens; null when nothing waits. */
export async function nextDueAt(context: Context): Promise<Date | null> {
  return earliest((await look(context)).moments);
}

interface Look {
  readonly now: Date;
  /** When each step has work, in the order of the steps. */
  readonly moments: readonly (Date | null)[];
}

/** Asks for all steps in one statement. */
async function look(context: Context): Promise<Look> {
  const now = context.clock.now();
  const dues = sweepSteps.map((step) => step.due(context));
  const firsts = await firstDue(dues.flat());
  let from = 0;
  const moments = sweepSteps.map(({ name }, index) =>
    earliest([...firsts.slice(from, (from += dues[index]?.length ?? 0)), context.putOff.nextAt(name)]),
  );
  return { now, moments };
}

const isDue = ({ now }: Look, at: Date | null | undefined): boolean => !!at && at <= now;

async function runSafely(context: Context, step: SweepStep): Promise<number> {
  try {
    return await step.run(context);
  } catch (error) {
    if (isDatabaseUnavailable(error)) throw error;
    context.log.error('a step of the sweep failed', { step: step.name, error });
    return 0;
  }
}
