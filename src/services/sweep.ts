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
  /** When there will be work by the clock alone, or null; a step is run only when this has come. */
  nextAt(context: Context): Promise<Date | null>;
  /** What it waits for is no moment but another row's end: it looks at every beat. */
  readonly atEveryBeat?: true;
}

const never = (): Promise<null> => Promise.resolve(null);

/** In the order in which one step's result is the next one's work. */
export const sweepSteps: readonly SweepStep[] = [
  { name: 'reconcile-attempts', run: reconcileAttempts, nextAt: nextReconcileAt },
  { name: 'review-ended-calls', run: reviewEndedCalls, nextAt: nextReviewAt },
  { name: 'page-unlocated', run: pageUnlocated, nextAt: nextUnlocatedAt },
  { name: 'page-next-visits', run: pageNextVisits, nextAt: nextVisitDueAt },
  { name: 'page-next', run: pageNext, nextAt: nextPagingAt },
  { name: 'settle-callbacks', run: settleCallbacks, nextAt: never, atEveryBeat: true },
  { name: 'place-callbacks', run: placeCallbacks, nextAt: nextCallbackAt },
  { name: 'tell-restored', run: tellRestored, nextAt: nextRestorationAt, atEveryBeat: true },
  { name: 'tell-outage-news', run: tellOutageNews, nextAt: nextOutageNewsAt },
  { name: 'settle-number-checks', run: settleNumberChecks, nextAt: never, atEveryBeat: true },
  { name: 'dispatch', run: dispatchDue, nextAt: nextDispatchAt },
  { name: 'watch-arrivals', run: watchArrivals, nextAt: nextArrivalAt, atEveryBeat: true },
];

export interface Swept {
  /** How much was done; after any of it there may be more. */
  readonly did: number;
  /** When a row will be due next without anything else happening; null when nothing waits. */
  readonly next: Date | null;
}

/** Does all work that is due now; one step that fails does not stop the others, but a dead database stops all. */
export async function sweep(context: Context): Promise<Swept> {
  let did = 0;
  const moments: (Date | null)[] = [];
  for (const step of sweepSteps) {
    const swept = await sweepSafely(context, step);
    did += swept.did;
    moments.push(swept.next);
  }
  return { did, next: earliest(moments) };
}

async function sweepSafely(context: Context, step: SweepStep): Promise<Swept> {
  try {
    return await sweepOne(context, step);
  } catch (error) {
    if (isDatabaseUnavailable(error)) throw error;
    context.log.error('a step of the sweep failed', { step: step.name, error });
    return { did: 0, next: null };
  }
}

async function sweepOne(context: Context, step: SweepStep): Promise<Swept> {
  const next = await step.nextAt(context);
  const isDue = step.atEveryBeat ?? (next !== null && next <= context.clock.now());
  if (!isDue) return { did: 0, next };
  const did = await step.run(context);
  // What was held back or put off is due at another moment now.
  return { did, next: await step.nextAt(context) };
}

/** The moment at which a row will be due next, without anything else happening; null when nothing waits. */
export async function nextDueAt(context: Context): Promise<Date | null> {
  return earliest(await Promise.all(sweepSteps.map((step) => step.nextAt(context))));
}
