import type { Attempt } from '../../../models/attempt';
import { Paging } from '../../../models/paging';
import { insertRow } from '../../../models/sql-values';
import type { Ticket } from '../../../models/ticket';
import type { Candidate, PagingPlan, Stage } from '../../domain/escalation';
import type { Context } from '../context';
import { queuePage, takeSteps } from './page-next';
import { loadPlan } from './paging-plan';

export interface PagingOrder {
  /** Roles of which the people on duty are rung beside the team. */
  readonly roles?: readonly string[];
  /** The caller is being connected to a person: nobody is rung unless nobody takes this call within `danger.personWithin`. */
  readonly afterCallSid?: string;
  /** The person who gave the job back or asks for help with it, and is not rung. */
  readonly exceptPerson?: string | null;
  /** Roles asked before the roster: the first of them that somebody in the team has. */
  readonly above?: readonly Stage[];
  /** The person who had the job before, asked first if on call (X26). */
  readonly former?: string | null;
}

/** Begins the paging for a ticket, inside the caller's transaction. */
export async function startPaging(context: Context, ticket: Ticket, order: PagingOrder = {}): Promise<Paging> {
  const now = context.clock.now();
  const wait = order.afterCallSid === undefined ? 0 : context.policy.danger.personWithin;
  const paging = await insertRow(Paging, {
    ticketId: ticket.id,
    teamCode: ticket.teamCode ?? '',
    ...orderRow(order),
    state: 'active',
    createdAt: now,
    // Without a wait the first step is taken below and sets the time of the next one.
    nextDueAt: wait === 0 ? null : new Date(now.getTime() + wait),
  });
  const asked = await askFirst(context, paging, ticket, order);
  if (wait === 0) await takeSteps(context, paging, ticket, asked);
  context.poke();
  return paging;
}

function orderRow({ roles = [], afterCallSid, exceptPerson }: PagingOrder) {
  return { roles: [...roles], afterCallSid: afterCallSid ?? null, exceptPerson: exceptPerson ?? null };
}

async function askFirst(context: Context, paging: Paging, ticket: Ticket, order: PagingOrder): Promise<Attempt[]> {
  if (order.above === undefined && order.former === undefined) return [];
  const { plan, people } = await loadPlan(context, paging, ticket);
  const candidate = firstOf(plan, order);
  const person = people.get(candidate?.personCode ?? '');
  if (candidate === undefined || person === undefined) return [];
  return [await queuePage(context, { paging, ticket }, person, candidate)];
}

function firstOf(plan: PagingPlan, { above = [], former }: PagingOrder): Candidate | undefined {
  const ofRoles = above.flatMap((stage) => plan.filter((candidate) => candidate.stage === stage));
  return plan.find(({ personCode }) => personCode === former) ?? ofRoles[0];
}
