import type { Callback } from '../../../models/callback';
import { ongoingCall, type OngoingCall } from '../outbound/ongoing-call';
import { completionCalls } from './completion-calls';

/** One call to a customer about finished work, with the row that owes it and its ticket. */
export type CallbackCall = OngoingCall<Callback>;

/** Reads a call by the attempt in its URLs; null when it is not about finished work. */
export const callbackCall = (attemptId: number): Promise<CallbackCall | null> =>
  ongoingCall(completionCalls, attemptId);

/** Whether the customer said after this finish of the work that all is well; only then ratings are asked for and kept. */
export function isRatable({ owed, ticket }: CallbackCall): boolean {
  return owed.outcome === 'yes' && owed.cycle === ticket.reopenedCount;
}
