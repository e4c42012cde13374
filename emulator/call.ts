import { type Deferred, deferred } from './deferred';
import type { Entry, EntryKind } from './journal';
import type { Handset } from './handset';
import type { Network } from './network';
import { type Input, Run } from './run';
import { type CallEvent, StatusCallbacks, type StatusTarget } from './status-callbacks';
import type { Source } from './twiml/source';
import type { Method } from './webhook';

export type CallStatus =
  'queued' | 'ringing' | 'in-progress' | 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled';
export type FinalStatus = Exclude<CallStatus, 'queued' | 'ringing' | 'in-progress'>;
type Direction = 'inbound' | 'outbound-api' | 'outbound-dial';
/** What is happening on the line now; a phone can wait for one of these. */
export type Activity =
  'ringing' | 'fetching' | 'speaking' | 'gathering' | 'recording' | 'dialing' | 'queued' | 'bridged' | 'over';

/** How a call was asked for. */
export interface CallSetup {
  readonly from: string;
  readonly to: string;
  readonly direction: Direction;
  readonly parent: Call | null;
  readonly fallback: { readonly url: string; readonly method: Method } | null;
  readonly statusCallback: StatusTarget | null;
}

/** What a Gather or Record on the call waits for. */
export interface Asking {
  readonly kind: 'gather' | 'record';
  /** The absolute URL that the answer goes to. */
  readonly url: string;
  readonly path: string;
  readonly numDigits: number | null;
  readonly finishOnKey: string;
  readonly timeoutMs: number;
  readonly speech: boolean;
}

/** A telephone as its calls see it. */
export interface CalledPhone extends Handset {
  /** What keeps a call from ringing here. */
  obstacle(): Extract<FinalStatus, 'busy' | 'failed'> | null;
  missed(call: Call, why: string): void;
  ring(call: Call): void;
  released(call: Call): void;
}

/** Runs document after document until one runs out; throws Interrupted when the call ends or is sent elsewhere. */
export type Perform = (call: Call, run: Run, source: Source) => Promise<void>;

/** The exchange as calls see it. */
export interface CallExchange extends Network {
  readonly calls: Call[];
  /** Runs TwiML. It is handed in, because the verbs import this file and this file may not import them. */
  readonly perform: Perform;
  phone(number: string): CalledPhone;
  /** Whose phone an inbound call comes from, also when the number is withheld. */
  callerOf(call: Call): string;
  noteCaller(call: Call, number: string): void;
}

/** What a call needs to know of its place in a queue; queue.ts has the rest. */
interface QueuePlace {
  /** Counted from 1; 0 once the caller has left the queue. */
  readonly position: number;
}

type Details = Pick<Entry, 'language' | 'url'>;

/** One leg between the carrier and one phone, with its own CallSid. */
export class Call {
  readonly sid: string;
  readonly createdAt: Date;
  status: CallStatus;
  activity: Activity = 'ringing';
  asking: Asking | null = null;
  bridgedTo: Call | null = null;
  /** Its place in a queue, while it waits there. */
  member: QueuePlace | null = null;
  startedAt: Date | null = null;
  answeredAt: Date | null = null;
  endedAt: Date | null = null;
  answeredBy: string | null = null;
  /** How long it waited for its turn to start, in milliseconds. */
  queuedForMs = 0;
  /** The last requests that a hang-up sets off; the `completed` callback is sent once all of them are over. */
  readonly closing: Promise<unknown>[] = [];
  private readonly callbacks: StatusCallbacks;
  private readonly pickedUp: Deferred<boolean> = deferred<boolean>();
  private readonly finished: Deferred<undefined> = deferred<undefined>();
  private run: Run | null = null;

  constructor(
    readonly exchange: CallExchange,
    readonly setup: CallSetup,
  ) {
    this.sid = exchange.sids.next('CA');
    this.createdAt = exchange.clock.now();
    this.status = setup.direction === 'inbound' ? 'ringing' : 'queued';
    this.callbacks = new StatusCallbacks(this);
    exchange.calls.push(this);
  }

  /** The phone at the far end: the caller's when inbound, else the called one. */
  get phone(): CalledPhone {
    return this.exchange.phone(this.setup.direction === 'inbound' ? this.exchange.callerOf(this) : this.setup.to);
  }

  /** All that happened on this call, the program's answers included. */
  get transcript(): Entry[] {
    return this.exchange.journal.entries.filter((entry) => entry.callSid === this.sid);
  }

  get live(): boolean {
    return this.endedAt === null;
  }

  /** True when somebody answers, false when the call ends before. */
  get answered(): Promise<boolean> {
    return this.pickedUp.promise;
  }

  get over(): Promise<undefined> {
    return this.finished.promise;
  }

  /** Whole seconds between answer and end, rounded up as bills are. */
  get seconds(): number {
    if (!this.answeredAt || !this.endedAt) return 0;
    return Math.ceil((this.endedAt.getTime() - this.answeredAt.getTime()) / 1000);
  }

  /** The outbound call leaves the queue, or its phone begins to ring. */
  progress(event: 'initiated' | 'ringing'): void {
    this.startedAt ??= this.exchange.clock.now();
    if (event === 'ringing') this.status = 'ringing';
    this.report(event);
  }

  answer(): void {
    if (this.answeredAt || !this.live) return;
    this.answeredAt = this.exchange.clock.now();
    this.status = 'in-progress';
    this.log('answer', 'answered');
    this.report('answered');
    this.pickedUp.resolve(true);
  }

  end(status: FinalStatus, why = status as string): void {
    if (!this.live) return;
    this.endedAt = this.exchange.clock.now();
    this.status = status;
    this.activity = 'over';
    this.asking = null;
    this.log('hangup', why);
    this.run?.stop();
    this.pickedUp.resolve(false);
    this.finished.resolve(undefined);
    this.phone.released(this);
    this.report('completed');
  }

  /** Ends the call with the status that fits: completed when it was answered, otherwise no-answer for an inbound and canceled for an outbound one. */
  hangUp(why: string): void {
    this.end(this.answeredAt ? 'completed' : this.setup.direction === 'inbound' ? 'no-answer' : 'canceled', why);
  }

  /** Runs TwiML until the call is over; what ran before is interrupted. */
  start(source: Source): void {
    const other = this.bridgedTo;
    this.bridgedTo = null;
    other?.offer({ kind: 'nothing' });
    this.exchange.spawn(
      this.execute(source).then(() => {
        this.end('completed', 'the document ended');
      }),
    );
  }

  /** Runs TwiML until the document runs out, without ending the call then; throws Interrupted when the call ends before. */
  async execute(source: Source): Promise<void> {
    this.run?.stop();
    this.asking = null;
    const run = new Run(this.exchange.clock);
    this.run = run;
    await this.exchange.perform(this, run, source);
  }

  /** Stops whatever runs, without a word to anybody: the emulator is going down. */
  abandon(): void {
    this.run?.stop();
  }

  /** Hands a key or words from the phone to the verb that waits for input. */
  offer(input: Input): void {
    this.run?.offer(input);
  }

  /** The phone is about to speak: the verb that waits for words does not count the next `ms` milliseconds as silence. */
  hold(ms: number): void {
    this.run?.hold(ms);
  }

  log(kind: EntryKind, text: string, details: Details = {}): void {
    const entry = { at: this.exchange.clock.now(), kind, who: this.phone.number, callSid: this.sid, text, ...details };
    this.exchange.journal.add(entry);
  }

  private report(event: CallEvent): void {
    this.callbacks.report(event);
  }
}
