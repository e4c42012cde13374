import type { Clock } from '../clock';

/** The result of `work`, or of `late` when `work` takes longer than `ms` milliseconds: a carrier waits only 15 s for a document. Work that is late goes on, but its result is ignored. */
export async function withinTime<T>(clock: Clock, ms: number, work: Promise<T>, late: () => T): Promise<T> {
  let cancel = (): void => undefined;
  const deadline = new Promise<T>((resolve) => {
    cancel = clock.after(ms, () => {
      resolve(late());
    });
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    cancel();
  }
}
