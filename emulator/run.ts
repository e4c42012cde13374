import type { Clock } from './clock';
import { deferred } from './deferred';

/** What can reach a waiting verb. */
export type Input =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'words'; readonly words: string; readonly ms: number }
  | { readonly kind: 'nothing' };

/** Thrown into a verb whose call was ended or sent elsewhere. */
export class Interrupted extends Error {}

/** One execution of TwiML on a call, from its first document until it runs out, is redirected from outside, or the call ends. */
export class Run {
  private readonly interruption = deferred<never>();
  private listener: ((input: Input) => void) | null = null;
  private stopped = false;

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
    const cancel = this.clock.after(ms, () => {
      input.resolve({ kind: 'nothing' });
    });
    try {
      return await this.guard(input.promise);
    } finally {
      cancel();
      this.listener = null;
    }
  }

  /** Lets time go by, deaf to keys. */
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

  /** Hands input to the verb that waits for it; false when none does. */
  offer(input: Input): boolean {
    const listener = this.listener;
    this.listener = null;
    listener?.(input);
    return listener !== null;
  }

  stop(): void {
    this.stopped = true;
    this.interruption.reject(new Interrupted());
  }
}
