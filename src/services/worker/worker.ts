import { isDatabaseUnavailable, readAfresh } from '../../../models/database';
import { latest } from '../../domain/latest';
import type { Context } from '../context';
import { sweep, type Swept } from './sweep';

/** After so many rounds a cycle that always finds more work is broken off, and goes on at the next beat. */
const mostCycles = 100;

/** Starts the loop: it wakes at a poke, when a row falls due, and every `pollEvery` milliseconds. Nothing that goes wrong ends it. */
export function startWorker(context: Context, { pollEvery }: { readonly pollEvery: number }): Worker {
  const worker = new Worker(context, pollEvery);
  worker.poke();
  return worker;
}

/** The loop that does what rows say is due. */
export class Worker {
  private running: Promise<void> | null = null;
  private isPoked = false;
  private isStopped = false;
  private alive: Date | null = null;
  private hasDatabase = true;
  private next: Date | null = null;
  private cancelWake = (): void => undefined;

  constructor(
    private readonly context: Context,
    private readonly pollEvery: number,
  ) {}

  /** Looks for work now; when the worker is already looking, it looks once more. */
  poke(): void {
    this.isPoked = true;
    if (this.isStopped || this.running) return;
    this.cancelWake();
    this.running = readAfresh(() => this.work()).finally(() => {
      this.running = null;
      // A poke may have come since the last look.
      if (this.isPoked) this.poke();
    });
  }

  /** Ends the loop after the cycle under way. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.cancelWake();
    await this.running;
  }

  /** When a look for work, or the work on any row, last ended; null before the first. */
  aliveAt(): Date | null {
    return latest([this.alive, this.context.putOff.lastTriedAt()]);
  }

  /** When a row will be due next by the clock alone, as the last cycle saw it; null when nothing waits. */
  nextDueAt(): Date | null {
    return this.next;
  }

  busy(): boolean {
    return this.running !== null;
  }

  private async work(): Promise<void> {
    let wakeIn = this.pollEvery;
    for (let cycles = 0; this.isPoked && cycles < mostCycles && !this.isStopped; cycles += 1) {
      this.isPoked = false;
      wakeIn = await this.lookOnce();
    }
    this.isPoked = false;
    if (this.isStopped) return;
    this.cancelWake = this.context.clock.after(wakeIn, () => {
      this.poke();
    });
  }

  /** Looks once; returns the milliseconds until the next look. */
  private async lookOnce(): Promise<number> {
    try {
      const { did, isMoreDue, next } = await this.cycle();
      this.next = next;
      this.isPoked ||= did > 0 && isMoreDue;
      return msUntil(next, this.context.clock.now(), this.pollEvery);
    } catch (error) {
      this.reportFailure(error);
      return this.pollEvery;
    }
  }

  private async cycle(): Promise<Swept> {
    const { clock, log, metrics } = this.context;
    const startedAt = clock.now().getTime();
    const swept = await sweep(this.context, () => {
      this.alive = clock.now();
    });
    metrics.sweepFinished(clock.now().getTime() - startedAt);
    if (!this.hasDatabase) log.info('the sweep goes on: the database is back');
    this.hasDatabase = true;
    return swept;
  }

  /** Logs a failure; a database that is down is logged once, not at every beat. */
  private reportFailure(error: unknown): void {
    const { log } = this.context;
    if (!isDatabaseUnavailable(error)) log.error('a cycle of the sweep failed', { error });
    else if (this.hasDatabase) log.warn('the sweep waits for the database');
    this.hasDatabase &&= !isDatabaseUnavailable(error);
  }
}

/** What was due and could not be done waits for the next beat; what falls due before it is done on time. */
function msUntil(next: Date | null, now: Date, pollEvery: number): number {
  if (next === null) return pollEvery;
  return Math.min(Math.max(0, next.getTime() - now.getTime()), pollEvery);
}
