import { Call } from '../../models/call';
import { CallStep } from '../../models/call-step';
import type { Clock } from '../clock';
import type { Input, Position } from '../domain/flow';
import type { Logger } from './context';
import type { CallInfo } from './dialogue/verb';

/** Who called and which nodes a call walked, written in batches off the request path (ADR 0002). */
export interface CallLog {
  begin(call: BegunCall): void;
  step(step: WalkedStep): void;
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

export interface WalkedStep {
  readonly call: CallInfo;
  readonly position: Position;
  readonly input: Input;
  /** A PIN or a code: the keys are not kept. */
  readonly secret: boolean;
}

export interface CallFacts {
  readonly ticketId?: number;
  readonly personCode?: string;
  readonly accountNo?: string;
}

/** More than this many lines are written at once rather than at the next beat. */
const fullBatch = 200;
/** While the database is down only this many lines are kept; older ones are dropped with a warning. */
const mostKept = 50_000;

type Line = () => Promise<unknown>;
interface StepRow {
  readonly callSid: string;
  readonly at: Date;
  readonly flow: string;
  readonly node: string;
  readonly input: Input['kind'];
  readonly keys: string | null;
  readonly token: string | null;
}

export function createCallLog(clock: Clock, log: Logger): CallLog {
  let steps: StepRow[] = [];
  let lines: Line[] = [];
  let writing: Promise<void> | null = null;

  const write = async (): Promise<void> => {
    const [someLines, someSteps] = [lines, steps];
    lines = [];
    steps = [];
    try {
      while (someLines[0] !== undefined) {
        await someLines[0]();
        someLines.shift();
      }
      if (someSteps.length > 0) await CallStep.bulkCreate(someSteps, { ignoreDuplicates: true });
    } catch (error) {
      lines = [...someLines, ...lines].slice(-mostKept);
      steps = [...someSteps, ...steps].slice(-mostKept);
      log.warn('the call log waits for the database', { waiting: lines.length + steps.length, error });
    }
  };
  const flush = async (): Promise<void> => {
    while (writing !== null) await writing;
    if (lines.length + steps.length === 0) return;
    writing = write().finally(() => {
      writing = null;
    });
    await writing;
  };
  const wrote = (): void => {
    if (lines.length + steps.length >= fullBatch) void flush();
  };

  return {
    flush,
    begin(call) {
      const startedAt = clock.now();
      lines.push(() => beginCall(call, startedAt));
      wrote();
    },
    step({ call, position, input, secret }) {
      const keys = secret || input.kind !== 'keys' ? null : input.keys;
      steps.push({
        callSid: call.sid,
        at: clock.now(),
        flow: position.flow,
        node: position.node,
        input: input.kind,
        keys,
        token: call.token,
      });
      wrote();
    },
    end(sid, status) {
      const endedAt = clock.now();
      lines.push(() => Call.update({ status, endedAt }, { where: { sid, endedAt: null } }));
      wrote();
    },
    note(sid, facts) {
      lines.push(() => Call.update({ ...facts }, { where: { sid } }));
      wrote();
    },
  };
}

async function beginCall(call: BegunCall, startedAt: Date): Promise<void> {
  const { sid, direction, from: fromPhone, to: toPhone, language, flow, attemptId } = call;
  const known = await Call.findByPk(sid);
  if (known !== null) return;
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
    status: 'in-progress',
    ticketId: null,
    personCode: null,
    accountNo: null,
  });
}
