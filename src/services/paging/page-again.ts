import { Paging } from '../../../models/paging';
import type { Ticket } from '../../../models/ticket';
import type { Context } from '../context';
import { advancePaging, queuePage } from './page-next';
import { loadPlan } from './paging-plan';

/** As startPaging, but whoever had the ticket before is asked first, if they are on call (X26); inside the caller's transaction. */
export async function pageAgain(context: Context, ticket: Ticket, formerPerson: string | null): Promise<void> {
  const now = context.clock.now();
  const teamCode = ticket.teamCode ?? '';
  const paging = await Paging.create({
    ticketId: ticket.id,
    teamCode,
    state: 'active',
    createdAt: now,
    nextDueAt: now,
  });
  const { plan, people } = await loadPlan(context, paging, ticket);
  const candidate = plan.find(({ personCode }) => personCode === formerPerson);
  const person = people.get(formerPerson ?? '');
  if (candidate && person) await queuePage(context, { paging, ticket, person, candidate, attemptNo: 1 });
  await advancePaging(context, paging.id);
}
