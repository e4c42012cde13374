import { Callback } from '../../../models/callback';
import { afterCommit } from '../../../models/database';
import { Ticket } from '../../../models/ticket';
import { firstCallback, missedOutcome, type UnreachedReason } from '../../domain/callbacks';
import { statesBefore } from '../../domain/ticket-states';
import { bySystem, type Actor } from '../../domain/timeline';
import { isAllowedNumber } from '../../phone-number';
import type { Context } from '../context';
import { textCustomer } from '../notices/ticket-texts';
import { ongoingCall, type OngoingCall } from '../outbound/ongoing-call';
import { giveUp, type OwedCalls } from '../outbound/owed-calls';
import type { NewCall } from '../outbound/queue-attempt';
import { stopOf } from '../outbound/stop-list';
import { recordTimeline } from '../record-timeline';

/** Calls about finished work. */
export const completionCalls: OwedCalls<Callback> = {
  kind: 'completion',
  model: Callback,
  by: 'callbackId',
  waits: 'waiting',
  isToldOfEach: true,
  lastAt: (_context, { hardLimitAt }) => Promise.resolve(hardLimitAt),
  callOf,
  missed: missedOutcome,
  onGivenUp: closeUnreached,
};

/** One call to a customer about finished work, with the row that owes it and its ticket. */
export type CallbackCall = OngoingCall<Callback>;

/** Reads a call by the attempt in its URLs; null when it is not about finished work. */
export const callbackCall = (attemptId: number): Promise<CallbackCall | null> =>
  ongoingCall(completionCalls, attemptId);

/** Creates the call that we owe a customer about finished work, one for each time the work was finished; in the transaction that finishes it. */
export async function scheduleCallback(context: Context, ticket: Ticket): Promise<void> {
  const now = context.clock.now();
  const { policy, settings } = context;
  const rules = { ...policy, timezone: settings.timezone };
  const times = firstCallback(rules, ticket.completedAt ?? now);
  const which = { ticketId: ticket.id, kind: 'completion', cycle: ticket.reopenedCount } as const;
  const [callback] = await Callback.findOrCreate({
    where: which,
    defaults: { ...which, state: 'waiting', ...times, language: ticket.reporterLanguage, createdAt: now },
  });
  const { reporterPhone } = ticket;
  const reachable = reporterPhone !== null && isAllowedNumber(reporterPhone, settings.allowedPrefixes);
  context.poke();
  if (!reachable) await giveUp(context, completionCalls, callback, 'no_phone');
}

async function callOf(
  { clock }: Context,
  { id, ticketId, attempts, hardLimitAt, language }: Callback,
): Promise<NewCall | UnreachedReason | 'cancelled'> {
  const ticket = await Ticket.findByPk(ticketId);
  if (ticket?.state !== 'done') return 'cancelled';
  const { priority, reporterPhone: toPhone } = ticket;
  if (toPhone === null) return 'no_phone';
  if (attempts > 0 && clock.now() > hardLimitAt) return 'time_used_up';
  const stop = await stopOf({ kind: 'completion', channel: 'call', toPhone, ticketId });
  if (stop !== null) return stop;
  const start = { kind: 'completion', flow: 'completion', node: 'fixed' } as const;
  return { ...start, priority, toPhone, language, ticketId, callbackId: id };
}

/** Notes how the calls about finished work ended; inside the caller's transaction. */
export async function noteOutcome(context: Context, id: number, by: Actor, outcome: string, more: object) {
  await recordTimeline(context, id, 'callback', by, { outcome, ...more });
  afterCommit(() => {
    context.metrics.callbackEnded(outcome);
  });
}

/** Reasons after which a text says that the ticket is closed; after the others the number is not the customer's, or its owner wants no texts. */
const worthAText: ReadonlySet<UnreachedReason> = new Set(['texts_only', 'attempts_used_up', 'time_used_up']);

/** Closes the ticket of a customer who could not be asked, with the reason. */
async function closeUnreached(
  context: Context,
  { ticketId, attempts }: Callback,
  reason: UnreachedReason,
): Promise<void> {
  const now = context.clock.now();
  await noteOutcome(context, ticketId, bySystem, 'unreached', { reason, attempts });
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
