import { afterCommit, isDatabaseUnavailable } from '../../models/database';
import { isPassing } from '../../models/database-errors';
import { insertMissing } from '../../models/sql-values';
import type { Clock } from '../clock';
import type { Input, Position } from '../domain/flow';
import type { Logger } from '../logger';
import type { CallInfo } from '../domain/call';
import { beginCalls, type BegunCall } from './begin-calls';
import { endCalls, type EndedCall } from './end-calls';
import { enterToken, type Told } from './first-told';
import { noteCalls, type CallFacts } from './note-calls';

/** Who called and which nodes a call walked, written in batches off the request path (ADR 0002). */
export interface CallLog {
  begin(call: BegunCall): void;
  step(step: WalkedStep): void;
  /** Notes that the caller is asked at this node; if nothing follows, the call broke off there. */
  enter(place: EnteredNode): void;
  /** Keeps what a verb told, for repeats of the webhook; a quiet result only in the memory of this process. */
  tell(fact: ToldLine): void;
  /** What was told at this place by the same webhook, as far as this process remembers. */
  told(call: CallInfo, place: string): Told | undefined;
  end(sid: string, status: string): void;
  /** Notes what is known of the call besides its nodes: its ticket, person or account. */
  note(sid: string, facts: CallFacts): void;
  /** Writes what is waiting; keeps it when the database is down. */
  flush(): Promise<void>;
  /** Whether something is being written. */
  busy(): boolean;
}

export interface EnteredNode {
  readonly call: CallInfo;
  readonly position: Position;
}

export interface WalkedStep extends EnteredNode {
  readonly input: Input;
  /** True for a PIN or a code, whose keys are not kept. */
  readonly secret: boolean;
}

export interface ToldLine {
  readonly call: CallInfo;
  /** Flow, node and verb. */
  readonly place: string;
  readonly told: Told;
  /** There was nothing to tell. */
  readonly isQuiet: boolean;
}

/** So many lines are written at once instead of at the next beat, and one statement writes at most so many. */
const fullBatch = 200;
/** While the database is down only this many lines are kept; older ones are dropped with a warning. */
const mostKept = 50_000;
/** So much of what was told is remembered; a repeat comes within seconds. */
const mostTold = 10_000;

/** A row of `call_steps` by its columns; `facts` is JSON. */
type StepRow = Readonly<Record<(typeof stepColumns)[number], string | Date | null>>;
const stepColumns = ['call_sid', 'at', 'flow', 'node', 'input', 'keys', 'facts', 'language', 'token'] as const;

/** A row of `told_facts` by its columns; `told` is JSON. */
type ToldRow = Readonly<Record<(typeof toldColumns)[number], string | null>>;
const toldColumns = ['call_sid', 'token', 'place', 'told'] as const;

/** What waits to be written, in the order of writing: a call has its row before anything is written about it. */
interface Waiting {
  readonly begun: (BegunCall & { readonly startedAt: Date })[];
  readonly notes: { readonly sid: string; readonly facts: CallFacts }[];
  readonly ends: EndedCall[];
  readonly told: ToldRow[];
  readonly steps: StepRow[];
}

const nothing = (): Waiting => ({ begun: [], notes: [], ends: [], told: [], steps: [] });

/** `onInboundEnd` is called once for each inbound call that has ended, however often the carrier reports it. */
export function createCallLog(clock: Clock, log: Logger, onInboundEnd: (status: string) => void): CallLog {
  return new BatchedCallLog(clock, log, onInboundEnd);
}

class BatchedCallLog implements CallLog {
  private waiting = nothing();
  private writing: Promise<void> | null = null;
  private next: Promise<void> | null = null;
  private readonly toldBefore = new Map<string, Told>();

  constructor(
    private readonly clock: Clock,
    private readonly log: Logger,
    private readonly onInboundEnd: (status: string) => void,
  ) {}

  begin(call: BegunCall): void {
    this.waiting.begun.push({ ...call, startedAt: this.clock.now() });
    this.writeWhenFull();
  }

  step({ call, position, input, secret }: WalkedStep): void {
    const keys = secret || input.kind !== 'keys' ? null : input.keys;
    this.waiting.steps.push({
      ...rowOf({ call, position }, this.clock.now()),
      input: input.kind,
      keys,
      token: call.token,
    });
    this.writeWhenFull();
  }

  enter({ call, position }: EnteredNode): void {
    const token = enterToken(call.token);
    this.waiting.steps.push({ ...rowOf({ call, position }, this.clock.now()), input: 'enter', keys: null, token });
    this.writeWhenFull();
  }

  tell({ call, place, told, isQuiet }: ToldLine): void {
    this.toldBefore.set(keyOf(call, place), told);
    const [oldest = ''] = this.toldBefore.keys();
    if (this.toldBefore.size > mostTold) this.toldBefore.delete(oldest);
    if (isQuiet) return;
    this.waiting.told.push({ call_sid: call.sid, token: call.token, place, told: JSON.stringify(told) });
    this.writeWhenFull();
  }

  told(call: CallInfo, place: string): Told | undefined {
    return this.toldBefore.get(keyOf(call, place));
  }

  end(sid: string, status: string): void {
    this.waiting.ends.push({ sid, status, endedAt: this.clock.now() });
    this.writeWhenFull();
  }

  note(sid: string, facts: CallFacts): void {
    this.waiting.notes.push({ sid, facts });
    this.writeWhenFull();
  }

  flush(): Promise<void> {
    if (this.writing === null) return this.startWriting();
    // Everybody who asks during a write shares the next one; if each had a write of its own, the last would wait too long in a storm.
    this.next ??= this.writing.then(() => {
      this.next = null;
      return this.startWriting();
    });
    return this.next;
  }

  busy(): boolean {
    return this.writing !== null;
  }

  private writeWhenFull(): void {
    // Written inside a transaction, the log would be undone with it.
    if (sizeOf(this.waiting) >= fullBatch) afterCommit(() => void this.flush());
  }

  private async startWriting(): Promise<void> {
    if (sizeOf(this.waiting) === 0) return;
    this.writing = this.write().finally(() => {
      this.writing = null;
    });
    await this.writing;
  }

  private async write(): Promise<void> {
    const lines = this.waiting;
    this.waiting = nothing();
    try {
      await this.writeAll(lines.begun, beginCalls);
      await this.writeAll(lines.notes, noteCalls);
      await this.writeAll(lines.ends, async (ends) => {
        for (const { status } of await endCalls(ends)) this.onInboundEnd(status);
      });
      await this.writeAll(lines.told, (told) => insertMissing('told_facts', toldColumns, told));
      await this.writeAll(lines.steps, (steps) => insertMissing('call_steps', stepColumns, steps));
    } catch (error) {
      this.waiting = bothOf(lines, this.waiting);
      this.log.warn('the call log waits for the database', { waiting: sizeOf(this.waiting), error });
    }
  }

  private async writeAll<T>(lines: T[], write: Write<T>): Promise<void> {
    while (lines.length > 0) {
      const batch = lines.slice(0, fullBatch);
      await this.writeOrDrop(batch, write);
      lines.splice(0, batch.length);
    }
  }

  /** When a batch fails, writes each of its lines alone, so that one line that the database never accepts does not hold up all others. */
  private async writeOrDrop<T>(batch: readonly T[], write: Write<T>): Promise<void> {
    try {
      await write(batch);
    } catch (error) {
      if (isDatabaseUnavailable(error) || isPassing(error)) throw error;
      if (batch.length === 1) this.log.error('a line of the call log cannot be written', { error });
      else for (const line of batch) await this.writeOrDrop([line], write);
    }
  }
}

type Write<T> = (batch: readonly T[]) => Promise<unknown>;

const sizeOf = ({ begun, notes, ends, told, steps }: Waiting): number =>
  begun.length + notes.length + ends.length + told.length + steps.length;

const bothOf = (older: Waiting, newer: Waiting): Waiting => ({
  begun: [...older.begun, ...newer.begun].slice(-mostKept),
  notes: [...older.notes, ...newer.notes].slice(-mostKept),
  ends: [...older.ends, ...newer.ends].slice(-mostKept),
  told: [...older.told, ...newer.told].slice(-mostKept),
  steps: [...older.steps, ...newer.steps].slice(-mostKept),
});

const keyOf = ({ sid, token }: CallInfo, place: string): string => `${sid} ${token} ${place}`;

function rowOf({ call, position: { flow, node, facts, language } }: EnteredNode, at: Date) {
  return { call_sid: call.sid, at, flow, node, facts: JSON.stringify(facts), language };
}
