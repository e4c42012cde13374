import type { Call, CallExchange } from './call';
import { type Deferred, deferred } from './deferred';
import type { Source } from './twiml/source';

/** How many callers fit into a queue whose size the program did not set. */
export const DEFAULT_SIZE = 1000;
export const LARGEST_SIZE = 5000;
export const LONGEST_NAME = 64;

/** The exchange as queues see it. */
export interface QueueExchange extends CallExchange {
  readonly queues: Queue[];
}

/** A Dial that has taken a waiting caller. */
export interface Taking {
  readonly by: Call;
  /** What the caller hears before the two are connected. */
  readonly whisper: Source | null;
}

/** A call that waits in a queue. */
export class Member {
  readonly enqueuedAt: Date;
  readonly taken: Deferred<Taking> = deferred<Taking>();
  /** Whether the caller is still there when the whisper is over. */
  readonly ready: Deferred<boolean> = deferred<boolean>();
  /** Whether the caller talks, or has talked, with the phone that took the call. */
  bridged = false;
  /** Resolves when the other side has hung up. */
  readonly released: Deferred<undefined> = deferred<undefined>();

  constructor(
    readonly call: Call,
    readonly queue: Queue,
  ) {
    this.enqueuedAt = call.exchange.clock.now();
  }

  /** Counted from 1; 0 once the caller has left the queue. */
  get position(): number {
    return this.queue.members.indexOf(this) + 1;
  }

  /** How long the caller has waited so far, in whole seconds. */
  get waited(): number {
    return Math.floor((this.call.exchange.clock.now().getTime() - this.enqueuedAt.getTime()) / 1000);
  }
}

/** Callers who wait, first come first served. */
export class Queue {
  readonly sid: string;
  readonly createdAt: Date;
  updatedAt: Date;
  readonly members: Member[] = [];
  /** Dials that wait for somebody to come. */
  private readonly takers: ((member: Member) => void)[] = [];

  constructor(
    readonly exchange: QueueExchange,
    public name: string,
    public maxSize = DEFAULT_SIZE,
  ) {
    this.sid = exchange.sids.next('QU');
    this.createdAt = exchange.clock.now();
    this.updatedAt = this.createdAt;
    exchange.queues.push(this);
  }

  /** How long those who wait now have waited, in whole seconds. */
  get averageWait(): number {
    if (this.members.length === 0) return 0;
    return Math.floor(this.members.reduce((sum, { waited }) => sum + waited, 0) / this.members.length);
  }

  /** The call's place at the end of the queue, or null when the queue is full. */
  join(call: Call): Member | null {
    if (this.members.length >= this.maxSize) return null;
    const member = new Member(call, this);
    this.members.push(member);
    call.member = member;
    this.takers.shift()?.(member);
    return member;
  }

  leave(member: Member): void {
    const index = this.members.indexOf(member);
    if (index !== -1) this.members.splice(index, 1);
    if (member.call.member === member) member.call.member = null;
    member.ready.resolve(false);
  }

  /** The first caller whom nobody has taken yet; null when none comes within `ms` milliseconds. `giveUp` ends the wait. */
  next(ms: number): { readonly member: Promise<Member | null>; readonly giveUp: () => void } {
    const found = deferred<Member | null>();
    const first = this.members.shift();
    if (first) return { member: Promise.resolve(first), giveUp: () => undefined };
    const taker = (member: Member): void => {
      this.members.splice(this.members.indexOf(member), 1);
      found.resolve(member);
    };
    this.takers.push(taker);
    const giveUp = (): void => {
      cancel();
      const index = this.takers.indexOf(taker);
      if (index !== -1) this.takers.splice(index, 1);
      found.resolve(null);
    };
    const cancel = this.exchange.clock.after(ms, giveUp);
    return { member: found.promise, giveUp };
  }
}
