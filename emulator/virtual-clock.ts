import { AsyncLocalStorage } from 'node:async_hooks';
import { type Clock, elapse, nextTurn, realClock } from './clock';

/** Somebody whose work must be done before time goes on. */
export interface Party {
  busy(): boolean;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly task: () => void;
}

/** How many turns of the event loop in a row must find nobody busy: a request over loopback needs a few to arrive. */
const QUIET_TURNS = 8;
/** After so many turns the wait goes on with real timers, so that other processes get the processor. */
const EAGER_TURNS = 200;
const PATIENT_MS = 1;
const GUARD_MS = 10_000;
const DAY_MS = 86_400_000;

/** The clock whose script runs in this flow of control. All clocks share one storage, since each further one slows down every promise. */
const script = new AsyncLocalStorage<VirtualClock>();

/**
 * A clock that stands still until it is told to move, shared by the emulator and the program under test.
 * It moves from timer to timer and goes on only when every registered party has nothing in flight.
 */
export class VirtualClock implements Clock {
  private time: number;
  private timers: Timer[] = [];
  private nextOrder = 0;
  private scripts = 0;
  private lastMove: Promise<unknown> = Promise.resolve();
  private readonly parties = new Map<string, Party>();

  /** `guardMs` is how long, in real time, somebody may be busy before a move fails. */
  constructor(
    start: Date | string,
    private readonly guardMs = GUARD_MS,
  ) {
    this.time = new Date(start).getTime();
  }

  now(): Date {
    return new Date(this.time);
  }

  after(ms: number, task: () => void): () => void {
    const timer = { at: this.time + Math.max(0, ms), order: this.nextOrder++, task };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** Makes time stand still while `party` is busy; the returned function ends that. */
  register(name: string, party: Party): () => void {
    this.parties.set(name, party);
    return () => {
      if (this.parties.get(name) === party) this.parties.delete(name);
    };
  }

  /** Moves by `ms` milliseconds, running what falls due; throws after 10 s of real time, naming who is busy. */
  advance(ms: number): Promise<void> {
    return this.inTurn(() => this.moveTo(this.time + ms));
  }

  /** Moves to a moment; when it is past already, this only waits for idle and runs what is due. */
  advanceTo(date: Date): Promise<void> {
    return this.inTurn(() => this.moveTo(Math.max(this.time, date.getTime())));
  }

  /** Waits for idle and runs what is due now, without moving. */
  settle(): Promise<void> {
    return this.advance(0);
  }

  /** The same as `advance`, under the name by which phones let time go by. */
  pass(ms: number): Promise<void> {
    return this.advance(ms);
  }

  /** Moves from timer to timer until `done` is true, at most `limitMs`; answers whether it became true. */
  until(done: () => boolean, limitMs = DAY_MS): Promise<boolean> {
    return this.inTurn(async () => {
      const end = this.time + limitMs;
      await this.moveTo(this.time);
      while (!done() && (await this.runNext(end))) await this.idle();
      return done();
    });
  }

  /** Runs a script inside a move (a phone that answers when it rings); time waits for it, except where it moves time itself. */
  script(task: () => Promise<void>): void {
    this.scripts += 1;
    void script.run(this, task).finally(() => {
      this.scripts -= 1;
    });
  }

  /** Resolves when nobody has been busy for several turns of the event loop. */
  async idle(): Promise<void> {
    const deadline = performance.now() + this.guardMs;
    let quiet = 0;
    for (let turns = 0; quiet < QUIET_TURNS; turns += 1) {
      await (quiet === 0 && turns > EAGER_TURNS ? elapse(realClock, PATIENT_MS) : nextTurn());
      const busy = this.whoIsBusy();
      quiet = busy.length === 0 ? quiet + 1 : 0;
      if (performance.now() > deadline) {
        throw new Error(`Time cannot go on: still busy after ${this.guardMs / 1000} s: ${busy.join(', ')}`);
      }
    }
  }

  private whoIsBusy(): string[] {
    const busy = [...this.parties].filter(([, party]) => party.busy()).map(([name]) => name);
    return this.scripts > 0 && !this.isInScript() ? [...busy, 'a phone script'] : busy;
  }

  private isInScript(): boolean {
    return script.getStore() === this;
  }

  /** Makes moves wait for each other, except those of a script: they are part of the move that set the script off. */
  private inTurn<T>(move: () => Promise<T>): Promise<T> {
    if (this.isInScript()) return move();
    const result = this.lastMove.then(move, move);
    this.lastMove = result.catch(() => undefined);
    return result;
  }

  private async moveTo(target: number): Promise<void> {
    await this.idle();
    while (await this.runNext(target)) await this.idle();
    this.time = Math.max(this.time, target);
  }

  /** Runs the earliest timer not after `target`; false when there is none. */
  private runNext(target: number): Promise<boolean> {
    const next = this.timers.reduce<Timer | null>((first, timer) => (isBefore(timer, first) ? timer : first), null);
    if (!next || next.at > target) return Promise.resolve(false);
    this.timers = this.timers.filter((timer) => timer !== next);
    this.time = Math.max(this.time, next.at);
    next.task();
    return Promise.resolve(true);
  }
}

function isBefore(timer: Timer, other: Timer | null): boolean {
  return other === null || timer.at < other.at || (timer.at === other.at && timer.order < other.order);
}
