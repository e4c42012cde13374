import { LONGEST_NAME, type Member, Queue, type QueueExchange, type Taking } from '../queue';
import { Interrupted, type Run } from '../run';
import type { Params } from '../signature';
import type { Source } from './source';
import { type Element, numberOf } from './element';
import { LeftQueue } from './leave';
import { TwimlError } from './parse';
import { noteError } from './note-error';
import { actionOf, closeWith, methodOf, resolveUrl, type Stage, type Verb } from './stage';

/** What a caller in a queue may hear and do. */
const WAITING = new Set(['Play', 'Say', 'Pause', 'Hangup', 'Redirect', 'Leave', 'Gather']);
const WHISPERED = new Set(['Play', 'Say', 'Pause', 'Redirect']);
/** A waitUrl is asked for again when its document is over, but not more often than this: a document may take no time at all. */
const SHORTEST_ROUND_MS = 1000;

/** What is known so far of a stay in a queue; the action is told of it at the end. */
interface Stay {
  readonly member: Member;
  result: 'hangup' | 'leave' | 'bridging-in-process' | 'bridged' | 'error';
  /** Whole seconds until somebody took the caller. */
  waited: number | null;
}

/** Lets the call wait in a queue until a Dial takes it, a Leave or the REST API takes it out, or it ends. */
export const enqueue: Verb = async (element, stage) => {
  const { call } = stage;
  call.answer();
  const name = element.text;
  if (name === '' || name.length > LONGEST_NAME) return tell(element, stage, { QueueResult: 'error' });
  const member = queueOf(stage.exchange, name, element).join(call);
  if (!member) return tell(element, stage, { QueueResult: 'queue-full' });
  const stay: Stay = { member, result: 'hangup', waited: null };
  try {
    await spend(element, stage, stay);
    return tell(element, stage, paramsOf(stay));
  } catch (error) {
    if (error instanceof Interrupted) tellAside(element, stage, stay);
    throw error;
  } finally {
    member.queue.leave(member);
  }
};

function queueOf(exchange: QueueExchange, name: string, element: Element): Queue {
  const known = exchange.queues.find((queue) => queue.name === name);
  return known ?? new Queue(exchange, name, numberOf(element, 'maxQueueSize', 0) || undefined);
}

async function spend(element: Element, stage: Stage, stay: Stay): Promise<void> {
  const { call, run } = stage;
  const { member } = stay;
  call.log('queue', `waits in the queue ${member.queue.name} as number ${Math.max(1, member.position)}`);
  const taking = await run.guard(wait(element, stage, stay));
  stay.waited = member.waited;
  if (!taking) return;
  stay.result = 'bridging-in-process';
  await hearWhisper(stage, stay, taking);
  member.ready.resolve(true);
  await run.guard(member.released.promise);
}

/** Waits until a Dial takes the caller; null when the caller leaves, or when the waitUrl cannot be fetched. */
async function wait(element: Element, stage: Stage, stay: Stay): Promise<Taking | null> {
  const inner = stage.run.nest();
  try {
    return await Promise.race([stay.member.taken.promise, hold(element, stage, inner, stay.member)]);
  } catch (error) {
    if (error instanceof LeftQueue) stay.result = 'leave';
    else if (error instanceof TwimlError) fail(stage, stay, error);
    else throw error;
    return null;
  } finally {
    inner.stop();
  }
}

function fail({ call }: Stage, stay: Stay, error: TwimlError): void {
  noteError(call, error);
  stay.result = 'error';
}

/** Plays the waitUrl again and again; hold music when the attribute is absent, nothing when it is empty. */
async function hold(element: Element, stage: Stage, run: Run, member: Member): Promise<never> {
  const { call } = stage;
  const reference = element.attributes['waitUrl'];
  if (reference === undefined) call.log('play', 'hold music');
  if (reference === undefined || reference === '') {
    call.activity = 'queued';
    return run.guard(new Promise<never>(() => undefined));
  }
  const url = resolveUrl(stage.document, reference);
  const method = methodOf(element, 'waitUrlMethod');
  const { clock } = call.exchange;
  for (;;) {
    const began = clock.now().getTime();
    await stage.performAside(run, { kind: 'fetch', url, method, params: waitParams(member) }, WAITING);
    call.activity = 'queued';
    if (clock.now().getTime() === began) await run.pass(SHORTEST_ROUND_MS);
  }
}

async function hearWhisper({ call, run, performAside }: Stage, stay: Stay, { by, whisper }: Taking): Promise<void> {
  if (whisper?.kind !== 'fetch') return;
  const { queue } = stay.member;
  const params = {
    QueueSid: queue.sid,
    QueueTime: String(stay.waited),
    // With one u, as Twilio spells it.
    DequeingCallSid: by.sid,
  };
  try {
    await run.guard(performAside(run.nest(), { ...whisper, params }, WHISPERED));
  } catch (error) {
    if (!(error instanceof TwimlError)) throw error;
    noteError(call, error);
  }
}

function waitParams(member: Member): Params {
  const { queue, position, waited } = member;
  return {
    QueuePosition: String(position),
    QueueSid: queue.sid,
    QueueTime: String(waited),
    AvgQueueTime: String(queue.averageWait),
    CurrentQueueSize: String(queue.members.length),
    MaxQueueSize: String(queue.maxSize),
  };
}

function paramsOf({ member, result, waited }: Stay): Params {
  const QueueResult = result === 'bridging-in-process' && member.bridged ? 'bridged' : result;
  return { QueueResult, QueueSid: member.queue.sid, QueueTime: String(waited ?? member.waited) };
}

function tell(element: Element, stage: Stage, params: Params): Source | undefined {
  return element.attributes['action'] === undefined ? undefined : actionOf(element, stage, params);
}

/** Requests the action of a call that is over or has been sent elsewhere; the document in the answer is not run. */
function tellAside(element: Element, stage: Stage, stay: Stay): void {
  if (element.attributes['action'] === undefined) return;
  const params = paramsOf(stay);
  const sentElsewhere = stay.member.bridged ? 'redirected-from-bridged' : 'redirected';
  closeWith(actionOf(element, stage, stage.call.live ? { ...params, QueueResult: sentElsewhere } : params), stage);
}
