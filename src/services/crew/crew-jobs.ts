import { Op } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import { Paging } from '../../../models/paging';
import { Ticket } from '../../../models/ticket';
import { isOpen } from '../../domain/ticket';

/** A job is a ticket that somebody took and has not finished. */
const jobStates = ['accepted', 'departed', 'arrived', 'waiting'] as const;
/** The limit of the queries: more jobs than a person can have at once. */
const mostJobs = 40;

/** The open jobs of a person, the most urgent first. */
export function openJobs(personCode: string): Promise<Ticket[]> {
  const where = { personCode, state: [...jobStates] };
  return Ticket.findAll({ where, order: ['arrivalDueAt', 'id'], limit: mostJobs });
}

/** Whether a person may report about a ticket: `open` is their job, `finished` is over, `gone` is not (or no longer) theirs. */
export type Job = { readonly standing: 'open' | 'finished'; readonly ticket: Ticket } | { readonly standing: 'gone' };

/** The answer to a report about a ticket that is not an open job of the person. */
export interface NoJob {
  readonly outcome: 'finished' | 'gone';
}

/** The ticket as this person's job. */
export async function readJob(ticketId: number, personCode: string): Promise<Job> {
  const ticket = await Ticket.findByPk(ticketId);
  if (ticket?.personCode !== personCode) return { standing: 'gone' };
  if (!isOpen(ticket.state)) return { standing: 'finished', ticket };
  return jobStates.some((state) => state === ticket.state) ? { standing: 'open', ticket } : { standing: 'gone' };
}

/** The latest call that offers a ticket to this person and still waits for an answer; null when none does. */
export async function pendingOffer(personCode: string): Promise<Attempt | null> {
  const offers = await Attempt.findAll({
    where: { kind: 'page', personCode, pagingId: { [Op.ne]: null }, outcome: openOutcome },
    order: [['id', 'DESC']],
    limit: mostJobs,
  });
  const ids = offers.flatMap(({ pagingId }) => pagingId ?? []);
  const pagings = await Paging.findAll({ where: { id: ids, state: 'active' } });
  const active = new Set(pagings.map(({ id }) => id));
  return offers.find(({ pagingId }) => pagingId !== null && active.has(pagingId)) ?? null;
}

/** The call was missed or has not rung yet, so the person may still take the job. */
const openOutcome = { [Op.or]: [null, 'no_answer', 'busy', 'failed', 'machine', 'no_key', 'cancelled'] };
