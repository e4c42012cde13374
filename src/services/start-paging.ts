import { Paging } from '../../models/paging';
import type { Ticket } from '../../models/ticket';
import type { Context } from './context';
import { advancePaging } from './page-next';

/** Begins the search for somebody who takes the ticket, inside the caller's transaction; the caller pokes after the commit. */
export async function startPaging(context: Context, ticket: Ticket): Promise<Paging> {
  const now = context.clock.now();
  const paging = await Paging.create({
    ticketId: ticket.id,
    teamCode: ticket.teamCode ?? '',
    state: 'active',
    createdAt: now,
    nextDueAt: now,
  });
  await advancePaging(context, paging.id);
  return paging;
}
