import type { Clock } from './clock';
import { deferred } from './deferred';
import type { Wav } from './wav';

/** What can reach a waiting verb. */
export type Input =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'words'; readonly words: string; readonly ms: number; readonly sound: Wav | null }
  | { readonly kind: 'nothing' };

/** Thrown into a verb whose call was ended or sent elsewhere. */
export class Interrupted extends Error {}

/** One execution of TwiML on a call, from its first document until it runs out, is redirected from outside, or the call ends. */
export class Run {
  private readonly interruption = deferred<never>();
  private listener: ((input: Input) => void) | null = null;
  private stopped = false;
  private inner: Run | null = null;
  private patience: Patience | null = null;

  constructor(private readonly clock: Clock) {
    this.interruption.promise.catch(() => undefined);
  }

  /** The result of `work`, unless the run is stopped before; then throws Interrupted. */
  async guard<T>(work: Promise<T>): Promise<T> {
    const result = await Promise.race([work, this.interruption.promise]);
    if (this.stopped) throw new Interrupted();
    return result;
  }

  /** Waits for a key or words, at most `ms` milliseconds. */
  async next(ms: number): Promise<Input> {
    const input = deferred<Input>();
    this.listener = input.resolve;
    const patience = new Patience(this.clock, ms, () => {
      input.resolve({ kind: 'nothing' });
    });
    this.patience = patience;
    try {
      return await this.guard(input.promise);
    } finally {
      patience.end();
      this.patience = null;
      this.listener = null;
    }
  }

  /** Lets time go by; keys and words that come meanwhile are lost. */
  async pass(ms: number): Promise<void> {
    const done = deferred<undefined>();
    const cancel = this.clock.after(ms, () => {
      done.resolve(undefined);
    });
    try {
      await this.guard(done.promise);
    } finally {
      cancel();
    }
  }

  /** Begins a run inside this one, such as what is heard in a queue. It gets all input until it stops, and it stops when this one does. */
  nest(): Run {
    this.inner?.stop();
    this.inner = new Run(this.clock);
    return this.inner;
  }

  /** Hands input to the verb that waits for it; false when none does. */
  offer(input: Input): boolean {
    if (this.inner && !this.inner.stopped) return this.inner.offer(input);
    const listener = this.listener;
    this.listener = null;
    listener?.(input);
    return listener !== null;
  }

  /** Somebody is about to speak: the verb that waits does not give up within the next `ms` milliseconds. */
  hold(ms: number): void {
    if (this.inner && !this.inner.stopped) this.inner.hold(ms);
    else this.patience?.extend(ms);
  }

  stop(): void {
    this.stopped = true;
    this.inner?.stop();
    this.interruption.reject(new Interrupted());
  }
}

/** A wait that can become longer before it is over. */
class Patience {
  private until: number;
  private cancel: () => void;

  constructor(
    private readonly clock: Clock,
    ms: number,
    private readonly isOver: () => void,
  ) {
    this.until = clock.now().getTime() + ms;
    this.cancel = clock.after(ms, isOver);
  }

  extend(ms: number): void {
    const until = this.clock.now().getTime() + ms;
    if (until <= this.until) return;
    this.cancel();
    this.until = until;
    this.cancel = this.clock.after(ms, this.isOver);
  }

  end(): void {
    this.cancel();
  }
}
