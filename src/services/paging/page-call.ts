import { knownPerson } from '../known-people';
import { Attempt } from '../../../models/attempt';
import { Paging } from '../../../models/paging';
import { Ticket } from '../../../models/ticket';
import type { Holder } from './accept-page';

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
  const isTheirs = holder !== null && holder.code === attempt.personCode;
  return { attempt, ticket, holder, isTheirs, isOffered: paging?.state === 'active' };
}

async function holderOf({ personCode }: Ticket): Promise<Holder | null> {
  const person = await knownPerson(personCode);
  return person && { code: person.code, name: person.name };
}
