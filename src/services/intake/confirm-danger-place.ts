import { Task } from '../../../models/task';
import type { Ticket } from '../../../models/ticket';
import { isOpen } from '../../domain/ticket';
import { byCaller } from '../../domain/timeline';
import type { Context } from '../context';
import { locateTicket } from '../tickets/locate-ticket';

/** Takes the address of the danger that the caller names: the team of that address is paged instead, unless somebody has accepted, and the desk need not find the place. Idempotent. */
export async function confirmDangerPlace(context: Context, ticket: Ticket, accountNo: string): Promise<void> {
  if (!isOpen(ticket.state)) return;
  await locateTicket(context, ticket.id, { account: accountNo }, byCaller);
  const done = { state: 'done', doneAt: context.clock.now(), nextDueAt: null } as const;
  await Task.update(done, { where: { key: `locate:${ticket.id}`, state: 'open' } });
}
