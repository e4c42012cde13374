import { elapse, realClock } from './clock';
import type { Emulator } from './emulator';

interface FromParent {
  readonly followsClock?: unknown;
  readonly reachedMs?: unknown;
  readonly dueAt?: unknown;
}

/** Real milliseconds that a step waits for the parent's answer: one that never answers must not stop the time. */
const PATIENCE_MS = 3000;

/**
 * A program that forked the emulator may share its clock: it sends `{ followsClock: true }` once, gets `{ shiftMs }`
 * at each step, moves its own clock to that shift, and answers `{ reachedMs: shiftMs, dueAt }` when it has done what is
 * due; `dueAt` is when it has something to do next, in milliseconds since 1970, or null.
 */
export function letParentFollow({ time }: Pick<Emulator, 'time'>): void {
  const waiting = new Map<number, (due: Date | null) => void>();
  process.on('message', ({ followsClock, reachedMs, dueAt }: FromParent) => {
    if (followsClock === true) time.followedBy(tellParent);
    if (typeof reachedMs === 'number') waiting.get(reachedMs)?.(typeof dueAt === 'number' ? new Date(dueAt) : null);
  });

  async function tellParent(shiftMs: number): Promise<Date | null> {
    if (!process.connected) return null;
    const reached = new Promise<Date | null>((resolve) => waiting.set(shiftMs, resolve));
    process.send?.({ shiftMs });
    const due = await Promise.race([reached, elapse(realClock, PATIENCE_MS).then(() => null)]);
    waiting.delete(shiftMs);
    return due;
  }
}
