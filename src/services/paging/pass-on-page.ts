import type { Attempt } from '../../../models/attempt';
import { inTransaction } from '../../../models/database';
import { Paging } from '../../../models/paging';
import { Person } from '../../../models/person';
import { Ticket } from '../../../models/ticket';
import { HotlineError } from '../../errors';
import { cancelNotices } from '../notices/cancel-notices';
import type { Context } from '../context';
import { readPageCall } from './page-call';
import { recordTimeline } from '../record-timeline';

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
  await freeTicket(context, ticket, attempt, now);
  await attempt.update({ outcome: 'declined' });
  const person = await Person.findByPk(attempt.personCode ?? '', { rejectOnEmpty: true });
  const by = { kind: 'person' as const, code: person.code, name: person.name };
  await recordTimeline(context, ticket.id, 'declined', by, {
    attempt: attempt.id,
    reason: 'too_far',
    after: 'accepted',
  });
  return true;
}

async function freeTicket(context: Context, { id }: Ticket, { personCode }: Attempt, now: Date): Promise<void> {
  const [freed] = await Ticket.update(
    { state: 'new', stateReason: null, personCode: null, acceptedAt: null, etaAt: null, updatedAt: now },
    { where: { id, personCode, state: ['accepted', 'departed'] } },
  );
  if (freed === 0) throw new HotlineError('conflict', 'This ticket is not with whoever was paged.', { ticketId: id });
  await cancelNotices(context, id);
}
