import { Paging } from '../../models/paging';
import type { Ticket } from '../../models/ticket';
import type { Context } from './context';
import { advancePaging } from './page-next';

export interface PagingOrder {
  /** Roles that are rung beside the team: whoever has one and is on duty. */
  readonly roles?: readonly string[];
  /** The caller is being connected to a person: nobody is rung unless nobody takes this call within `danger.personWithin`. */
  readonly afterCallSid?: string;
}

/** Begins the search for somebody who takes the ticket, inside the caller's transaction; the caller pokes after the commit. */
export async function startPaging(context: Context, ticket: Ticket, order: PagingOrder = {}): Promise<Paging> {
  const { roles = [], afterCallSid = null } = order;
  const now = context.clock.now();
  const wait = afterCallSid === null ? 0 : context.policy.danger.personWithin;
  const paging = await Paging.create({
    ticketId: ticket.id,
    teamCode: ticket.teamCode ?? '',
    roles: [...roles],
    afterCallSid,
    state: 'active',
    createdAt: now,
    nextDueAt: new Date(now.getTime() + wait),
  });
  if (wait === 0) await advancePaging(context, paging.id);
  return paging;
}
