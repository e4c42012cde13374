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

/** These go first, and again after each turn of another step: no backlog holds a page back. What must not ring at night is held before anything goes out. */
const paging: readonly SweepStep[] = [pageNext, holdOvernight, dispatchDue];

/** Of each kind of calls that we owe customers. */
const owed: readonly SweepStep[] = [completionCalls, restorationCalls, numberCheckCalls].map(owedCallStep);

/** In the order in which one step's result is the next one's work; what only asks the carrier waits until everybody is paged. */
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
  /** How much was done; after any of it there may be more. */
  readonly did: number;
  /** When a row will be due next without anything else happening, after now; null when nothing waits. */
  readonly next: Date | null;
}

/** Gives each step that has work a turn; one that fails does not stop the others, but a dead database stops all. `alive` is told of every turn. */
export async function sweep(context: Context, alive: () => void = () => undefined): Promise<Swept> {
  let did = 0;
  const waiting = new Set(sweepSteps);
  for (;;) {
    // What was done may be the next step's work; what was held back or put off is due at another moment now.
    const seen = await look(context);
    alive();
    const step = sweepSteps.find((one, index) => waiting.has(one) && isDue(seen, seen.moments[index]));
    if (step === undefined) return { did, next: earliest(seen.moments.filter((at) => !isDue(seen, at))) };
    did += await runSafely(context, step);
    waiting.delete(step);
    if (!paging.includes(step)) for (const one of paging) waiting.add(one);
  }
}

/** The moment at which a row is due first, past or to come, without anything else happening; null when nothing waits. */
export async function nextDueAt(context: Context): Promise<Date | null> {
  return earliest((await look(context)).moments);
}

interface Look {
  readonly now: Date;
  /** When each step has work, in their order. */
  readonly moments: readonly (Date | null)[];
}

/** One statement, however many the steps are. */
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
