import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { EmulatorClock } from './emulator-clock';
import type { Logger } from './logger';
import type { Worker } from './services/worker/worker';

/** What moves with the emulator's clock. */
export interface ClockFollower {
  readonly clock: EmulatorClock;
  /** The worker, which the time waits for; null in a process without one. */
  readonly worker: () => Pick<Worker, 'busy' | 'nextDueAt'> | null;
  /** Keeps how far the clock is ahead for the next start, in milliseconds. */
  readonly save: (aheadMs: number) => Promise<void>;
  readonly log: Logger;
}

const shifted = z.object({ shiftMs: z.number().nonnegative() });
const lookEveryMs = 1;
/** Timers that have fallen due begin within so many milliseconds. */
const beginsWithinMs = 2;

/** Keeps our clock at the emulator's, which may be moved forward; answers each step once what was due in it is done. */
export function followEmulator(emulator: ChildProcess, follower: ClockFollower): void {
  emulator.on('message', (message) => {
    const step = shifted.safeParse(message);
    if (!step.success) return;
    const { shiftMs } = step.data;
    moveTo(shiftMs, follower)
      .catch((error: unknown) => {
        follower.log.warn('the clock could not be moved in full', { error });
      })
      .finally(() => {
        const dueAt = follower.worker()?.nextDueAt()?.getTime() ?? null;
        if (emulator.connected) emulator.send({ reachedMs: shiftMs, dueAt });
      });
  });
  emulator.send({ followsClock: true });
}

async function moveTo(shiftMs: number, { clock, worker, save }: ClockFollower): Promise<void> {
  const rest = async (): Promise<void> => {
    while (worker()?.busy() === true) await pause(lookEveryMs);
  };
  await rest();
  if (shiftMs === clock.aheadMs) return;
  clock.moveTo(shiftMs);
  await Promise.all([save(shiftMs), pause(beginsWithinMs)]);
  await rest();
}
