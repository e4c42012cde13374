import { Op } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import { Paging } from '../../../models/paging';
import { Ticket } from '../../../models/ticket';

/** A job is a ticket that somebody took and has not finished. */
const jobStates = ['accepted', 'departed', 'arrived', 'waiting'] as const;
/** The limit of the queries: more jobs than a person can have at once. */
const mostJobs = 40;

/** The open jobs of a person, the most urgent first. */
export function openJobs(personCode: string): Promise<Ticket[]> {
  return Ticket.findAll({
    where: { personCode, state: [...jobStates] },
    order: [
      ['arrivalDueAt', 'ASC'],
      ['id', 'ASC'],
    ],
    limit: mostJobs,
  });
}

/** Whether a person may report about a ticket: `open` is their job, `finished` is over, `gone` is not (or no longer) theirs. */
type JobStanding = 'open' | 'finished' | 'gone';

export interface Job {
  readonly ticket: Ticket;
  readonly standing: JobStanding;
}

/** The ticket as this person's job; null when there is no such ticket. */
export async function readJob(ticketId: number, personCode: string): Promise<Job | null> {
  const ticket = await Ticket.findByPk(ticketId);
  return ticket === null ? null : { ticket, standing: standingOf(ticket, personCode) };
}

function standingOf(ticket: Ticket, personCode: string): JobStanding {
  if (ticket.personCode !== personCode) return 'gone';
  if (ticket.state === 'done' || ticket.state === 'closed') return 'finished';
  return jobStates.some((state) => state === ticket.state) ? 'open' : 'gone';
}

/** The latest call that offers a ticket to this person and still waits for an answer; null when none does. */
export async function pendingOffer(personCode: string): Promise<Attempt | null> {
  const offers = await Attempt.findAll({
    where: { kind: 'page', channel: 'call', personCode, pagingId: { [Op.ne]: null }, outcome: openOutcome },
    order: [['id', 'DESC']],
    limit: mostJobs,
  });
  const pagings = await Paging.findAll({
    where: { id: offers.flatMap(({ pagingId }) => pagingId ?? []), state: 'active' },
  });
  const active = new Set(pagings.map(({ id }) => id));
  return offers.find(({ pagingId }) => pagingId !== null && active.has(pagingId)) ?? null;
}

/** The call was missed or has not rung yet, so the person may still take the job. */
const openOutcome = { [Op.or]: [null, 'no_answer', 'busy', 'failed', 'machine', 'no_key', 'cancelled'] };
