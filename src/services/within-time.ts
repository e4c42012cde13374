import type { Clock } from '../clock';

/** What `work` gives, or what `late` gives when that takes longer than `ms`: a carrier waits 15 s for a document, however slow the database is. Work that is late goes on unheard. */
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
