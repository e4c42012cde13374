import { inTransaction } from '../../../models/database';
import { Paging } from '../../../models/paging';
import { Ticket } from '../../../models/ticket';
import { HotlineError } from '../../errors';
import type { Context } from '../context';
import { cancelNotices } from '../notices/dispatch-notice';
import { entryOf, recordTimeline } from '../record-timeline';
import { wakePaging } from './hurry-paging';
import { pagedPerson, pageOf, readPageCall, type Page } from './page-call';

/** Keys 1–5 of node `decline-reason`. */
export const declineReasons = ['other_job', 'too_far', 'not_fit', 'other', 'wrong_number'] as const;
type DeclineReason = (typeof declineReasons)[number];

/** `over`: the ticket is no longer offered. */
type Declined = 'declined' | 'over';

/** Notes that the person who was paged cannot go, and has the next person asked at once; a second call only adds the reason. Throws `not_found`. */
export async function declinePage(
  context: Context,
  attemptId: number,
  reason: DeclineReason | null = null,
): Promise<{ readonly outcome: Declined }> {
  const outcome = await inTransaction(() => decline(context, attemptId, reason));
  if (reason === 'wrong_number') {
    context.log.error('a page reached somebody else: the number on file is wrong', { attemptId });
  }
  context.poke();
  return { outcome };
}

async function decline(context: Context, attemptId: number, reason: DeclineReason | null): Promise<Declined> {
  const page = await pageOf(attemptId);
  const isActive = await wakePaging(context, page);
  await page.reload();
  if (page.outcome === 'declined') {
    if (reason !== null) await addReason(page, reason);
    return 'declined';
  }
  if (!isActive) return 'over';
  await page.update({ outcome: 'declined', answeredAt: page.answeredAt ?? context.clock.now() });
  const data = { attempt: page.id, reason };
  await recordTimeline(context, page.ticketId, 'declined', await pagedPerson(page), data, declineOf(page));
  return 'declined';
}

const declineOf = ({ id }: Page): string => `declined:${id}`;

async function addReason(page: Page, reason: DeclineReason): Promise<void> {
  const entry = await entryOf(page.ticketId, declineOf(page));
  await entry?.update({ data: { ...entry.data, reason } });
}

/** The person who took the ticket of this page cannot be there in time and passes it on: the paging goes on with the next person at once. False when the ticket is not theirs. */
export async function passOnPage(context: Context, attemptId: number): Promise<boolean> {
  const isPassedOn = await inTransaction(() => handBack(context, attemptId));
  context.poke();
  return isPassedOn;
}

async function handBack(context: Context, attemptId: number): Promise<boolean> {
  const page = await readPageCall(attemptId);
  if (page === null) return false;
  const { attempt, ticket } = page;
  if (attempt.outcome === 'declined') return true;
  if (!page.isTheirs) return false;
  const now = context.clock.now();
  // The paging is locked before the ticket, in the same order as everywhere; the time until its supervisor joins begins again.
  const [resumed] = await Paging.update(
    { state: 'active', nextDueAt: now, supervisorDueAt: null },
    { where: { id: attempt.pagingId ?? 0, state: 'accepted' } },
  );
  if (resumed === 0) return false;
  await freeTicket(context, ticket, attempt.personCode);
  await attempt.update({ outcome: 'declined' });
  const data = { attempt: attempt.id, reason: 'too_far', after: 'accepted' };
  await recordTimeline(context, ticket.id, 'declined', await pagedPerson(attempt), data);
  return true;
}

async function freeTicket(context: Context, { id }: Ticket, personCode: string | null): Promise<void> {
  const updatedAt = context.clock.now();
  const [freed] = await Ticket.update(
    { state: 'new', stateReason: null, personCode: null, acceptedAt: null, etaAt: null, updatedAt },
    { where: { id, personCode, state: ['accepted', 'departed'] } },
  );
  if (freed === 0) throw new HotlineError('conflict', 'This ticket is not with whoever was paged.', { ticketId: id });
  await cancelNotices(context, id);
}
