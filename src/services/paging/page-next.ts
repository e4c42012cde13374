import { Op } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import { afterCommit, inTransaction } from '../../../models/database';
import { Handoff } from '../../../models/handoff';
import { Paging } from '../../../models/paging';
import { Ticket } from '../../../models/ticket';
import { decidePaging, type Candidate, type PagingDecision, type Stage } from '../../domain/escalation';
import { policyKey } from '../../domain/ticket';
import { bySystem } from '../../domain/timeline';
import { addTask } from '../add-task';
import type { Context } from '../context';
import { knownPerson, type KnownPerson } from '../known-people';
import { dueRows } from '../due-rows';
import { putOffAsked } from './page-call';
import { loadPlan, supervisingRoles, type LoadedPlan } from './paging-plan';
import { readProgress } from './read-progress';
import { stopPages } from './stop-pages';
import { queueCall } from '../outbound/queue-attempt';
import { recordTimeline } from '../record-timeline';

const steps: readonly Stage[] = ['roster', 'engineering_supervisor', 'zone_manager', 'project_manager', 'monitoring'];

/** A paging that goes on, with all that its next step needs; its row is locked by the claim that read it. */
interface OpenPaging {
  readonly paging: Paging;
  readonly ticket: Ticket;
  readonly plan: LoadedPlan;
  /** The calls of this round so far, each added as soon as it is queued. */
  attempts: Attempt[];
}

/** Takes every paging that is due one step further. */
export const pageNext = dueRows('page-next', {
  model: Paging,
  moment: 'next_due_at',
  where: "state = 'active'",
  each: (context, { id }) => inTransaction(() => advancePaging(context, id)),
});

/** Asks the next people for one ticket, inside the caller's transaction; ends a paging that is no longer needed. */
async function advancePaging(context: Context, pagingId: number): Promise<void> {
  // Writing first locks the row, so that an accept waits for this step or this step sees the accept.
  const [claimed] = await Paging.update({ nextDueAt: null }, { where: { id: pagingId, state: 'active' } });
  const paging = claimed === 1 ? await Paging.findByPk(pagingId) : null;
  const ticket = paging && (await Ticket.findByPk(paging.ticketId));
  if (!ticket || (await callerHasPerson(context, paging))) return;
  const attempts = await Attempt.findAll({ where: { pagingId: paging.id, round: paging.round } });
  await takeSteps(context, paging, ticket, attempts);
}

/** Whether this paging waited for a person to take the caller, and somebody did; then the paging ends, and a task lets that person decide. */
async function callerHasPerson(context: Context, paging: Paging): Promise<boolean> {
  const { afterCallSid: callSid, ticketId } = paging;
  if (callSid === null) return false;
  const isTaken = (await Handoff.count({ where: { callSid, takenBy: { [Op.ne]: null } } })) > 0;
  await paging.update({ afterCallSid: null, ...(isTaken && { state: 'stopped' }) });
  if (isTaken) await addTask(context, { key: `danger:${ticketId}`, kind: 'call', reason: 'danger', ticketId });
  return isTaken;
}

/** As advancePaging, for a paging that the caller's transaction has locked, with the calls of its round. */
export async function takeSteps(context: Context, paging: Paging, ticket: Ticket, attempts: Attempt[]): Promise<void> {
  const plan = await planOf(context, paging, ticket);
  if (plan === null) return stopPages(context, ticket.id);
  const open = { paging, ticket, plan, attempts };
  // Every decision except the last changes what the next one depends on.
  for (let go = true; go;) go = await carryOut(context, open, decide(context, open));
  await paging.save();
}

/** Who may be rung; null when the job is over or somebody has it. While a supervisor decides whether a job may wait, it stays with its crew and is offered to no colleague. */
async function planOf(context: Context, paging: Paging, ticket: Ticket): Promise<LoadedPlan | null> {
  if ((await putOffAsked(ticket)) !== null) {
    const { plan, people } = await loadPlan(context, paging, ticket);
    return { plan: plan.filter(({ stage }) => stage !== 'roster'), people };
  }
  return isWanted(ticket) ? loadPlan(context, paging, ticket) : null;
}

const isWanted = ({ state, personCode }: Ticket): boolean =>
  state === 'new' || state === 'offered' || (state === 'waiting' && personCode === null);

function decide(context: Context, { paging, ticket, plan, attempts }: OpenPaging): PagingDecision {
  const progress = readProgress(paging, attempts, ticket.priority);
  return decidePaging(context.policy.paging, plan.plan, progress, context.clock.now());
}

/** Carries out one decision; true while there is more to decide. */
async function carryOut(context: Context, open: OpenPaging, decision: PagingDecision): Promise<boolean> {
  switch (decision.kind) {
    case 'page':
      for (const candidate of decision.people) await ask(context, open, candidate);
      return true;
    case 'redial':
      await redial(context, open, decision.personCode);
      return true;
    case 'nextRound':
      await beginRound(context, open, decision.round);
      return true;
    case 'wait':
      open.paging.set({ nextDueAt: decision.until });
      return false;
    case 'exhausted':
      await startOver(context, open);
      return false;
  }
}

async function ask(context: Context, open: OpenPaging, candidate: Candidate): Promise<void> {
  const { paging, ticket, plan } = open;
  const person = plan.people.get(candidate.personCode);
  if (!person) return;
  open.attempts.push(await queuePage(context, open, person, candidate));
  paging.set({ step: steps.indexOf(candidate.stage) });
  if (candidate.stage === 'roster') return;
  await recordTimeline(context, ticket.id, 'escalated', bySystem, {
    to: candidate.stage,
    person: { code: person.code, name: person.name },
    round: paging.round,
  });
}

/** One call that offers the ticket to one person, or asks a supervisor what to do. */
export function queuePage(
  context: Context,
  { paging, ticket }: Pick<OpenPaging, 'paging' | 'ticket'>,
  person: KnownPerson,
  candidate: Candidate,
  attemptNo = 1,
): Promise<Attempt> {
  const decides = supervisingRoles.includes(person.role);
  return queueCall(context, {
    kind: 'page',
    priority: ticket.priority,
    // When the first number was not answered, the second is tried.
    toPhone: attemptNo > 1 ? (person.phone2 ?? person.phone) : person.phone,
    language: person.language,
    ticketId: ticket.id,
    flow: 'page',
    node: decides ? 'assign' : 'offer',
    personCode: person.code,
    pagingId: paging.id,
    level: candidate.level,
    round: paging.round,
    step: steps.indexOf(candidate.stage),
    attemptNo,
  });
}

async function redial(context: Context, open: OpenPaging, personCode: string): Promise<void> {
  const earlier = open.attempts.filter((attempt) => attempt.personCode === personCode);
  const person = await knownPerson(personCode);
  const candidate = candidateOf(personCode, earlier[0]);
  // Level 0 means asked by role or by a supervisor, to whom the roster does not apply.
  const isOffDuty = candidate.level > 0 && !open.plan.people.has(personCode);
  if (!person || isOffDuty) return endOffer(context, open.paging, earlier);
  open.attempts.push(await queuePage(context, open, person, candidate, earlier.length + 1));
}

function candidateOf(personCode: string, attempt: Attempt | undefined): Candidate {
  return { personCode, stage: steps[attempt?.step ?? 0] ?? 'roster', level: attempt?.level ?? 0 };
}

/** Ends the offer to a person whose shift has ended since the first call; people who are on call now are asked instead. */
async function endOffer(context: Context, paging: Paging, offer: readonly Attempt[]): Promise<void> {
  for (const attempt of offer) await attempt.update({ outcome: 'refused', errorCode: 'off_duty' });
  const personCode = offer[0]?.personCode;
  afterCommit(() => {
    context.log.info('page not repeated: off duty', { personCode, pagingId: paging.id });
  });
}

async function beginRound(context: Context, open: OpenPaging, round: number): Promise<void> {
  const { paging, ticket } = open;
  paging.set({ round, step: 0, supervisorDueAt: null });
  open.attempts = [];
  await recordTimeline(context, ticket.id, 'escalated', bySystem, { round });
}

/** Nobody took the ticket, not even the monitoring centre: logs an error once for each pass, and asks everybody again. */
async function startOver(context: Context, { paging, ticket }: OpenPaging): Promise<void> {
  const again = context.policy.paging.supervisorAfter[policyKey(ticket.priority)];
  const nextDueAt = new Date(context.clock.now().getTime() + again);
  paging.set({ round: paging.round + 1, nextDueAt });
  await recordTimeline(context, ticket.id, 'escalated', bySystem, { exhausted: true });
  afterCommit(() => {
    context.log.error('nobody takes this ticket', { ticket: ticket.number, priority: ticket.priority });
  });
}
