import { Op, UniqueConstraintError } from 'sequelize';
import { Attempt } from '../../models/attempt';
import { Call } from '../../models/call';
import { CallStep } from '../../models/call-step';
import { isDatabaseUnavailable } from '../../models/database';
import type { Clock } from '../clock';
import type { Input, Position } from '../domain/flow';
import type { Logger } from '../logger';
import type { CallInfo } from '../domain/call';

/** Who called and which nodes a call walked, written in batches off the request path (ADR 0002). */
export interface CallLog {
  begin(call: BegunCall): void;
  step(step: WalkedStep): void;
  /** The caller is asked at this node: where the call breaks off if nothing follows. */
  enter(place: EnteredNode): void;
  end(sid: string, status: string): void;
  /** What is known of the call besides its nodes: its ticket, person or account. */
  note(sid: string, facts: CallFacts): void;
  /** Writes what is waiting; keeps it when the database is down. */
  flush(): Promise<void>;
}

export interface BegunCall {
  readonly sid: string;
  readonly direction: 'inbound' | 'outbound';
  readonly from: string | null;
  readonly to: string | null;
  readonly language: string;
  readonly flow: string;
  readonly attemptId: number | null;
}

export interface EnteredNode {
  readonly call: CallInfo;
  readonly position: Position;
}

export interface WalkedStep extends EnteredNode {
  readonly input: Input;
  /** A PIN or a code: the keys are not kept. */
  readonly secret: boolean;
}

export interface CallFacts {
  readonly ticketId?: number;
  readonly personCode?: string;
  readonly accountNo?: string;
}

/** More than this many lines are written at once rather than at the next beat; and no more in one statement. */
const fullBatch = 200;
/** How long after its end a call is looked at for what it left undone, in milliseconds: its last steps are written by then. */
const reviewAfter = 3000;
/** A call whose end nobody told is asked about after this time, in milliseconds. */
const askAfter = 90_000;
/** While the database is down only this many lines are kept; older ones are dropped with a warning. */
const mostKept = 50_000;

type Line = () => Promise<unknown>;
interface StepRow {
  readonly callSid: string;
  readonly at: Date;
  readonly flow: string;
  readonly node: string;
  readonly input: Input['kind'] | 'enter';
  readonly keys: string | null;
  readonly facts: Record<string, string>;
  readonly language: string;
  readonly token: string | null;
}

/** `onInboundEnd` is told once how each call that came in has ended, however often the carrier says so. */
export function createCallLog(clock: Clock, log: Logger, onInboundEnd: (status: string) => void): CallLog {
  return new BatchedCallLog(clock, log, onInboundEnd);
}

class BatchedCallLog implements CallLog {
  private steps: StepRow[] = [];
  private lines: Line[] = [];
  private writing: Promise<void> | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly log: Logger,
    private readonly onInboundEnd: (status: string) => void,
  ) {}

  begin(call: BegunCall): void {
    const startedAt = this.clock.now();
    this.add(() => beginCall(call, startedAt));
  }

  step({ call, position, input, secret }: WalkedStep): void {
    const keys = secret || input.kind !== 'keys' ? null : input.keys;
    this.steps.push({ ...rowOf({ call, position }, this.clock.now()), input: input.kind, keys, token: call.token });
    this.writeWhenFull();
  }

  enter({ call, position }: EnteredNode): void {
    // One webhook answers a node and enters another.
    const token = call.token === null ? null : `${call.token}:enter`;
    this.steps.push({ ...rowOf({ call, position }, this.clock.now()), input: 'enter', keys: null, token });
    this.writeWhenFull();
  }

  end(sid: string, status: string): void {
    const endedAt = this.clock.now();
    this.add(async () => {
      if (await endCall(sid, status, endedAt)) this.onInboundEnd(status);
    });
  }

  note(sid: string, facts: CallFacts): void {
    this.add(() => Call.update({ ...facts }, { where: { sid } }));
  }

  async flush(): Promise<void> {
    while (this.writing !== null) await this.writing;
    if (this.waiting === 0) return;
    this.writing = this.write().finally(() => {
      this.writing = null;
    });
    await this.writing;
  }

  private get waiting(): number {
    return this.lines.length + this.steps.length;
  }

  private add(line: Line): void {
    this.lines.push(line);
    this.writeWhenFull();
  }

  private writeWhenFull(): void {
    if (this.waiting >= fullBatch) void this.flush();
  }

  private async write(): Promise<void> {
    const [lines, steps] = [this.lines, this.steps];
    this.lines = [];
    this.steps = [];
    try {
      while (lines[0] !== undefined) {
        await this.orDrop(lines[0]);
        lines.shift();
      }
      while (steps.length > 0) {
        const batch = steps.slice(0, fullBatch);
        await this.orDrop(() => CallStep.bulkCreate(batch, { ignoreDuplicates: true }));
        steps.splice(0, batch.length);
      }
    } catch (error) {
      this.lines = [...lines, ...this.lines].slice(-mostKept);
      this.steps = [...steps, ...this.steps].slice(-mostKept);
      this.log.warn('the call log waits for the database', { waiting: this.waiting, error });
    }
  }

  /** What the database will never take must not keep all that follows waiting. */
  private async orDrop(line: Line): Promise<void> {
    try {
      await line();
    } catch (error) {
      if (isDatabaseUnavailable(error) || error instanceof UniqueConstraintError) throw error;
      this.log.error('a line of the call log cannot be written', { error });
    }
  }
}

function rowOf({ call, position: { flow, node, facts, language } }: EnteredNode, at: Date) {
  return { callSid: call.sid, at, flow, node, facts: { ...facts }, language };
}

/** A call that came in, and one that we placed to a customer, is looked at once more; true for the first word that one that came in is over. */
async function endCall(sid: string, status: string, endedAt: Date): Promise<boolean> {
  const reviewDueAt = new Date(endedAt.getTime() + reviewAfter);
  const running = { sid, endedAt: null };
  const [inbound] = await Call.update(
    { status, endedAt, askAt: null, reviewDueAt },
    { where: { ...running, direction: 'inbound' } },
  );
  if (inbound === 1) return true;
  // Pages and the legs of our own people leave nothing undone that their rows do not tell.
  const toCustomer = { ...running, attemptId: { [Op.ne]: null }, personCode: null };
  await Call.update({ reviewDueAt }, { where: toCustomer });
  await Call.update({ status, endedAt, askAt: null }, { where: running });
  return false;
}

async function beginCall(call: BegunCall, startedAt: Date): Promise<void> {
  const { sid, direction, from: fromPhone, to: toPhone, language, flow, attemptId } = call;
  const known = await Call.findByPk(sid);
  if (known !== null) return;
  const attempt = attemptId === null ? null : await Attempt.findByPk(attemptId);
  await Call.create({
    sid,
    direction,
    fromPhone,
    toPhone,
    language,
    flow,
    attemptId,
    startedAt,
    endedAt: null,
    askAt: new Date(startedAt.getTime() + askAfter),
    status: 'in-progress',
    ticketId: attempt?.ticketId ?? null,
    personCode: attempt?.personCode ?? null,
    accountNo: null,
  });
}
