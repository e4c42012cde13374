import { type Clock, elapse, realClock } from './clock';
import { ShiftedClock } from './shifted-clock';

/** Where the clock stands. */
export interface ClockState {
  readonly now: Date;
  /** How far it is ahead of real time, in milliseconds. */
  readonly shiftMs: number;
  /** Whether it is being moved forward now. */
  readonly forwarding: boolean;
}

/** A program that shares the clock: it moves its own clock to the shift, does what is due, and answers when its next work is due, or null when it does not know. */
export type Follower = (shiftMs: number) => Promise<Date | null>;

const MINUTE_MS = 60_000;
const LONGEST_MINUTES = 7 * 24 * 60;
const LONGEST_STEP_MS = 60_000;
/** The length of a step while a program that shares the clock has overdue work, so that it can catch up. */
const SMALL_STEP_MS = 5000;
/** Real milliseconds after a step before anybody is asked whether they are busy: what a step sets off needs a moment to begin. */
const LOOK_AFTER_MS = 3;

/** Moves a ShiftedClock forward in steps; each step begins when everything that the step before set off is over. */
export class FastForward {
  private target: number | null = null;
  private follower: Follower = () => Promise.resolve(null);
  private due: Date | null = null;
  private readonly listeners = new Set<(state: ClockState) => void>();

  constructor(
    private readonly clock: Clock,
    /** Whether something is in flight: time waits for it. */
    private readonly busy: () => boolean,
  ) {}

  get state(): ClockState {
    const shiftMs = this.clock instanceof ShiftedClock ? this.clock.shiftMs : 0;
    return { now: this.clock.now(), shiftMs, forwarding: this.target !== null };
  }

  /** Begins to move the clock forward by `minutes` from now; a move that is under way ends then instead. Throws when the clock cannot be moved, or not so far. */
  forward(minutes: number): ClockState {
    const { clock } = this;
    if (!(clock instanceof ShiftedClock)) throw new Error('This clock cannot be moved');
    if (!(minutes > 0 && minutes <= LONGEST_MINUTES)) {
      throw new Error(`The clock moves forward by more than 0 and at most ${LONGEST_MINUTES} minutes`);
    }
    const isMoving = this.target !== null;
    this.target = clock.now().getTime() + minutes * MINUTE_MS;
    if (!isMoving) void this.move(clock);
    return this.state;
  }

  /** Ends a move, so that time goes on at its own pace; does nothing when there is no move. */
  stop(): void {
    if (this.target === null) return;
    this.target = null;
    this.tell();
  }

  /** Calls the listener with every change but the ticking of the clock; the returned function removes the listener. */
  listen(listener: (state: ClockState) => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  /** Makes a program move with the clock: each step waits for the program. The follower must not throw. */
  followedBy(follower: Follower): void {
    this.follower = follower;
  }

  private async move(clock: ShiftedClock): Promise<void> {
    await this.rest(clock);
    while (this.target !== null) {
      const left = this.target - clock.now().getTime();
      if (left <= 0) this.stop();
      else await this.step(clock, Math.min(left, this.untilNext(clock)));
    }
  }

  private async step(clock: ShiftedClock, ms: number): Promise<void> {
    await clock.shift(ms, async () => {
      this.tell();
      await this.follower(clock.shiftMs);
    });
    await this.rest(clock);
  }

  /** How far the next step goes: never beyond what falls due next, in the emulator or in the program that follows. */
  private untilNext(clock: ShiftedClock): number {
    const now = clock.now().getTime();
    const ours = (clock.nextAt()?.getTime() ?? Infinity) - now;
    const theirs = (this.due?.getTime() ?? Infinity) - now;
    return Math.max(0, Math.min(ours, theirs > 0 ? theirs : SMALL_STEP_MS, LONGEST_STEP_MS));
  }

  private async rest(clock: ShiftedClock): Promise<void> {
    do {
      await elapse(realClock, LOOK_AFTER_MS);
      this.due = await this.follower(clock.shiftMs);
    } while (this.busy());
  }

  private tell(): void {
    const { state } = this;
    for (const listener of this.listeners) listener(state);
  }
}
