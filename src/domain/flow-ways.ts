import { type Flow, type FlowNode, isAsking, type Target } from './flow';
import type { PromptBook } from './prompt';

/** The dialogues as a graph: where each way leads and whether every call comes to an end. */

type Flows = ReadonlyMap<string, Flow>;

interface WaySubject {
  readonly flows: Flows;
  readonly books: ReadonlyMap<string, PromptBook>;
}

const ends = new Set(['hangup', 'connect', 'bridge']);

/** Every target of a node with how it is reached: a key, an outcome, `then`, `silence` … */
export function waysOf(node: FlowNode): [how: string, target: Target][] {
  const keys = node.kind === 'menu' ? Object.entries(node.keys) : [];
  const named = node.kind === 'menu' ? { silence: node.silence, third: node.third } : node;
  return [...keys, ...Object.entries(named).flatMap(namedWay), ...Object.entries(node.on ?? {})];
}

const wayNames = new Set(['then', 'alone', 'star', 'nothing', 'third', 'silence']);

function namedWay([how, target]: [string, unknown]): [string, Target][] {
  return wayNames.has(how) && target !== undefined ? [[how, target as Target]] : [];
}

/** The ways of a flow as a whole: its global keys, the third miss, a database that is down, and where calls begin. */
export function flowWays(flow: Flow): [string, Target][] {
  return [
    ...Object.entries(flow.globals),
    ['third', flow.third],
    ['unavailable', flow.unavailable],
    ...(typeof flow.start === 'string' ? [flow.start] : flow.start).map((node): [string, Target] => ['start', node]),
  ];
}

/** The node a target leads to as `flow/node`, or null where the call ends or a person takes it. */
export function leadsTo(flow: Flow, target: Target): string | null {
  if (typeof target === 'object' && 'person' in target) return null;
  const goto = typeof target === 'string' ? target : target.goto;
  if (ends.has(goto)) return null;
  return goto.includes('/') ? goto : `${flow.flow}/${goto}`;
}

/** Ways that lead nowhere, sentences on the way that are missing, nodes out of reach, circles without an end. */
export function wayProblems({ flows, books }: WaySubject, flow: Flow): string[] {
  const problems = everyWay(flow).flatMap(({ at, target }) => {
    const place = leadsTo(flow, target);
    const say = typeof target === 'object' ? target.say : undefined;
    return [
      ...(place !== null && nodeAt(flows, place) === undefined
        ? [`${flow.flow}/${at}: leads to ${place}, which is not there`]
        : []),
      ...(isUnsaid(books, say) ? [`${flow.flow}/${at}: says ${say ?? ''}, which is not in every language`] : []),
    ];
  });
  return [...problems, ...unreachable(flows, flow), ...endless(flows, flow)];
}

function everyWay(flow: Flow): { at: string; target: Target }[] {
  return [...waysOfNodes(flow), ...flowWays(flow).map(([at, target]) => ({ at, target }))];
}

function waysOfNodes({ nodes }: Flow): { at: string; target: Target }[] {
  return Object.entries(nodes).flatMap(([name, node]) =>
    waysOf(node).map(([how, target]) => ({ at: `${name} ${how}`, target })),
  );
}

function isUnsaid(books: WaySubject['books'], say: string | undefined): boolean {
  return say !== undefined && [...books.values()].some((book) => book[say] === undefined);
}

/** The node at `flow/node`. */
export function nodeAt(flows: Flows, place: string): FlowNode | undefined {
  const [flow = '', node = ''] = place.split('/');
  return flows.get(flow)?.nodes[node];
}

/** Where the ways of a place lead. */
function nextPlaces(flows: Flows, place: string): string[] {
  const [home, node] = [flows.get(place.split('/')[0] ?? ''), nodeAt(flows, place)];
  if (home === undefined || node === undefined) return [];
  return waysOf(node).flatMap(([, target]) => leadsTo(home, target) ?? []);
}

/** The places that a call can come to; `goesOn` says of each place whether the call goes on from there. */
export function placesReached(flows: Flows, from: readonly string[], goesOn: (place: string) => boolean): Set<string> {
  const seen = new Set<string>();
  const queue = [...from];
  for (let place = queue.pop(); place !== undefined; place = queue.pop()) {
    if (seen.has(place)) continue;
    seen.add(place);
    if (goesOn(place)) queue.push(...nextPlaces(flows, place));
  }
  return seen;
}

/** Nodes that no way leads to, from the start of any flow. */
function unreachable(flows: Flows, flow: Flow): string[] {
  const starts = [...flows.values()].flatMap((any) =>
    flowWays(any).flatMap(([, target]) => leadsTo(any, target) ?? []),
  );
  const reached = placesReached(flows, [...entries, ...starts], () => true);
  return Object.keys(flow.nodes)
    .filter((name) => !reached.has(`${flow.flow}/${name}`))
    .map((name) => `${flow.flow}/${name}: no way leads here`);
}

/** Nodes that a call is sent to from outside any flow, such as after a handoff that nobody took. */
const entries = ['caller/leave-message'];

/** Nodes from which no way comes to an end or a person. */
function endless(flows: Flows, flow: Flow): string[] {
  const good = new Set<string>();
  let before = -1;
  while (good.size !== before) {
    before = good.size;
    for (const any of flows.values()) {
      const third = leadsTo(any, any.third) === null;
      for (const [name, node] of Object.entries(any.nodes)) {
        const asks = isAsking(node) && third;
        const ends = waysOf(node).some(
          ([, target]) => good.has(leadsTo(any, target) ?? '') || leadsTo(any, target) === null,
        );
        if (asks || ends) good.add(`${any.flow}/${name}`);
      }
    }
  }
  return Object.keys(flow.nodes)
    .filter((name) => !good.has(`${flow.flow}/${name}`))
    .map((name) => `${flow.flow}/${name}: no way from here comes to an end`);
}

/** What leads to a person until it is built: `flow/node key → node`. */
export function unbuiltWays(flow: Flow): string[] {
  const globals = Object.entries(flow.globals).map(([key, target]) => ({ at: `any menu ${key}`, target }));
  return [...waysOfNodes(flow), ...globals].flatMap(({ at, target }) => {
    const unbuilt = unbuiltAt(target);
    return unbuilt === undefined ? [] : [`${flow.flow}/${at} → ${unbuilt}`];
  });
}

/** The node that is still to be built where this way leads to a person until then. */
export const unbuiltAt = (target: Target): string | undefined =>
  typeof target === 'object' && 'unbuilt' in target ? target.unbuilt : undefined;
