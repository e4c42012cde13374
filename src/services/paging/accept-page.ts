import { Op } from 'sequelize';
import { inTransaction } from '../../../models/database';
import { Paging } from '../../../models/paging';
import { Ticket } from '../../../models/ticket';
import { isOpen } from '../../domain/ticket';
import { statesBefore } from '../../domain/ticket-states';
import type { Context } from '../context';
import { textPerson } from '../notices/ticket-texts';
import { queueDispatchNotice } from '../notices/dispatch-notice';
import { entryOf, recordTimeline } from '../record-timeline';
import { holderOf, pagedPerson, pageOf, type Holder, type Page } from './page-call';
import { cancelPages } from './stop-pages';

/** `taken`: somebody else has the ticket (`by`); `over`: the paging has ended, and nobody else has the ticket. */
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
  const page = await pageOf(attemptId);
  if (await wasAccepted(page))
    return { outcome: 'already_yours', ticket: await ticketOf(page), by: await pagedPerson(page) };
  // This update of one row decides who has the ticket, against other accepts and against the escalation.
  const [claimed] = await Paging.update(
    { state: 'accepted', nextDueAt: null },
    { where: { id: page.pagingId, state: 'active' } },
  );
  const ticket = await ticketOf(page);
  return claimed === 1 && statesBefore('accepted').includes(ticket.state)
    ? win(context, page, ticket)
    : lose(context, page, ticket);
}

/** Whether this page was accepted before. A key that comes again, maybe long after, must not take back a job that was passed on since. */
const wasAccepted = async (page: Page): Promise<boolean> => (await entryOf(page.ticketId, acceptOf(page))) !== null;

const acceptOf = ({ id }: Page): string => `accepted:${id}`;

const ticketOf = ({ ticketId }: Page): Promise<Ticket> => Ticket.findByPk(ticketId, { rejectOnEmpty: true });

async function win(context: Context, page: Page, ticket: Ticket): Promise<AcceptResult> {
  const now = context.clock.now();
  const by = await pagedPerson(page);
  await tellFormer(context, ticket, by);
  await ticket.update({ state: 'accepted', stateReason: null, personCode: by.code, acceptedAt: now, updatedAt: now });
  await page.update({ outcome: 'accepted', answeredAt: page.answeredAt ?? now });
  // Not the call of this page, although it may not be marked as answered yet: the person is talking on it.
  await cancelPages(context, { ticketId: ticket.id, id: { [Op.ne]: page.id } });
  await recordTimeline(context, ticket.id, 'accepted', by, { attempt: page.id }, acceptOf(page));
  await queueDispatchNotice(context, ticket);
  return { outcome: 'accepted', ticket, by };
}

/** Tells the person who had the job that somebody else has it now: a supervisor had been asked whether the job may wait. */
async function tellFormer(context: Context, ticket: Ticket, by: Holder): Promise<void> {
  const crew = { words: { zh: by.name, en: by.name } };
  if (ticket.personCode !== by.code) await textPerson(context, ticket.personCode, ticket, 'text.job-taken', { crew });
}

async function lose({ clock }: Context, page: Page, ticket: Ticket): Promise<AcceptResult> {
  const by = await holderOf(ticket);
  const isTheirs = by?.code === page.personCode;
  if (isTheirs && isOpen(ticket.state)) return { outcome: 'already_yours', ticket, by };
  // It may have been called off since it was read.
  await page.reload();
  if (page.outcome === null) await page.update({ outcome: 'taken', answeredAt: page.answeredAt ?? clock.now() });
  return { outcome: by && !isTheirs ? 'taken' : 'over', ticket, by };
}
