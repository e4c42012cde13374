import type { Clock } from './clock';

interface Timer {
  /** Milliseconds since 1970, on the shifted clock. */
  readonly at: number;
  readonly order: number;
  readonly task: () => void;
  cancel: () => void;
}

/** Real time for people who do not want to wait: it goes at the pace of the clock beneath it, and can be moved forward. */
export class ShiftedClock implements Clock {
  private nextOrder = 0;
  private readonly timers = new Set<Timer>();

  /** `ahead` is how far it is ahead of `base`, in milliseconds. */
  constructor(
    private readonly base: Clock,
    private ahead = 0,
  ) {}

  get shiftMs(): number {
    return this.ahead;
  }

  now(): Date {
    return new Date(this.base.now().getTime() + this.ahead);
  }

  after(ms: number, task: () => void): () => void {
    const at = this.now().getTime() + Math.max(0, ms);
    const timer: Timer = { at, order: this.nextOrder++, task, cancel: () => undefined };
    this.timers.add(timer);
    this.arm(timer, ms);
    return () => {
      timer.cancel();
      this.timers.delete(timer);
    };
  }

  /** When the next timer is due, or null. */
  nextAt(): Date | null {
    const [first] = this.inOrder();
    return first === undefined ? null : new Date(first.at);
  }

  /** Moves forward by `ms` milliseconds; what has fallen due runs in order when `first`, which sees the new time already, is done. */
  async shift(ms: number, first: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    this.ahead += ms;
    await first();
    const now = this.now().getTime();
    for (const timer of this.inOrder()) {
      timer.cancel();
      this.arm(timer, timer.at - now);
    }
  }

  private inOrder(): Timer[] {
    return [...this.timers].sort((one, other) => one.at - other.at || one.order - other.order);
  }

  private arm(timer: Timer, ms: number): void {
    timer.cancel = this.base.after(Math.max(0, ms), () => {
      this.timers.delete(timer);
      timer.task();
    });
  }
}
