import { isAsking } from './flow';
import type { Facts, Flow, FlowNode } from './flow';
import { isOnReport } from './flow-leaves';
import { waysOf } from './flow-ways';

/** What a call has gathered, by the declarations of its flow. */

const shapes = { number: /^\d{1,15}$/, word: /^[A-Za-z0-9_-]{1,40}$/, sid: /^[A-Z]{2}[0-9a-fA-F]{32}$/ };

function isDeclared({ facts }: Flow, name: string, value: string): boolean {
  const declared = facts[name];
  return declared !== undefined && shapes[declared.shape].test(value);
}

/** Keeps the facts that the flow declares and whose shape is right; drops the rest. */
export function declaredFacts(flow: Flow, given: Facts): Facts {
  return Object.fromEntries(Object.entries(given).filter(([name, value]) => isDeclared(flow, name, value)));
}

/** The facts with `more` added. Setting a fact drops the facts that belong to it; setting it to '' drops the fact itself too. */
export function setFacts(flow: Flow, facts: Facts, more: Facts = {}): Facts {
  const names = Object.keys(more);
  if (names.length === 0) return facts;
  const outdated = new Set(names.flatMap((name) => belongings(flow, name)));
  const kept = Object.entries(facts).filter(([name]) => !outdated.has(name) && more[name] === undefined);
  return Object.fromEntries([...kept, ...Object.entries(more).filter(([, value]) => value !== '')]);
}

/** What belongs to each fact of a flow; found out once, because every key sets facts. */
const belongingsOf = new WeakMap<Flow, Map<string, readonly string[]>>();

/** The facts that belong to a fact, directly or through others. */
function belongings(flow: Flow, owner: string): readonly string[] {
  const known = belongingsOf.get(flow) ?? new Map<string, readonly string[]>();
  belongingsOf.set(flow, known);
  const own = known.get(owner) ?? ownedBy(flow, owner);
  known.set(owner, own);
  return own;
}

function ownedBy(flow: Flow, owner: string): readonly string[] {
  const own = Object.keys(flow.facts).filter((name) => flow.facts[name]?.belongsTo === owner);
  return own.flatMap((name) => [name, ...belongings(flow, name)]);
}

/** Facts that a way out of a node sets but the flow does not declare, or would keep when they are no longer true. */
export function factProblems(flow: Flow, node: FlowNode): string[] {
  const isOfReport = isAsking(node) && isOnReport(node);
  return waysOf(node).flatMap(([how, target]) => {
    const set = typeof target === 'object' ? (target.set ?? {}) : {};
    return Object.entries(set).flatMap(([name, value]) =>
      setProblem(flow, name, value, isOfReport).map((problem) => `${how} sets ${name}${problem}`),
    );
  });
}

function setProblem(flow: Flow, name: string, value: string, isOfReport: boolean): string[] {
  const declared = flow.facts[name];
  if (declared === undefined) return [', which the flow does not declare'];
  if (value === '') return [];
  if (!isDeclared(flow, name, value)) return [` to ${value}, which is no ${declared.shape}`];
  return isOfReport && declared.belongsTo === undefined ? [', which does not say what it belongs to'] : [];
}
