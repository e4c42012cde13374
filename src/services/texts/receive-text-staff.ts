import { Op } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import { Paging } from '../../../models/paging';
import { Ticket } from '../../../models/ticket';
import type { Value } from '../../domain/speech';
import { acceptPage, type AcceptResult } from '../paging/accept-page';
import type { Context } from '../context';
import { declinePage } from '../paging/decline-page';
import { hangUpCalls } from '../outbound/cancel-attempts';
import { jobWords } from '../crew/job-words';
import { lastFour } from '../../domain/ticket-number';
import type { TextAnswer, TextSender } from './text-sender';

/** The limit of the query: more jobs than a person can be offered at once. */
const mostOffers = 40;

interface Offer {
  readonly attemptId: number;
  readonly ticket: Ticket;
}

/** Takes a staff member's `1` or `2` about a job that was offered to them; when several are open, the last four digits say which. */
export async function answerOffer(
  context: Context,
  { person }: TextSender,
  choice: 'accept' | 'decline',
  last: string | null,
): Promise<TextAnswer> {
  const offers = await offersTo(person?.code ?? '');
  const meant = last === null ? offers : offers.filter(({ ticket }) => lastFour(ticket.number) === last);
  const [offer, ...others] = meant;
  if (offer === undefined) return { prompt: 'text.staff-none' };
  if (others.length > 0) return which(meant);
  const number: Value = { digits: offer.ticket.number };
  if (choice === 'accept') {
    const result = await acceptPage(context, offer.attemptId);
    await silence(context, offer.attemptId);
    return afterAccept(result, number);
  }
  const { outcome } = await declinePage(context, offer.attemptId);
  return { prompt: outcome === 'declined' ? 'text.staff-declined' : 'text.staff-over', vars: { number } };
}

/** A late `1`, whose sender was told that the job was not taken: tells them of a job that they hold all the same, or returns null. Changes nothing. */
export async function answerLateAccept({ text, person }: TextSender, last: string | null): Promise<TextAnswer | null> {
  const personCode = person?.code ?? '';
  const since = { [Op.gte]: text.receivedAt };
  const taken = await Attempt.findAll({
    where: { kind: 'page', personCode, outcome: 'accepted', answeredAt: since },
    order: [['answeredAt', 'ASC']],
  });
  const theirs = await Ticket.findAll({
    where: { id: taken.flatMap(({ ticketId }) => ticketId ?? []), personCode, state: ['accepted', 'departed'] },
  });
  const job = theirs.find(({ number }) => last === null || lastFour(number) === last);
  return job === undefined ? null : { prompt: 'text.staff-accepted', vars: await jobWords(job, true) };
}

/** Stops the page call: a phone that answered by text need not ring for the same job. */
async function silence(context: Context, id: number): Promise<void> {
  const over = { state: 'ended', endedAt: context.clock.now(), leaseUntil: null } as const;
  await Attempt.update(over, { where: { id, state: 'due' } });
  const ringing = await Attempt.findOne({ where: { id, state: ['placed', 'ringing'] } });
  if (ringing?.carrierSid != null) hangUpCalls(context, [ringing.carrierSid]);
}

async function afterAccept({ outcome, ticket, by }: AcceptResult, number: Value): Promise<TextAnswer> {
  if (outcome === 'over') return { prompt: 'text.staff-over', vars: { number } };
  if (outcome === 'taken') {
    const name = by?.name ?? '';
    return { prompt: 'text.staff-taken', vars: { number, who: { words: { zh: name, en: name } } } };
  }
  return { prompt: 'text.staff-accepted', vars: await jobWords(ticket, true) };
}

function which(offers: readonly Offer[]): TextAnswer {
  const numbers = offers.map(({ ticket }) => lastFour(ticket.number)).join(', ');
  const [first] = numbers.split(', ');
  return {
    prompt: 'text.staff-which',
    vars: { last: { digits: first ?? '' }, jobs: { words: { zh: numbers, en: numbers } } },
  };
}

/** The jobs that wait for this person's answer, or were offered to them and are still wanted: one page of each. */
async function offersTo(personCode: string): Promise<Offer[]> {
  const pages = await Attempt.findAll({
    where: { kind: 'page', personCode, outcome: { [Op.or]: [null, { [Op.ne]: 'declined' }] } },
    order: [['id', 'DESC']],
    limit: mostOffers,
  });
  const pagings = await Paging.findAll({
    where: { id: pages.flatMap(({ pagingId }) => pagingId ?? []), state: 'active' },
  });
  const newest = pagings.flatMap(({ id }) => pages.find(({ pagingId }) => pagingId === id) ?? []);
  const tickets = await Ticket.findAll({ where: { id: newest.flatMap(({ ticketId }) => ticketId ?? []) } });
  return newest.flatMap(({ id, ticketId }) => {
    const ticket = tickets.find((one) => one.id === ticketId);
    return ticket === undefined ? [] : [{ attemptId: id, ticket }];
  });
}
