import { Interrupted } from '../run';
import { CALL_EVENTS, type CallEvent, type StatusTarget } from '../status-callbacks';
import { connect, type DialOrder, type DialTarget } from './connect';
import { DialTape } from './dial-recording';
import { connectQueue, type QueueTarget } from './dial-queue';
import type { Source } from './source';
import { type Element, flagOf, numberOf } from './element';
import { actionOf, closeWith, methodOf, resolveUrl, type Stage, type Verb } from './stage';

/** Rings numbers, or asks a queue, and connects the caller with the first that takes the call. */
export const dial: Verb = async (element, stage) => {
  const { call } = stage;
  const tape = new DialTape(element, stage);
  const order = orderOf(element, stage, tape);
  if (!order.answerOnBridge) call.answer();
  call.activity = 'dialing';
  const hasAction = element.attributes['action'] !== undefined;
  const queue = queueOf(element, stage);
  const outcome = queue ? connectQueue(order, queue, stage) : connect(order, stage);
  try {
    const params = { ...(await outcome.done), ...tape.finish() };
    return hasAction ? actionOf(element, stage, params) : undefined;
  } catch (error) {
    const params = { ...outcome.soFar(), ...tape.finish() };
    if (error instanceof Interrupted && !call.live && hasAction) closeWith(actionOf(element, stage, params), stage);
    throw error;
  }
};

function orderOf(element: Element, stage: Stage, tape: DialTape): DialOrder {
  const { setup, exchange } = stage.call;
  const numbers = element.children.filter((child) => child.name === 'Number');
  const plain = element.children.length === 0 ? [bare(element.text)] : [];
  const targets = numbers.length > 0 ? numbers.map((number) => targetOf(number, stage)) : plain;
  const shown = setup.direction === 'inbound' ? setup.from : exchange.options.number;
  return {
    targets: targets.filter(({ number }) => dialable(number, stage)),
    callerId: element.attributes['callerId'] ?? shown,
    ringForMs: numberOf(element, 'timeout', 30) * 1000,
    limitMs: numberOf(element, 'timeLimit', 14_400) * 1000,
    hangupOnStar: flagOf(element, 'hangupOnStar', false),
    answerOnBridge: flagOf(element, 'answerOnBridge', false),
    sequential: flagOf(element, 'sequential', false),
    onBridge: (other) => {
      tape.bridged(other);
    },
  };
}

function dialable(number: string, { call, document }: Stage): boolean {
  if (number === '') return false;
  if (/^\+?\d{3,15}$/.test(number)) return true;
  const { clock, journal } = call.exchange;
  const message = `Dial: Invalid phone number format: '${number}'`;
  const url = document.url ?? '';
  journal.notice({ at: clock.now(), level: 'error', code: 13223, message, url, callSid: call.sid });
  return false;
}

function bare(number: string): DialTarget {
  return { number: tidy(number), whisper: null, statusCallback: null };
}

function targetOf(element: Element, stage: Stage): DialTarget {
  const number = tidy(element.text);
  return { number, whisper: whisperOf(element, stage), statusCallback: statusTargetOf(element, stage) };
}

function queueOf(element: Element, stage: Stage): QueueTarget | null {
  const queue = element.children.find((child) => child.name === 'Queue');
  return queue ? { name: queue.text, whisper: whisperOf(queue, stage) } : null;
}

function whisperOf(element: Element, { document }: Stage): Source | null {
  const url = element.attributes['url'];
  if (url === undefined || url === '') return null;
  return { kind: 'fetch', url: resolveUrl(document, url), method: methodOf(element), params: {} };
}

function statusTargetOf(element: Element, stage: Stage): StatusTarget | null {
  const reference = element.attributes['statusCallback'];
  if (reference === undefined) return null;
  const wanted = (element.attributes['statusCallbackEvent'] ?? 'completed').split(/\s+/);
  const events = new Set<CallEvent>(CALL_EVENTS.filter((event) => wanted.includes(event)));
  return { url: resolveUrl(stage.document, reference), method: methodOf(element, 'statusCallbackMethod'), events };
}

function tidy(number: string): string {
  return number.replace(/[\s().-]/g, '');
}
