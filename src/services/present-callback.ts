import type { Callback } from '../../models/callback';
import type { PromiseMade } from '../../models/promise-made';
import { readNames } from './present-names';
import type { ServiceSettings } from './context';

const iso = (moment: Date | null): string | null => moment?.toISOString() ?? null;

function present(callback: Callback, ticket: string | null) {
  return {
    id: callback.id,
    ticket,
    kind: callback.kind,
    cycle: callback.cycle,
    state: callback.state,
    dueAt: callback.dueAt.toISOString(),
    hardLimitAt: callback.hardLimitAt.toISOString(),
    attempts: callback.attempts,
    lastOutcome: callback.lastOutcome,
    outcome: callback.outcome,
    reason: callback.reason,
    language: callback.language,
    createdAt: callback.createdAt.toISOString(),
    finishedAt: iso(callback.finishedAt),
  };
}

/** A call that we owe a customer, and what became of it. */
export type PresentedCallback = ReturnType<typeof present>;

export async function presentCallbacks(
  settings: Pick<ServiceSettings, 'defaultLanguage'>,
  callbacks: readonly Callback[],
): Promise<PresentedCallback[]> {
  const names = await readNames(settings, { ticketIds: callbacks.map(({ ticketId }) => ticketId) });
  return callbacks.map((callback) => present(callback, names.ticketNumber(callback.ticketId)));
}

/** A time that we told a customer, and whether it was kept. */
export const presentPromise = (promise: PromiseMade) => ({
  id: promise.id,
  kind: promise.kind,
  channel: promise.channel,
  callSid: promise.callSid,
  promisedAt: promise.promisedAt.toISOString(),
  spokenAt: promise.spokenAt.toISOString(),
  keptAt: iso(promise.keptAt),
  kept: promise.kept,
});
