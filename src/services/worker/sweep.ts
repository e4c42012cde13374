import { isDatabaseUnavailable } from '../../../models/database';
import { earliest } from '../../domain/earliest';
import { numberChecksOver, settleNumberChecks } from '../outbound/check-number';
import type { Context } from '../context';
import { dispatchDue, dispatchesDue } from '../outbound/dispatch-due';
import { firstDue, type Due } from '../due';
import { pageUnlocated, unlocatedDue } from '../tickets/need-locating';
import { outageNewsDue, tellOutageNews } from '../outages/tell-outage-news';
import { pageNext, pagingDue } from '../paging/page-next';
import { pageNextVisits, visitsDue } from '../tickets/page-next-visits';
import { callbacksDue, placeCallbacks } from '../callbacks/place-callbacks';
import { reconcileAttempts, reconcileDue } from '../outbound/reconcile-attempts';
import { reconcileCalls, unendedDue } from '../calls/reconcile-calls';
import { restorationsDue, tellRestored } from '../outages/tell-restored';
import { reviewDue, reviewEndedCalls } from '../calls/review-ended-calls';
import { callbacksOver, settleCallbacks } from '../callbacks/settle-callbacks';
import { agreementsDue, watchAgreements } from '../tickets/watch-agreements';
import { arrivalsDue, watchArrivals } from '../tickets/watch-arrivals';
import { lateOutagesDue, watchOutages } from '../outages/watch-outages';

/** One kind of work that rows say is due. */
interface SweepStep {
  readonly name: string;
  /** Does what is due and returns how much that was; what it counted is not due any more. */
  run(context: Context): Promise<number>;
  /** The rows that it waits for: it is run only when the first of them is due. */
  due(context: Context): readonly Due[];
}

/** In the order in which one step's result is the next one's work; what only asks the carrier waits until everybody is paged. */
export const sweepSteps: readonly SweepStep[] = [
  { name: 'reconcile-attempts', run: reconcileAttempts, due: reconcileDue },
  { name: 'review-ended-calls', run: reviewEndedCalls, due: reviewDue },
  { name: 'page-unlocated', run: pageUnlocated, due: unlocatedDue },
  { name: 'page-next-visits', run: pageNextVisits, due: visitsDue },
  { name: 'page-next', run: pageNext, due: pagingDue },
  { name: 'settle-callbacks', run: settleCallbacks, due: callbacksOver },
  { name: 'place-callbacks', run: placeCallbacks, due: callbacksDue },
  { name: 'tell-restored', run: tellRestored, due: restorationsDue },
  { name: 'tell-outage-news', run: tellOutageNews, due: outageNewsDue },
  { name: 'watch-outages', run: watchOutages, due: lateOutagesDue },
  { name: 'settle-number-checks', run: settleNumberChecks, due: numberChecksOver },
  { name: 'dispatch', run: dispatchDue, due: dispatchesDue },
  { name: 'reconcile-calls', run: reconcileCalls, due: unendedDue },
  { name: 'watch-arrivals', run: watchArrivals, due: arrivalsDue },
  { name: 'watch-agreements', run: watchAgreements, due: agreementsDue },
];

export interface Swept {
  /** How much was done; after any of it there may be more. */
  readonly did: number;
  /** When a row will be due next without anything else happening, after now; null when nothing waits. */
  readonly next: Date | null;
}

/** Does all work that is due now; one step that fails does not stop the others, but a dead database stops all. */
export async function sweep(context: Context): Promise<Swept> {
  let did = 0;
  let seen = await look(context);
  for (const [index, step] of sweepSteps.entries()) {
    if (!isDue(seen, seen.moments[index])) continue;
    did += await runSafely(context, step);
    // What was done may be the next step's work; what was held back or put off is due at another moment now.
    seen = await look(context);
  }
  return { did, next: earliest(seen.moments.filter((at) => !isDue(seen, at))) };
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
  return { now, moments: dues.map(({ length }) => earliest(firsts.slice(from, (from += length)))) };
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
