import type { Callback } from '../../../models/callback';
import { ongoingCall, type OngoingCall } from '../outbound/ongoing-call';
import { completionCalls } from './completion-calls';

/** One call to a customer about finished work, with what it is about. */
export type CallbackCall = OngoingCall<Callback>;

/** Reads a call by the attempt that rides in its URLs; null when it is about no finished work. */
export const callbackCall = (attemptId: number): Promise<CallbackCall | null> =>
  ongoingCall(completionCalls, attemptId);

/** Whether the customer said in this cycle that all is well: only then are ratings asked and kept. */
export function isRatable({ owed, ticket }: CallbackCall): boolean {
  return owed.outcome === 'yes' && owed.cycle === ticket.reopenedCount;
}
