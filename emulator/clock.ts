/** Where the emulator takes the time from; any object of this shape will do, so that a program under test can share its own. */
export interface Clock {
  now(): Date;
  /** Runs `task` once after `ms` milliseconds of this clock; the returned function cancels it. */
  after(ms: number, task: () => void): () => void;
}

/** Real time, as people at telephones live in it. Every real timer of the emulator is set here or, for a turn of the event loop, in nextTurn. */
export const realClock: Clock = {
  // eslint-disable-next-line no-restricted-syntax -- the one place of the emulator where real time enters
  now: () => new Date(),
  after: (ms, task) => {
    // eslint-disable-next-line no-restricted-globals -- the one place of the emulator where real timers are set
    const timer = setTimeout(task, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};

/** Resolves after `ms` milliseconds of a clock. */
export function elapse(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

/** Resolves in the next turn of the event loop, when what the present one set off has been noted. No clock counts these turns: they take no time. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    // eslint-disable-next-line no-restricted-globals -- the one place where turns of the event loop are counted
    setImmediate(resolve);
  });
}

/** A clock whose timers can all be cancelled at once, so that nothing is left when its owner stops. */
export class OwnTimers implements Clock {
  private readonly cancels = new Set<() => void>();

  constructor(private readonly clock: Clock) {}

  now(): Date {
    return this.clock.now();
  }

  after(ms: number, task: () => void): () => void {
    const cancelTimer = this.clock.after(ms, () => {
      this.cancels.delete(cancel);
      task();
    });
    const cancel = (): void => {
      this.cancels.delete(cancel);
      cancelTimer();
    };
    this.cancels.add(cancel);
    return cancel;
  }

  cancelAll(): void {
    for (const cancel of this.cancels) cancel();
  }
}
