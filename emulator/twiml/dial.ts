import { connect, type DialOrder, type DialTarget } from './connect';
import { type Element, flagOf, numberOf } from './element';
import { Interrupted } from '../run';
import { CALL_EVENTS, type CallEvent, type StatusTarget } from '../status-callbacks';
import { actionOf, closeWith, methodOf, resolveUrl, type Stage, type Verb } from './stage';

/** Rings numbers and connects the caller with the first that takes the call. */
export const dial: Verb = async (element, stage) => {
  const { call } = stage;
  const order = orderOf(element, stage);
  if (!order.answerOnBridge) call.answer();
  call.activity = 'dialing';
  const hasAction = element.attributes['action'] !== undefined;
  const outcome = connect(order, stage);
  try {
    const params = await outcome.done;
    return hasAction ? actionOf(element, stage, params) : undefined;
  } catch (error) {
    if (error instanceof Interrupted && !call.live && hasAction) {
      closeWith(actionOf(element, stage, outcome.soFar()), stage);
    }
    throw error;
  }
};

function orderOf(element: Element, stage: Stage): DialOrder {
  const { setup, exchange } = stage.call;
  const numbers = element.children.filter((child) => child.name === 'Number');
  const plain = element.children.length === 0 ? [bare(element.text)] : [];
  const targets = numbers.length > 0 ? numbers.map((number) => targetOf(number, stage)) : plain;
  const shown = setup.direction === 'inbound' ? setup.from : exchange.options.number;
  return {
    targets: targets.filter(({ number }) => number !== ''),
    callerId: element.attributes['callerId'] ?? shown,
    ringForMs: numberOf(element, 'timeout', 30) * 1000,
    limitMs: numberOf(element, 'timeLimit', 14_400) * 1000,
    hangupOnStar: flagOf(element, 'hangupOnStar', false),
    answerOnBridge: flagOf(element, 'answerOnBridge', false),
  };
}

function bare(number: string): DialTarget {
  return { number: tidy(number), whisper: null, statusCallback: null };
}

function targetOf(element: Element, stage: Stage): DialTarget {
  const url = element.attributes['url'];
  return {
    number: tidy(element.text),
    whisper:
      url === undefined
        ? null
        : { kind: 'fetch', url: resolveUrl(stage.document, url), method: methodOf(element), params: {} },
    statusCallback: statusTargetOf(element, stage),
  };
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
