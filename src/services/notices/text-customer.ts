import type { Ticket } from '../../../models/ticket';
import type { Vars } from '../../domain/speech';
import type { Context } from '../context';
import { canReach } from '../outbound/is-reachable';
import { renderText } from '../prompts';
import { queueText, type NewText } from '../outbound/queue-attempt';

/** Tells the customer of a ticket something by text, if its phone can take one; inside the caller's transaction. */
export async function textCustomer(
  context: Context,
  ticket: Ticket,
  id: string,
  vars: Vars = {},
  kind: NewText['kind'] = 'news',
): Promise<void> {
  const { reporterPhone: toPhone, reporterLanguage: language, priority, number } = ticket;
  if (toPhone === null || !canReach(context, toPhone, 'text')) return;
  const body = renderText(context, language, id, { number: { digits: number }, ...vars });
  await queueText(context, { kind, toPhone, language, priority, ticketId: ticket.id, body });
}
