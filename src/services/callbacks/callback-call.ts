import { Attempt } from '../../../models/attempt';
import { Callback } from '../../../models/callback';
import { Ticket } from '../../../models/ticket';

/** One call to a customer about finished work, with what it is about. */
export interface CallbackCall {
  readonly attempt: Attempt;
  readonly callback: Callback;
  readonly ticket: Ticket;
}

/** Reads a call by the attempt that rides in its URLs; null when it is about no callback. */
export async function callbackCall(attemptId: number): Promise<CallbackCall | null> {
  const attempt = await Attempt.findByPk(attemptId);
  const callback = attempt?.callbackId == null ? null : await Callback.findByPk(attempt.callbackId);
  const ticket = callback && (await Ticket.findByPk(callback.ticketId));
  return attempt && callback && ticket ? { attempt, callback, ticket } : null;
}

/** Whether the customer said in this cycle that all is well: only then are ratings asked and kept. */
export function isRatable({ callback, ticket }: CallbackCall): boolean {
  return callback.outcome === 'yes' && callback.cycle === ticket.reopenedCount;
}
