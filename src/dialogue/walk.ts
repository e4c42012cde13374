import type { Spoken } from '../carrier/carrier';
import type { CallInfo } from '../domain/call';
import type { Facts, Flow, Input, Position } from '../domain/flow';
import { setFacts } from '../domain/flow-facts';
import type { Vars } from '../domain/speech';
import type { Context } from '../services/context';
import { flowNamed } from '../services/flow-library';
import type { FirstTold } from '../services/first-told';
import { speak } from '../services/prompts';
import type { Scene, Verbs } from './verb';

export interface Dialogue {
  readonly context: Context;
  readonly verbs: Verbs;
}

/** The way of a call through its flow within one webhook: from an answer to the next question, person or goodbye. */
export interface Walk extends Dialogue {
  readonly call: CallInfo;
  readonly startedAt: Date;
  /** What "today" means: now, or when the webhook came first if it tells again what it told then. */
  now: Date;
  /** What this webhook told when it came first; null before the rows are asked. */
  first: Promise<FirstTold | null> | null;
  keys: string;
  readonly recording: Scene['recording'];
  position: Position;
  vars: Vars;
  readonly said: Spoken[];
  /** The node that was answered: what * goes back to from the next one. */
  answered: string | null;
  /** A verb failed in this webhook. */
  hasFailed: boolean;
  /** A verb failed at a node that names no way out of its own. */
  isLost: boolean;
}

/** A walk that begins at `position`: with an answer to its question, or without one before the question is asked. */
export function beginWalk(dialogue: Dialogue, call: CallInfo, position: Position, input: Input | null): Walk {
  const { context, verbs } = dialogue;
  const startedAt = context.clock.now();
  return {
    context,
    verbs,
    call,
    startedAt,
    now: startedAt,
    first: null,
    keys: input?.kind === 'keys' ? input.keys : '',
    recording: input?.kind === 'recording' ? { sid: input.sid, seconds: input.seconds } : null,
    position,
    vars: {},
    said: [],
    answered: input === null ? null : position.node,
    hasFailed: false,
    isLost: false,
  };
}

export function flowOf({ context, position }: Walk): Flow {
  return flowNamed(context.flows, position.flow);
}

/** Says a prompt, in the language of the call unless another is given. */
export function sayPrompt(walk: Walk, id: string, language = walk.position.language): void {
  walk.said.push({ text: speak(walk.context, language, id, walk.vars, walk.now), language });
}

export function noteFacts(walk: Walk, facts: Facts | undefined): void {
  walk.position = { ...walk.position, facts: setFacts(flowOf(walk), walk.position.facts, facts) };
}

export function forgetFacts(walk: Walk): void {
  walk.position = { ...walk.position, facts: {} };
}

/** After something that cannot be undone: * no longer leads to any of the nodes before. */
export function cutWayBack(walk: Walk): void {
  walk.answered = null;
  walk.position = { ...walk.position, back: [] };
}

/** Moves the walk to a node of this flow, or of another as `flow/node`. */
export function goTo(walk: Walk, goto: string): void {
  const { position, answered } = walk;
  const [flow, node] = goto.includes('/') ? (goto.split('/') as [string, string]) : [position.flow, goto];
  const isNew = answered !== null && answered !== node && position.back.at(-1) !== answered;
  const back = flow !== position.flow ? [] : isNew ? [...position.back, answered] : position.back;
  walk.position = { ...position, flow, node, back, tries: 0, repeats: 0 };
}
