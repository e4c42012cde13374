import type { FlowNode, Target } from '../domain/flow';
import { runVerb } from './run-verb';
import { tellOnce } from './tell-once';
import type { Scene } from './verb';
import { cutWayBack, flowOf, forgetFacts, noteFacts, sayPrompt, type Walk } from './walk';

/**
 * How long verbs may take, in milliseconds: all of one webhook together, one of them, one after another has failed, and
 * one when the time is over. With what comes before and after them this stays below the 15 s that a carrier waits.
 */
const patience = { all: 8000, one: 5000, afterFailure: 1000, late: 250 } as const;

/** Runs a node's verb and says its sentence; returns where the call goes on, or null when the node asks the caller. */
export async function visitNode(walk: Walk, node: FlowNode): Promise<Target | null> {
  const verb = node.kind === 'do' ? node.do : node.with;
  const leads = verb === undefined ? undefined : await consult(walk, node, verb);
  if (leads !== undefined) return leads;
  if (node.kind !== 'say') return null;
  sayPrompt(walk, node.say ?? `${walk.position.flow}.${walk.position.node}`);
  if (node.otherLanguages !== undefined) sayInOtherLanguages(walk, node.otherLanguages);
  return node.then;
}

/** Runs the verb, keeps what it gives, and returns where its outcome leads; undefined to stay at the node. */
async function consult(walk: Walk, node: FlowNode, verb: string): Promise<Target | undefined> {
  const { context, verbs } = walk;
  const result = await tellOnce(walk, verb, () => runVerb(context, verbs, verb, sceneOf(walk), timeFor(walk)));
  if (result.outcome === 'failed') return wayOut(walk, node);
  walk.vars = { ...walk.vars, ...result.vars };
  if (result.final === true || result.forget === true) cutWayBack(walk);
  if (result.forget === true) forgetFacts(walk);
  noteFacts(walk, result.set);
  if (result.language !== undefined) walk.position = { ...walk.position, language: result.language };
  return node.on?.[result.outcome];
}

function sceneOf({ call, position, keys, recording }: Walk): Scene {
  const { flow, node, language, facts } = position;
  return { call, flow, node, language, facts, keys, recording };
}

function timeFor({ context, startedAt, hasFailed }: Walk): number {
  const left = patience.all - (context.clock.now().getTime() - startedAt.getTime());
  return Math.max(patience.late, Math.min(left, hasFailed ? patience.afterFailure : patience.one));
}

/** Where a node leads when its verb broke; a second break in the same webhook goes straight to a person. */
function wayOut(walk: Walk, node: FlowNode): Target {
  walk.hasFailed = true;
  if (walk.isLost) return { person: 'broken' };
  const own = node.on?.['unavailable'];
  if (own === undefined) walk.isLost = true;
  return own ?? flowOf(walk).unavailable;
}

function sayInOtherLanguages(walk: Walk, id: string): void {
  const others = walk.context.flows.languages.filter((language) => language !== walk.position.language);
  for (const language of others) sayPrompt(walk, id, language);
}
