import type { Callback } from '../../../models/callback';
import { afterCommit } from '../../../models/database';
import { Callback as Callbacks } from '../../../models/callback';
import { Ticket } from '../../../models/ticket';
import type { UnreachedReason } from '../../domain/callbacks';
import { bySystem } from '../../domain/timeline';
import { statesBefore } from '../../domain/ticket-states';
import type { Context } from '../context';
import { textCustomer } from '../notices/text-customer';
import { recordTimeline } from '../record-timeline';

/** After these a text says that the ticket is closed; the others never gave us this number or asked for silence. */
const worthAText: ReadonlySet<UnreachedReason> = new Set(['texts_only', 'attempts_used_up', 'time_used_up']);

/** The customer could not be asked: the reason goes into the ticket, which is closed with it; inside the caller's transaction. False when the callback was over already. */
export async function giveUpCallback(context: Context, callback: Callback, reason: UnreachedReason): Promise<boolean> {
  const now = context.clock.now();
  const [ended] = await Callbacks.update(
    { state: 'unreached', outcome: 'unreached', reason, finishedAt: now },
    { where: { id: callback.id, state: ['waiting', 'calling'] } },
  );
  if (ended === 0) return false;
  await recordTimeline(context, callback.ticketId, 'callback', bySystem, {
    outcome: 'unreached',
    reason,
    attempts: callback.attempts,
  });
  await closeUnreached(context, callback.ticketId, reason, now);
  afterCommit(() => {
    context.metrics.callbackEnded('unreached');
  });
  return true;
}

async function closeUnreached(context: Context, ticketId: number, reason: UnreachedReason, now: Date): Promise<void> {
  const [closed] = await Ticket.update(
    { state: 'closed', stateReason: 'unreached', closedAt: now, updatedAt: now },
    { where: { id: ticketId, state: statesBefore('closed', 'system').filter((state) => state === 'done') } },
  );
  if (closed === 0) return;
  await recordTimeline(context, ticketId, 'closed', bySystem, { reason: 'unreached', because: reason });
  const ticket = await Ticket.findByPk(ticketId);
  if (ticket !== null && worthAText.has(reason))
    await textCustomer(context, ticket, 'text.closed-unreached', {}, 'notice');
}
