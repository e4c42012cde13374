import { isDatabaseUnavailable } from '../../models/database';
import { earliest } from '../domain/earliest';
import { settleNumberChecks } from './check-number';
import type { Context } from './context';
import { dispatchDue, nextDispatchAt } from './dispatch-due';
import { nextUnlocatedAt, pageUnlocated } from './need-locating';
import { nextPagingAt, pageNext } from './page-next';
import { nextVisitDueAt, pageNextVisits } from './page-next-visits';
import { nextCallbackAt, placeCallbacks } from './place-callbacks';
import { nextReconcileAt, reconcileAttempts } from './reconcile-attempts';
import { nextRestorationAt, tellRestored } from './restore-outage-calls';
import { nextReviewAt, reviewEndedCalls } from './review-ended-calls';
import { settleCallbacks } from './settle-callbacks';
import { nextOutageNewsAt, tellOutageNews } from './outage-changed';
import { nextArrivalAt, watchArrivals } from './watch-arrivals';

/** One kind of work that rows say is due. */
interface SweepStep {
  readonly name: string;
  /** Does what is due and returns how much that was; what it counted is not due any more. */
  run(context: Context): Promise<number>;
  /** When there will be work again by the clock alone, or null. */
  nextAt(context: Context): Promise<Date | null>;
}

const onlyWhenPoked = (): Promise<null> => Promise.resolve(null);

/** In the order in which one step's result is the next one's work. */
export const sweepSteps: readonly SweepStep[] = [
  { name: 'reconcile-attempts', run: reconcileAttempts, nextAt: nextReconcileAt },
  { name: 'review-ended-calls', run: reviewEndedCalls, nextAt: nextReviewAt },
  { name: 'page-unlocated', run: pageUnlocated, nextAt: nextUnlocatedAt },
  { name: 'page-next-visits', run: pageNextVisits, nextAt: nextVisitDueAt },
  { name: 'page-next', run: pageNext, nextAt: nextPagingAt },
  { name: 'settle-callbacks', run: settleCallbacks, nextAt: onlyWhenPoked },
  { name: 'place-callbacks', run: placeCallbacks, nextAt: nextCallbackAt },
  { name: 'tell-restored', run: tellRestored, nextAt: nextRestorationAt },
  { name: 'tell-outage-news', run: tellOutageNews, nextAt: nextOutageNewsAt },
  { name: 'settle-number-checks', run: settleNumberChecks, nextAt: onlyWhenPoked },
  { name: 'dispatch', run: dispatchDue, nextAt: nextDispatchAt },
  { name: 'watch-arrivals', run: watchArrivals, nextAt: nextArrivalAt },
];

/** Does all work that is due now; one step that fails does not stop the others, but a dead database stops all. */
export async function sweep(context: Context): Promise<{ readonly did: number }> {
  let did = 0;
  for (const step of sweepSteps) {
    try {
      did += await step.run(context);
    } catch (error) {
      if (isDatabaseUnavailable(error)) throw error;
      context.log.error('a step of the sweep failed', { step: step.name, error });
    }
  }
  return { did };
}

/** The moment at which a row will be due next, without anything else happening; null when nothing waits. */
export async function nextDueAt(context: Context): Promise<Date | null> {
  return earliest(await Promise.all(sweepSteps.map((step) => step.nextAt(context))));
}
