import { Attempt } from '../../../models/attempt';
import { inTransaction } from '../../../models/database';
import { Paging } from '../../../models/paging';
import { Person } from '../../../models/person';
import { Ticket } from '../../../models/ticket';
import { HotlineError } from '../../errors';
import type { Context } from '../context';
import { entryOf, recordTimeline } from '../record-timeline';

/** Keys 1–5 of node `decline-reason`. */
export type DeclineReason = 'other_job' | 'too_far' | 'not_fit' | 'other' | 'wrong_number';

export interface DeclineResult {
  /** `over`: the ticket is no longer offered. */
  readonly outcome: 'declined' | 'over';
  readonly ticket: Ticket;
}

/** Notes that the person who was paged cannot go, and has the next person asked at once; a second call only adds the reason. Throws `not_found`. */
export async function declinePage(
  context: Context,
  attemptId: number,
  reason: DeclineReason | null = null,
): Promise<DeclineResult> {
  const result = await inTransaction(() => decline(context, attemptId, reason));
  if (reason === 'wrong_number') {
    context.log.error('a page reached somebody else: the number on file is wrong', { attemptId });
  }
  context.poke();
  return result;
}

async function decline(context: Context, attemptId: number, reason: DeclineReason | null): Promise<DeclineResult> {
  const attempt = await Attempt.findByPk(attemptId);
  if (attempt?.ticketId == null || attempt.personCode === null) {
    throw new HotlineError('not_found', 'There is no such page.', { attemptId });
  }
  const [active] = await Paging.update(
    { nextDueAt: context.clock.now() },
    { where: { id: attempt.pagingId ?? 0, state: 'active' } },
  );
  const ticket = await Ticket.findByPk(attempt.ticketId, { rejectOnEmpty: true });
  await attempt.reload();
  if (attempt.outcome === 'declined') {
    if (reason !== null) await addReason(ticket.id, attempt.id, reason);
    return { outcome: 'declined', ticket };
  }
  if (active === 0) return { outcome: 'over', ticket };
  await noteDeclined(context, attempt, ticket, reason);
  return { outcome: 'declined', ticket };
}

async function noteDeclined(
  context: Context,
  attempt: Attempt,
  ticket: Ticket,
  reason: DeclineReason | null,
): Promise<void> {
  const person = await Person.findByPk(attempt.personCode ?? '', { rejectOnEmpty: true });
  await attempt.update({ outcome: 'declined', answeredAt: attempt.answeredAt ?? context.clock.now() });
  const by = { kind: 'person' as const, code: person.code, name: person.name };
  await recordTimeline(context, ticket.id, 'declined', by, { attempt: attempt.id, reason }, declineOf(attempt.id));
}

const declineOf = (attemptId: number): string => `declined:${attemptId}`;

async function addReason(ticketId: number, attemptId: number, reason: DeclineReason): Promise<void> {
  const entry = await entryOf(ticketId, declineOf(attemptId));
  await entry?.update({ data: { ...entry.data, reason } });
}
