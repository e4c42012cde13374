import type { PromiseMade } from '../../../models/promise-made';
import { readNames } from './read-names';
import type { ServiceSettings } from '../context';
import type { OwedCall } from './owed-call';
import { isoTime } from './iso-time';

function present(call: OwedCall, ticket: string | null) {
  return {
    id: call.id,
    ticket,
    kind: call.kind,
    cycle: call.cycle,
    state: call.state,
    dueAt: isoTime(call.dueAt),
    hardLimitAt: isoTime(call.hardLimitAt),
    attempts: call.attempts,
    lastOutcome: call.lastOutcome,
    outcome: call.outcome,
    reason: call.reason,
    language: call.language,
    createdAt: call.createdAt.toISOString(),
    finishedAt: isoTime(call.finishedAt),
  };
}

/** A call that we owe a customer, and what became of it; `id` is that of the call's row among the rows of its kind. */
export type PresentedCallback = ReturnType<typeof present>;

export async function presentCallbacks(
  settings: Pick<ServiceSettings, 'defaultLanguage'>,
  calls: readonly OwedCall[],
): Promise<PresentedCallback[]> {
  const names = await readNames(settings, calls);
  return calls.map((call) => present(call, names.ticketNumber(call.ticketId)));
}

/** A time that we told a customer, and whether it was kept. */
export const presentPromise = (promise: PromiseMade) => ({
  id: promise.id,
  kind: promise.kind,
  channel: promise.channel,
  callSid: promise.callSid,
  promisedAt: promise.promisedAt.toISOString(),
  spokenAt: promise.spokenAt.toISOString(),
  keptAt: isoTime(promise.keptAt),
  kept: promise.kept,
});
