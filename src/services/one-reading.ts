import { AsyncLocalStorage } from 'node:async_hooks';

const readings = new AsyncLocalStorage<Map<string, Promise<unknown>>>();

/** Work in which the same thing is read once: an answer of the caller leads through several steps that ask for the same rows. */
export const withOneReading = <T>(work: () => Promise<T>): Promise<T> => readings.run(new Map(), work);

/** What `read` gives, read once within `withOneReading` and each time outside of it; a read that failed is tried again. */
export function readOnce<T>(key: string, read: () => Promise<T>): Promise<T> {
  const known = readings.getStore();
  if (known === undefined) return read();
  const earlier = known.get(key) as Promise<T> | undefined;
  if (earlier !== undefined) return earlier;
  const reading = read();
  known.set(key, reading);
  reading.catch(() => known.delete(key));
  return reading;
}
