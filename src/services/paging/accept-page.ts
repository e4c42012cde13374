import { Op } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import { inTransaction } from '../../../models/database';
import { Paging } from '../../../models/paging';
import { Person } from '../../../models/person';
import { Ticket } from '../../../models/ticket';
import { statesBefore } from '../../domain/ticket-states';
import { HotlineError } from '../../errors';
import { unheard } from './stop-pages';
import type { Context } from '../context';
import { knownPerson } from '../known-people';
import { hangUpCalls } from '../outbound/hang-up-calls';
import { textPerson } from '../notices/text-person';
import { queueDispatchNotice } from '../notices/dispatch-notice';
import { entryOf, recordTimeline } from '../record-timeline';

export interface Holder {
  readonly code: string;
  readonly name: string;
}

/** `taken`: somebody else has the ticket (`by`); `over`: the paging has ended, and nobody has the ticket. */
export interface AcceptResult {
  readonly outcome: 'accepted' | 'already_yours' | 'taken' | 'over';
  readonly ticket: Ticket;
  readonly by: Holder | null;
}

/** Gives the ticket of a page to the person who was paged; of several at the same moment one wins. A repeated call gets the same answer. Throws `not_found`. */
export async function acceptPage(context: Context, attemptId: number): Promise<AcceptResult> {
  const result = await inTransaction(() => decide(context, attemptId));
  if (result.outcome === 'accepted')
    context.log.info('ticket accepted', { ticket: result.ticket.number, person: result.by?.code });
  return result;
}

async function decide(context: Context, attemptId: number): Promise<AcceptResult> {
  const attempt = await Attempt.findByPk(attemptId);
  if (attempt?.ticketId == null || attempt.personCode === null) {
    throw new HotlineError('not_found', 'There is no such page.', { attemptId });
  }
  if (await wasAccepted(attempt)) return saidBefore(attempt);
  // This update of one row decides who has the ticket, against other accepts and against the escalation.
  const [claimed] = await Paging.update(
    { state: 'accepted', nextDueAt: null },
    { where: { id: attempt.pagingId ?? 0, state: 'active' } },
  );
  const ticket = await Ticket.findByPk(attempt.ticketId, { rejectOnEmpty: true });
  return claimed === 1 && statesBefore('accepted').includes(ticket.state)
    ? win(context, attempt, ticket)
    : lose(context, attempt, ticket);
}

/** Whether this page was accepted before. A key that comes again, maybe long after, must not take back a job that was passed on since. */
async function wasAccepted(attempt: Attempt): Promise<boolean> {
  return (await entryOf(attempt.ticketId ?? 0, acceptOf(attempt))) !== null;
}

const acceptOf = ({ id }: Attempt): string => `accepted:${id}`;

async function saidBefore({ ticketId, personCode }: Attempt): Promise<AcceptResult> {
  const ticket = await Ticket.findByPk(ticketId ?? 0, { rejectOnEmpty: true });
  const { code, name } = await Person.findByPk(personCode ?? '', { rejectOnEmpty: true });
  return { outcome: 'already_yours', ticket, by: { code, name } };
}

async function win(context: Context, attempt: Attempt, ticket: Ticket): Promise<AcceptResult> {
  const now = context.clock.now();
  const person = await Person.findByPk(attempt.personCode ?? '', { rejectOnEmpty: true });
  const by = { code: person.code, name: person.name };
  await tellFormer(context, ticket, by);
  await ticket.update({ state: 'accepted', stateReason: null, personCode: by.code, acceptedAt: now, updatedAt: now });
  await attempt.update({ outcome: 'accepted', answeredAt: attempt.answeredAt ?? now });
  await cancelOthers(context, ticket.id, attempt);
  await recordTimeline(
    context,
    ticket.id,
    'accepted',
    { kind: 'person', ...by },
    { attempt: attempt.id },
    acceptOf(attempt),
  );
  await queueDispatchNotice(context, ticket);
  return { outcome: 'accepted', ticket, by };
}

/** Tells the person who had the job that somebody else has it now: a supervisor had been asked whether the job may wait. */
async function tellFormer(context: Context, ticket: Ticket, by: Holder): Promise<void> {
  const crew = { words: { zh: by.name, en: by.name } };
  if (ticket.personCode !== by.code) await textPerson(context, ticket.personCode, ticket, 'text.job-taken', { crew });
}

/** Ends all other pages of the ticket in the same transaction, so that none is dialled afterwards. */
async function cancelOthers(context: Context, ticketId: number, own: Attempt): Promise<void> {
  const others = { ticketId, kind: 'page', id: { [Op.ne]: own.id }, state: [...unheard] };
  const ringing = await Attempt.findAll({ where: { ...others, carrierSid: { [Op.ne]: null } } });
  await Attempt.update(
    { state: 'ended', outcome: 'cancelled', endedAt: context.clock.now(), leaseUntil: null },
    { where: others },
  );
  // Not the call of this page, although it may not be marked as answered yet: the person is talking on it.
  hangUpCalls(
    context,
    ringing.flatMap(({ carrierSid }) => carrierSid ?? []),
  );
}

async function lose({ clock }: Context, attempt: Attempt, ticket: Ticket): Promise<AcceptResult> {
  const person = await knownPerson(ticket.personCode);
  const by = person && { code: person.code, name: person.name };
  const isOwn = by !== null && by.code === attempt.personCode;
  if (isOwn) return { outcome: 'already_yours', ticket, by };
  if (attempt.outcome === null)
    await attempt.update({ outcome: 'taken', answeredAt: attempt.answeredAt ?? clock.now() });
  return { outcome: by ? 'taken' : 'over', ticket, by };
}
