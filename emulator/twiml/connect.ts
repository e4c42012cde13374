import { Call, type CallStatus } from '../call';
import type { Params } from '../signature';
import type { StatusTarget } from '../status-callbacks';
import { ring } from '../place';
import { Interrupted } from '../run';
import type { Source } from './source';
import type { Stage } from './stage';

export interface DialTarget {
  readonly number: string;
  /** What the called side hears before the two are connected; null when nothing. */
  readonly whisper: Source | null;
  readonly statusCallback: StatusTarget | null;
}

export interface DialOrder {
  readonly targets: readonly DialTarget[];
  readonly callerId: string;
  readonly ringForMs: number;
  readonly limitMs: number;
  readonly hangupOnStar: boolean;
  readonly answerOnBridge: boolean;
  /** One after another instead of all at once. */
  readonly sequential: boolean;
  readonly onBridge: (other: Call) => void;
}

export interface Connecting {
  /** The parameters of the action, once all is over. */
  readonly done: Promise<Params>;
  /** The parameters of the action for a caller who hung up before the end. */
  readonly soFar: () => Params;
}

/** Rings every target, at once or in turn; the first to finish its whisper is connected, the others are hung up. */
export function connect(order: DialOrder, stage: Stage): Connecting {
  const { call } = stage;
  const children: Call[] = [];
  let over = false;
  const attempt = (target: DialTarget): Promise<Call | null> => {
    const child = childOf(order, target, call);
    children.push(child);
    return readiness(child, order, target.whisper);
  };
  let winner: Call | null = null;
  const work = async (): Promise<Params> => {
    try {
      const first = order.sequential ? inTurn(order.targets, attempt, () => over) : atOnce(order.targets.map(attempt));
      winner = await stage.run.guard(first);
      for (const child of children) if (child !== winner) child.hangUp('taken by another phone');
      if (winner) await talk(winner, order, stage);
    } finally {
      over = true;
      leave(call, children);
    }
    return outcomeOf(children, winner);
  };
  return { done: work(), soFar: () => outcomeOf(children, winner) };
}

function childOf(order: DialOrder, target: DialTarget, parent: Call): Call {
  return new Call(parent.exchange, {
    from: order.callerId,
    to: target.number,
    direction: 'outbound-dial',
    parent,
    fallback: null,
    statusCallback: target.statusCallback,
  });
}

/** The child once it may be connected, or null when it will not be. */
async function readiness(child: Call, order: DialOrder, whisper: Source | null): Promise<Call | null> {
  if (!(await ring(child, order.ringForMs))) return null;
  try {
    if (whisper) await child.execute(whisper);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    return null;
  }
  return child.live ? child : null;
}

async function inTurn(
  targets: readonly DialTarget[],
  attempt: (target: DialTarget) => Promise<Call | null>,
  over: () => boolean,
): Promise<Call | null> {
  for (const target of targets) {
    const child = await attempt(target);
    if (child !== null || over()) return child;
  }
  return null;
}

class NotTaken extends Error {}

async function atOnce(ready: readonly Promise<Call | null>[]): Promise<Call | null> {
  const successes = ready.map(async (one) => (await one) ?? Promise.reject(new NotTaken()));
  return Promise.any(successes).catch((error: unknown) => {
    const faults = error instanceof AggregateError ? error.errors.filter((one) => !(one instanceof NotTaken)) : [error];
    if (faults.length > 0) throw faults[0];
    return null;
  });
}

/** Lets the two talk until either hangs up, the time limit is reached, or the caller presses * where the Dial allows that. */
export async function talk(child: Call, order: DialOrder, { call, run }: Stage): Promise<void> {
  call.answer();
  for (const [one, other] of [
    [call, child],
    [child, call],
  ] as const) {
    one.bridgedTo = other;
    one.activity = 'bridged';
    one.log('bridge', `connected with ${other.phone.number}`);
  }
  order.onBridge(child);
  void child.over.then(() => run.offer({ kind: 'nothing' }));
  const end = call.exchange.clock.now().getTime() + order.limitMs;
  for (;;) {
    const input = await run.next(end - call.exchange.clock.now().getTime());
    if (input.kind === 'nothing') return;
    if (input.kind === 'key' && input.key === '*' && order.hangupOnStar) return;
  }
}

/** Hangs up what is still connected or ringing; a leg that was sent elsewhere lives on. */
function leave(call: Call, children: readonly Call[]): void {
  for (const child of children) {
    const sentElsewhere = child.activity !== 'bridged' && child.activity !== 'ringing' && child.bridgedTo === null;
    if (call.live && child.answeredAt && sentElsewhere) continue;
    child.bridgedTo = null;
    child.hangUp('the other side left');
  }
  call.bridgedTo = null;
  if (call.live) call.activity = 'dialing';
}

/** Twilio's words for how the Dial ended; a leg that answered but did not take the call counts as completed, not bridged. */
function outcomeOf(children: readonly Call[], winner: Call | null): Params {
  const DialBridged = winner ? 'true' : 'false';
  const answered = winner ?? children.find((child) => child.answeredAt);
  if (answered) {
    const DialCallDuration = String(answered.seconds);
    return { DialCallStatus: 'completed', DialBridged, DialCallSid: answered.sid, DialCallDuration };
  }
  const statuses = children.map((child) => child.status);
  const DialCallStatus = UNANSWERED.find((status) => statuses.includes(status)) ?? 'failed';
  const [first] = children;
  return { DialCallStatus, DialBridged, ...(first ? { DialCallSid: first.sid } : {}) };
}

/** When several phones were called in vain, the outcome is the first of these that any of them had. */
const UNANSWERED: readonly CallStatus[] = ['no-answer', 'busy', 'canceled'];
