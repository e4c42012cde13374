import type { CallScript, Spoken } from '../carrier/carrier';
import { isAsking } from '../domain/flow';
import type { AskingNode, Flow, FlowNode, Input, Position, Target } from '../domain/flow';
import { setFacts } from '../domain/flow-facts';
import { step } from '../domain/flow-step';
import type { Reason } from '../domain/flow-step';
import type { Vars } from '../domain/speech';
import type { Context } from '../services/context';
import { speak } from '../services/prompts';
import { bridgeCustomer } from './bridge-customer';
import { ringPerson } from './ring-person';
import { askNode, triesAt } from './ask-node';
import { runVerb } from './run-verb';
import type { Scene, Verbs } from './verb';
import type { CallInfo } from '../domain/call';

/** Walks a call through its flow: from an answer to the next question, person or goodbye. */

const mostHops = 30;

/**
 * How long verbs may take, in milliseconds: all of one webhook together, one of them, one after another has failed, and
 * one when the time is over. With what comes before and after them this stays below the 15 s that a carrier waits.
 */
const patience = { all: 8000, one: 5000, afterFailure: 1000, late: 250 } as const;

interface Walk {
  readonly context: Context;
  readonly verbs: Verbs;
  readonly call: CallInfo;
  /** When the verbs of this webhook should be done, in ms since 1970. */
  readonly deadline: number;
  keys: string;
  readonly recording: Scene['recording'];
  position: Position;
  vars: Vars;
  readonly said: Spoken[];
  /** The node that was answered: what * goes back to from the next one. */
  answered: string | null;
  /** A verb failed in this request. */
  hasFailed: boolean;
  /** One failed that had no way out of its own. */
  isLost: boolean;
}

export interface Dialogue {
  readonly context: Context;
  readonly verbs: Verbs;
}

/** The document for an answer at a node. Never throws: what breaks is logged and the caller goes to a person. */
export async function answerNode(
  { context, verbs }: Dialogue,
  call: CallInfo,
  position: Position,
  input: Input,
): Promise<CallScript> {
  const flow = flowNamed(context, position.flow);
  const node = flow.nodes[position.node];
  const walk = newWalk({ context, verbs }, call, position, input);
  if (node === undefined || !isAsking(node)) return lostPlace(walk);
  if (input.kind === 'recording' && flow.facts['recording']?.shape === 'sid') {
    walk.position = { ...position, facts: setFacts(flow, position.facts, { recording: input.sid }) };
  }
  context.callLog.step({ call, position, input, secret: node.kind === 'digits' && node.secret });
  const { languages } = context.flows;
  const tries = triesAt(context, flow, node, position);
  const next = step(
    { flow, node, position: walk.position, languages, ...(tries === undefined ? {} : { tries }) },
    input,
  );
  if (next.kind === 'go') {
    walk.keys = next.keys;
    return follow(walk, next.target);
  }
  walk.position = next.position;
  return enterHere(walk, next.why);
}

/** The document for a call that comes to a node without an answer: the first one of a call, or a way in from outside. */
export async function enterNode({ context, verbs }: Dialogue, call: CallInfo, position: Position): Promise<CallScript> {
  return enterHere(newWalk({ context, verbs }, call, position, { kind: 'silence' }, null), 'first');
}

/** As enterNode, after a sentence. */
export async function sayAndEnter(
  dialogue: Dialogue,
  call: CallInfo,
  position: Position,
  say: string,
): Promise<CallScript> {
  const walk = newWalk(dialogue, call, position, { kind: 'silence' }, null);
  pushSentence(walk, say);
  return enterHere(walk, 'first');
}

function newWalk(
  { context, verbs }: Dialogue,
  call: CallInfo,
  position: Position,
  input: Input,
  answered: string | null = position.node,
): Walk {
  const keys = input.kind === 'keys' ? input.keys : '';
  const recording = input.kind === 'recording' ? { sid: input.sid, seconds: input.seconds } : null;
  return {
    context,
    verbs,
    call,
    deadline: context.clock.now().getTime() + patience.all,
    keys,
    recording,
    position,
    vars: {},
    said: [],
    answered,
    hasFailed: false,
    isLost: false,
  };
}

/** A node that this version no longer has: an apology and the main menu (design.md, decision 10). */
function lostPlace(walk: Walk): Promise<CallScript> {
  const flow = flowNamed(walk.context, walk.position.flow);
  pushSentence(walk, 'common.lost-place');
  walk.position = { ...walk.position, node: startOf(flow), tries: 0, repeats: 0, back: [], facts: walk.position.facts };
  return enterHere(walk, 'first');
}

async function enterHere(walk: Walk, why: Reason): Promise<CallScript> {
  let reason = why;
  for (let hop = 0; hop < mostHops; hop += 1) {
    const flow = flowNamed(walk.context, walk.position.flow);
    const node = flow.nodes[walk.position.node];
    if (node === undefined) return lostPlace(walk);
    const next = await visit(walk, flow, node);
    if (next === null) {
      walk.context.callLog.enter(walk);
      return askNode(walk.context, flow, node as AskingNode, { ...walk, why: reason });
    }
    const script = await move(walk, next);
    if (script !== null) return script;
    reason = 'first';
  }
  walk.context.log.error('a dialogue went in circles', { flow: walk.position.flow, node: walk.position.node });
  return ringPerson(walk.context, walk.call, { ...walk.position, reason: 'broken', said: walk.said });
}

/** Runs a node's verb and says its sentence; answers with the way on, or null when the caller's turn has come. */
async function visit(walk: Walk, flow: Flow, node: FlowNode): Promise<Target | null> {
  const verb = node.kind === 'do' ? node.do : node.with;
  const leads = verb === undefined ? undefined : await consult(walk, flow, node, verb);
  if (leads !== undefined) return leads;
  if (node.kind !== 'say') return null;
  pushSentence(walk, node.say ?? `${flow.flow}.${walk.position.node}`);
  if (node.otherLanguages !== undefined) pushInOtherLanguages(walk, node.otherLanguages);
  return node.then;
}

/** Asks the verb, keeps what it gives, and answers where its outcome leads; undefined to stay at the node. */
async function consult(walk: Walk, flow: Flow, node: FlowNode, verb: string): Promise<Target | undefined> {
  const result = await runVerb(walk.context, walk.verbs, verb, sceneOf(walk), timeFor(walk));
  if (result.outcome === 'failed') return wayOut(walk, flow, node);
  walk.vars = { ...walk.vars, ...result.vars };
  if (result.final === true || result.forget === true) cutWayBack(walk);
  const facts = setFacts(flow, result.forget === true ? {} : walk.position.facts, result.set);
  walk.position = { ...walk.position, facts, language: result.language ?? walk.position.language };
  return node.on?.[result.outcome];
}

function timeFor({ context, deadline, hasFailed }: Walk): number {
  const left = deadline - context.clock.now().getTime();
  return Math.max(patience.late, Math.min(left, hasFailed ? patience.afterFailure : patience.one));
}

function cutWayBack(walk: Walk): void {
  walk.answered = null;
  walk.position = { ...walk.position, back: [] };
}

function pushInOtherLanguages(walk: Walk, id: string): void {
  for (const language of walk.context.flows.languages.filter((other) => other !== walk.position.language)) {
    walk.said.push({ text: speak(walk.context, language, id, walk.vars), language });
  }
}

/** Where a node leads when its verb broke; a second break in the same request goes straight to a person. */
function wayOut(walk: Walk, flow: Flow, node: FlowNode): Target {
  walk.hasFailed = true;
  if (walk.isLost) return { person: 'broken' };
  const own = node.on?.['unavailable'];
  if (own === undefined) walk.isLost = true;
  return own ?? flow.unavailable;
}

function sceneOf(walk: Walk): Scene {
  const { flow, node, language, facts } = walk.position;
  return { call: walk.call, flow, node, language, facts, keys: walk.keys, recording: walk.recording };
}

async function follow(walk: Walk, target: Target): Promise<CallScript> {
  return (await move(walk, target)) ?? enterHere(walk, 'first');
}

/** Takes the way of a target: a script when it ends here, null when the walk stands at the next node. */
async function move(walk: Walk, target: Target): Promise<CallScript | null> {
  const way = typeof target === 'string' ? { goto: target } : target;
  const flow = flowNamed(walk.context, walk.position.flow);
  if ('set' in way) walk.position = { ...walk.position, facts: setFacts(flow, walk.position.facts, way.set) };
  if ('say' in way && way.say !== undefined) pushSentence(walk, way.say);
  if ('person' in way)
    return ringPerson(walk.context, walk.call, { ...walk.position, reason: way.person, said: walk.said });
  return goTo(walk, way.goto);
}

async function goTo(walk: Walk, goto: string): Promise<CallScript | null> {
  if (goto === 'hangup') return { kind: 'hangup', say: walk.said };
  if (goto === 'connect') return { kind: 'connect' };
  if (goto === 'bridge') return bridge(walk);
  walk.position = stepTo(walk, goto);
  return null;
}

/** The two talk; afterwards the call is back at the node that asked for it. */
async function bridge(walk: Walk): Promise<CallScript> {
  const { context, call, said } = walk;
  const position = { ...walk.position, node: walk.answered ?? walk.position.node, tries: 0, repeats: 0 };
  const script = await bridgeCustomer(context, position, said);
  return script ?? ringPerson(context, call, { ...position, reason: 'broken', said });
}

function stepTo({ position, answered }: Walk, goto: string): Position {
  const [flow, node] = goto.includes('/') ? (goto.split('/') as [string, string]) : [position.flow, goto];
  const known = answered !== null && answered !== node && position.back.at(-1) !== answered;
  const back = flow !== position.flow ? [] : known ? [...position.back, answered] : position.back;
  return { ...position, flow, node, back, tries: 0, repeats: 0 };
}

function pushSentence(walk: Walk, id: string): void {
  const { language } = walk.position;
  walk.said.push({ text: speak(walk.context, language, id, walk.vars), language });
}

export function flowNamed(context: Context, name: string): Flow {
  const flow = context.flows.flows.get(name);
  if (flow === undefined) throw new Error(`There is no flow ${name}.`);
  return flow;
}

export function startOf(flow: Flow): string {
  return typeof flow.start === 'string' ? flow.start : (flow.start[0] ?? '');
}
