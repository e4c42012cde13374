import { Attempt } from '../../../models/attempt';
import { inTransaction } from '../../../models/database';
import { Paging } from '../../../models/paging';
import { Person } from '../../../models/person';
import { Ticket } from '../../../models/ticket';
import type { Candidate } from '../../domain/escalation';
import { nextMorning } from '../../domain/hours';
import type { Context } from '../context';
import { knownPeople, type KnownPerson } from '../known-people';
import { cancelAttempts } from '../outbound/cancel-attempts';
import { wakePaging } from './hurry-paging';
import { pagedPerson, pageOf, putOffAsked, type Page } from './page-call';
import { queuePage } from './page-next';
import { loadPlan } from './paging-plan';
import { tellPutOff } from '../notices/ticket-texts';
import { recordTimeline } from '../record-timeline';

/**
 * What came of a supervisor's key 2, 3, 4 or 6 at node `assign`; key 1 takes the job (acceptPage).
 * `paged`: somebody's phone rings; `nobody`: nobody is left on the roster, or no person has this code; `over`: the paging of the ticket has ended;
 * `refused`: a P0 is never left till morning, and a P1 only after the supervisor has confirmed it.
 */
type SupervisionOutcome = 'paged' | 'nobody' | 'deferred' | 'refused' | 'over';

interface Supervision {
  /** The call to the supervisor. */
  readonly page: Page;
  readonly paging: Paging;
  readonly ticket: Ticket;
}

/** Rings the next person of the roster who was not asked in this round. */
export async function pageNextPerson(context: Context, attemptId: number): Promise<SupervisionOutcome> {
  return supervise(context, attemptId, async (supervision) => {
    const { paging, ticket } = supervision;
    if (hasGiven(supervision)) return 'paged';
    const { plan, people } = await loadPlan(context, paging, ticket);
    const asked = await Attempt.findAll({ where: { pagingId: paging.id, round: paging.round } });
    const next = plan.find(
      ({ stage, personCode }) => stage === 'roster' && !asked.some((earlier) => earlier.personCode === personCode),
    );
    const person = next && people.get(next.personCode);
    return next && person ? give(context, supervision, person, next) : 'nobody';
  });
}

/** Offers the ticket to the person with this code, on call or not. */
export async function giveTo(context: Context, attemptId: number, personCode: string): Promise<SupervisionOutcome> {
  return supervise(context, attemptId, async (supervision) => {
    if (hasGiven(supervision)) return 'paged';
    const person = await Person.findByPk(personCode);
    return person ? give(context, supervision, person, { personCode, stage: 'roster', level: 0 }) : 'nobody';
  });
}

/** Stops the paging until the morning with the supervisor's reason; a P1 only with `again`, a P0 never (X15). */
export async function leaveTillMorning(
  context: Context,
  attemptId: number,
  { again, reasonRecording }: { readonly again: boolean; readonly reasonRecording: string | null },
): Promise<SupervisionOutcome> {
  return supervise(context, attemptId, async ({ page, paging, ticket }) => {
    if (ticket.priority === 'P0' || (ticket.priority === 'P1' && !again)) return 'refused';
    const now = context.clock.now();
    await paging.update({ state: 'stopped', nextDueAt: null });
    const until = nextMorning(context.policy.hours, context.settings.timezone, now);
    const because = await putOffAsked(ticket);
    await ticket.update({ state: 'waiting', stateReason: 'deferred', nextVisitAt: until, updatedAt: now });
    await cancelAttempts(context, { pagingId: paging.id, state: 'due' });
    await page.update({ outcome: 'deferred' });
    const data = { reason: 'deferred', until, recording: reasonRecording };
    await recordTimeline(context, ticket.id, 'waiting', await pagedPerson(page), data);
    if (because !== null) await tellPutOff(context, ticket, { because, until, key: String(page.id) });
    return 'deferred';
  });
}

/** Somebody who was asked; without an outcome there is no answer yet. */
export type Tried = Pick<Person, 'name'> & Pick<Attempt, 'outcome'>;

/** Who was asked for the ticket of this page and how each call ended, in order. Throws `not_found`. */
export async function whoWasTried(attemptId: number): Promise<Tried[]> {
  const page = await pageOf(attemptId);
  const calls = await Attempt.findAll({ where: { pagingId: page.pagingId }, order: [['id', 'ASC']] });
  const others = calls.filter(({ personCode }) => personCode !== page.personCode);
  const names = new Map((await knownPeople()).map(({ code, name }) => [code, name]));
  return others.map(({ personCode, outcome }) => ({ name: names.get(personCode ?? '') ?? '', outcome }));
}

async function supervise(
  context: Context,
  attemptId: number,
  act: (supervision: Supervision) => Promise<SupervisionOutcome>,
): Promise<SupervisionOutcome> {
  const outcome = await inTransaction(async () => {
    const supervision = await loadSupervision(context, attemptId);
    return supervision ? act(supervision) : 'over';
  });
  context.poke();
  return outcome;
}

async function loadSupervision(context: Context, attemptId: number): Promise<Supervision | null> {
  const page = await pageOf(attemptId);
  // Locks the paging, as each of its steps does.
  await wakePaging(context, page);
  await page.reload();
  const paging = await Paging.findOne({ where: { id: page.pagingId, state: 'active' } });
  const ticket = await Ticket.findByPk(page.ticketId, { rejectOnEmpty: true });
  return paging && { page, paging, ticket };
}

/** Whether the supervisor has given the job to somebody already, so that this is a repeated webhook. */
const hasGiven = ({ page }: Supervision): boolean => page.outcome === 'gave';

async function give(
  context: Context,
  supervision: Supervision,
  person: KnownPerson,
  candidate: Candidate,
): Promise<SupervisionOutcome> {
  const { page, ticket } = supervision;
  await queuePage(context, supervision, person, candidate);
  await page.update({ outcome: 'gave' });
  const gaveTo = { code: person.code, name: person.name };
  await recordTimeline(context, ticket.id, 'noted', await pagedPerson(page), { gaveTo });
  return 'paged';
}
