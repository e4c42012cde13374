import type { CallScript } from '../carrier/carrier';
import type { CallInfo } from '../domain/call';
import { isAsking, questionAt, startOf, type Input, type Position, type Target } from '../domain/flow';
import { step, type Reason } from '../domain/flow-step';
import { askNode, triesAt } from './ask-node';
import { bridgeCustomer } from './bridge-customer';
import { ringPerson } from './ring-person';
import { visitNode } from './visit-node';
import { beginWalk, flowOf, goTo, noteFacts, sayPrompt, type Dialogue, type Walk } from './walk';

const mostHops = 30;

/** The document for an answer at a node. Never throws: what breaks is logged and the caller goes to a person. */
export async function answerNode(
  dialogue: Dialogue,
  call: CallInfo,
  position: Position,
  input: Input,
): Promise<CallScript> {
  const { context } = dialogue;
  const walk = beginWalk(dialogue, call, position, input);
  const flow = flowOf(walk);
  const node = questionAt(context.flows.flows, position);
  if (node === undefined) return lostPlace(walk);
  if (input.kind === 'recording') keepRecording(walk, input.sid);
  context.callLog.step({ call, position, input, secret: node.kind === 'digits' && node.secret });
  const tries = triesAt(context, flow, node, position);
  const { languages } = context.flows;
  const next = step(
    { flow, node, position: walk.position, languages, ...(tries === undefined ? {} : { tries }) },
    input,
  );
  if (next.kind === 'go') {
    walk.keys = next.keys;
    return (await takeWay(walk, next.target)) ?? goOn(walk, 'first');
  }
  walk.position = next.position;
  return goOn(walk, next.why);
}

/** Keeps the recording as a fact in flows that declare one; in other flows only the verb's scene has it. */
function keepRecording(walk: Walk, recording: string): void {
  if (flowOf(walk).facts['recording']?.shape === 'sid') noteFacts(walk, { recording });
}

/** The document for a call that comes to a node without an answer, at its beginning or from outside the flow; a sentence may come first. */
export async function enterNode(
  dialogue: Dialogue,
  call: CallInfo,
  position: Position,
  say?: string,
): Promise<CallScript> {
  const walk = beginWalk(dialogue, call, position, null);
  if (say !== undefined) sayPrompt(walk, say);
  return goOn(walk, 'first');
}

/** For a node that this version no longer has: an apology, then the main menu (design.md, decision 10). */
function lostPlace(walk: Walk): Promise<CallScript> {
  sayPrompt(walk, 'common.lost-place');
  walk.position = { ...walk.position, node: startOf(flowOf(walk)), tries: 0, repeats: 0, back: [] };
  return goOn(walk, 'first');
}

/** Goes from node to node until something is asked or the call leaves the flow. */
async function goOn(walk: Walk, why: Reason): Promise<CallScript> {
  const { context, call } = walk;
  let reason = why;
  for (let hop = 0; hop < mostHops; hop += 1) {
    const flow = flowOf(walk);
    const node = flow.nodes[walk.position.node];
    if (node === undefined) return lostPlace(walk);
    const way = await visitNode(walk, node);
    if (way === null && isAsking(node)) {
      context.callLog.enter(walk);
      return askNode(walk, node, reason);
    }
    const script = await takeWay(walk, way ?? flow.unavailable);
    if (script !== null) return script;
    reason = 'first';
  }
  context.log.error('a dialogue went in circles', { flow: walk.position.flow, node: walk.position.node });
  return ringPerson(context, call, { ...walk.position, reason: 'broken', said: walk.said });
}

/** Takes the way of a target: a script when it ends here, null when the walk stands at the next node. */
async function takeWay(walk: Walk, target: Target): Promise<CallScript | null> {
  const { context, call, said } = walk;
  const way = typeof target === 'string' ? { goto: target } : target;
  if ('set' in way) noteFacts(walk, way.set);
  if ('say' in way && way.say !== undefined) sayPrompt(walk, way.say);
  if ('person' in way) return ringPerson(context, call, { ...walk.position, reason: way.person, said });
  return leave(walk, way.goto);
}

async function leave(walk: Walk, goto: string): Promise<CallScript | null> {
  switch (goto) {
    case 'hangup':
      return { kind: 'hangup', say: walk.said };
    case 'connect':
      return { kind: 'connect' };
    case 'bridge':
      return bridge(walk);
    default:
      goTo(walk, goto);
      return null;
  }
}

/** Connects the two; afterwards the call is back at the node that asked for it. */
async function bridge(walk: Walk): Promise<CallScript> {
  const { context, call, said } = walk;
  const position = { ...walk.position, node: walk.answered ?? walk.position.node, tries: 0, repeats: 0 };
  const script = await bridgeCustomer(context, position, said);
  return script ?? ringPerson(context, call, { ...position, reason: 'broken', said });
}
