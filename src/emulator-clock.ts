import type { Clock } from './clock';

interface Timer {
  /** Milliseconds since 1970, on this clock. */
  readonly at: number;
  readonly task: () => void;
  cancel: () => void;
}

/** The clock of a hotline with the carrier emulator: real time plus what the emulator's clock was moved forward. */
export class EmulatorClock implements Clock {
  private readonly timers = new Set<Timer>();
  private moved: Date | null = null;

  /** `aheadMs` is how far this clock is ahead of `base`, in milliseconds. */
  constructor(
    private readonly base: Clock,
    private ahead: number,
  ) {}

  get aheadMs(): number {
    return this.ahead;
  }

  get movedAt(): Date | null {
    return this.moved;
  }

  now(): Date {
    return new Date(this.base.now().getTime() + this.ahead);
  }

  after(ms: number, task: () => void): () => void {
    const timer: Timer = { at: this.now().getTime() + Math.max(0, ms), task, cancel: () => undefined };
    this.timers.add(timer);
    this.arm(timer, ms);
    return () => {
      timer.cancel();
      this.timers.delete(timer);
    };
  }

  /** Sets how far the clock is ahead; timers that have fallen due run soon, the earliest first. */
  moveTo(aheadMs: number): void {
    this.ahead = aheadMs;
    this.moved = this.now();
    const now = this.moved.getTime();
    for (const timer of [...this.timers].sort((one, other) => one.at - other.at)) {
      timer.cancel();
      this.arm(timer, timer.at - now);
    }
  }

  private arm(timer: Timer, ms: number): void {
    timer.cancel = this.base.after(Math.max(0, ms), () => {
      this.timers.delete(timer);
      timer.task();
    });
  }
}
