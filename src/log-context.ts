import { AsyncLocalStorage } from 'node:async_hooks';

type Fields = Record<string, string>;
const storage = new AsyncLocalStorage<Fields>();

/** Runs a piece of work whose every log line carries these fields (requestId, callSid, job …) beside those around it. */
export function withLogFields<T>(fields: Readonly<Fields>, run: () => T): T {
  return storage.run({ ...storage.getStore(), ...fields }, run);
}

/** The fields of the work that is running now; empty outside any. */
export function currentLogFields(): Readonly<Fields> {
  return storage.getStore() ?? {};
}
