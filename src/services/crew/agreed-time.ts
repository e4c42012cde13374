import { Task } from '../../../models/task';
import type { Ticket } from '../../../models/ticket';
import { promise } from '../tickets/promises';
import type { Context } from '../context';

/** For a fault of the customer's own wiring the time is agreed, not promised beforehand: the first time that the crew names becomes the promise, and the notice tells it to the customer. In the caller's transaction. */
export async function agreedTime(context: Context, ticket: Ticket, at: Date | null): Promise<void> {
  if (ticket.responsibility !== 'INTERNAL' || ticket.arrivalDueAt !== null || at === null) return;
  await ticket.update({ arrivalDueAt: at });
  const asked = { ticketId: ticket.id, reason: 'agree_time', state: 'open' };
  await Task.update({ state: 'done', doneAt: context.clock.now() }, { where: asked });
  if (ticket.reporterPhone === null) return;
  await promise(context, { kind: 'arrival', ticketId: ticket.id, callSid: null, channel: 'text', promisedAt: at });
}
