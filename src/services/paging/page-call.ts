import { Attempt } from '../../../models/attempt';
import { Paging } from '../../../models/paging';
import { Person } from '../../../models/person';
import { Ticket } from '../../../models/ticket';
import { TimelineEntry } from '../../../models/timeline-entry';
import { obstacles, type Obstacle } from '../../domain/obstacles';
import { HotlineError } from '../../errors';
import { knownPerson } from '../known-people';

/** Who has a ticket, as far as others are told. */
export type Holder = Pick<Person, 'code' | 'name'>;

/** A page as it stands while somebody listens to it. */
export interface PageCall {
  readonly attempt: Attempt;
  readonly ticket: Ticket;
  /** Who has the ticket. */
  readonly holder: Holder | null;
  /** Whether nobody has taken the ticket and somebody is still needed. */
  readonly isOffered: boolean;
  /** Whether the person who was paged has the ticket. */
  readonly isTheirs: boolean;
}

/** Reads a page by the attempt in its URLs; null when the attempt is no page. */
export async function readPageCall(attemptId: number): Promise<PageCall | null> {
  const attempt = await Attempt.findByPk(attemptId);
  const ticket = await Ticket.findByPk(attempt?.ticketId ?? 0);
  if (attempt === null || ticket === null) return null;
  const paging = await Paging.findByPk(attempt.pagingId ?? 0);
  const holder = await holderOf(ticket);
  const isTheirs = holder?.code === attempt.personCode;
  return { attempt, ticket, holder, isTheirs, isOffered: paging?.state === 'active' };
}

export async function holderOf({ personCode }: Ticket): Promise<Holder | null> {
  const person = await knownPerson(personCode);
  return person && { code: person.code, name: person.name };
}

/** A call that asks somebody about a ticket. */
export type Page = Attempt & { readonly ticketId: number; readonly pagingId: number; readonly personCode: string };

/** The page with this id. Throws `not_found`. */
export async function pageOf(attemptId: number): Promise<Page> {
  const attempt = await Attempt.findByPk(attemptId);
  if (attempt?.ticketId == null || attempt.pagingId === null || attempt.personCode === null)
    throw new HotlineError('not_found', 'There is no such page.', { attemptId });
  return attempt as Page;
}

/** The crew's reason for leaving a job, when a supervisor is deciding whether it may wait; null for any other job. */
export async function putOffAsked({ id, state, personCode }: Ticket): Promise<Obstacle | null> {
  if (state !== 'waiting' || personCode === null) return null;
  const last = await TimelineEntry.findOne({ where: { ticketId: id, type: 'waiting' }, order: [['id', 'DESC']] });
  const { wanted, because } = last?.data ?? {};
  return wanted === undefined ? null : (obstacles.find((known) => known === because) ?? null);
}

/** The person who was paged, for the timeline. */
export async function pagedPerson({ personCode }: Attempt): Promise<{ readonly kind: 'person' } & Holder> {
  const { code, name } = await Person.findByPk(personCode ?? '', { rejectOnEmpty: true });
  return { kind: 'person', code, name };
}
