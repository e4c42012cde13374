/** The one source of time. Production passes the system clock, tests a clock that they move by hand. */
export interface Clock {
  now(): Date;
  /** Runs `task` once after `ms` milliseconds of this clock; the returned function cancels it. No effect may depend on this timer alone: a restart loses it. */
  after(ms: number, task: () => void): () => void;
  /** How far the clock is ahead of real time, in milliseconds; not at all when absent. */
  readonly aheadMs?: number;
  /** When the clock was last moved forward, by its own time; null when never. */
  readonly movedAt?: Date | null;
}

export const systemClock: Clock = {
  // eslint-disable-next-line no-restricted-syntax -- the one place where real time enters
  now: () => new Date(),
  after: (ms, task) => {
    // eslint-disable-next-line no-restricted-globals -- the one place where real timers are set
    const timer = setTimeout(task, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};
