import { isAsking } from '../../src/domain/flow';
import type { AskingNode, DigitsNode, Flow, FlowNode } from '../../src/domain/flow';
import { triesAllowed } from '../../src/domain/flow-step';
import { loadFlows } from '../../src/services/flow-library';
import { databaseKind } from './database';
import type { TestPhone } from './phone';

/** How the tests of every node find their way: what a node serves, how a phone walks to it, and how it is asked again. */

const library = loadFlows('ivr-flows', 'zh-CN');

/**
 * The language of this run: Mandarin on SQLite, English on MariaDB. Every node is walked in both, but not twice in each,
 * which would double the longest part of the tests and find nothing more.
 */
export const language = databaseKind === 'sqlite' ? 'zh-CN' : 'en';
export const isEnglish = language === 'en';

/** What is pressed at a node: keys, `speak` for words that end with #, `silence`. */
export type Step = string;

/** Every node that asks something, as flow/node. */
export function askingNodes(flows = library.flows): string[] {
  return [...flows.values()].flatMap((flow) =>
    Object.entries(flow.nodes).flatMap(([name, node]) => (isAsking(node) ? [`${flow.flow}/${name}`] : [])),
  );
}

interface Place {
  readonly flow: Flow;
  readonly node: AskingNode;
}

function find(place: string, flows = library.flows): Place {
  const [flowName = '', nodeName = ''] = place.split('/');
  const flow = flows.get(flowName);
  const node: FlowNode | undefined = flow?.nodes[nodeName];
  if (flow === undefined || node === undefined || !isAsking(node)) throw new Error(`${place} asks nothing`);
  return { flow, node };
}

/** The question at flow/node. */
export const questionAt = (place: string, flows = library.flows): AskingNode => find(place, flows).node;

/** An entry that means nothing at this node, or null when every one does. */
export function unusedEntry(place: string): string | null {
  const { flow, node } = find(place);
  if (node.kind === 'record') return null;
  if (node.kind === 'digits') return unusedDigits(node);
  const anywhere = node.globals === 'survey' ? '09*#' : `9*${flow.audience === 'staff' ? '' : '8'}`;
  const global = Object.keys(flow.globals).filter((key) => node.globals === 'all' || '09*#'.includes(key));
  const served = new Set([...Object.keys(node.keys), ...global, ...Array.from(anywhere)]);
  return Array.from('76543218#').find((key) => !served.has(key)) ?? null;
}

function unusedDigits(node: DigitsNode): string {
  if (node.to !== undefined) return `${node.to + 1}#`;
  return node.min > 1 ? '1#' : `${'1'.repeat(node.max + 1)}#`;
}

/** Answers one node after another; each must ask something. */
export async function walk(phone: TestPhone, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    await phone.phone.listens();
    if (phone.nodeNow() === null) throw new Error(`${phone.number} is asked nothing where it should answer ${step}`);
    await answer(phone, step);
  }
}

async function answer(phone: TestPhone, step: Step): Promise<void> {
  if (step === 'silence') await phone.staysSilent();
  else if (step === 'speak') {
    await phone.says(isEnglish ? 'it is like this' : '情况是这样');
    await phone.presses('#');
  } else await phone.enters(step);
}

/** The question just heard: the last sentence. */
async function question(phone: TestPhone): Promise<string> {
  await phone.phone.listens();
  return phone.phone.heard.at(-1)?.text ?? '';
}

/** A prompt in this run's language with whatever values. */
function promptPattern(id: string): RegExp {
  const text = library.prompts(language)[id];
  if (text === undefined) throw new Error(`There is no prompt ${id} in ${language}.`);
  const literal = text.split(/\{[a-zA-Z]+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`, 's');
}

/**
 * The node is asked, then again in other words after an unused key (or silence where every key is used), and a last time after
 * silence: three times in all. The answer after this is the third.
 */
export async function hearsItThreeWays(phone: TestPhone, place: string): Promise<void> {
  await phone.isAt(place);
  const id = find(place).node.say ?? place.replace('/', '.');
  const said = [await question(phone)];
  expect(said[0]).toMatch(promptPattern(id));
  for (const [tries, suffix] of ['.again', '.last'].entries()) {
    const unused = tries === 0 ? unusedEntry(place) : null;
    await answer(phone, unused ?? 'silence');
    await phone.isAt(place);
    const again = await question(phone);
    expect(again).toMatch(promptPattern(`${id}${suffix}`));
    said.push(again);
  }
  expect(new Set(said).size).toBe(triesAllowed);
}
