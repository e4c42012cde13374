import type { Flow, FlowNode, Target } from './flow';
import { flowWays, leadsTo, unbuiltAt, waysOf } from './flow-ways';

/** The picture of a flow in Graphviz's notation. A way out of the flow ends in a leaf of its own, so that no line crosses the sheet. */

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly isLeaf: boolean;
  readonly isUnbuilt: boolean;
}

export function flowPicture(flow: Flow): string {
  const nodes = Object.entries(flow.nodes).map(([name, node]) => `  ${quoted(name)} [${looks[node.kind]}];`);
  const arrows = Object.entries(flow.nodes).flatMap(([name, node]) => arrowsOf(flow, name, waysOf(node)));
  const anywhere = arrowsOf(
    flow,
    'anywhere',
    flowWays(flow).filter(([how]) => how !== 'start'),
  );
  return [
    `digraph ${quoted(flow.flow)} {`,
    '  rankdir=TB; ranksep=0.45; nodesep=0.25; bgcolor="white";',
    '  node [fontname="Helvetica,Arial,sans-serif", fontsize=11, style="filled", color="#4a5568", fillcolor="#ffffff"];',
    '  edge [fontname="Helvetica,Arial,sans-serif", fontsize=9, color="#718096", fontcolor="#2d3748", arrowsize=0.6];',
    '  "anywhere" [label="from anywhere", shape=plain, style="", fontcolor="#4a5568"];',
    ...nodes,
    ...[...arrows, ...anywhere].flatMap(drawn),
    '}',
  ].join('\n');
}

const looks: Readonly<Record<FlowNode['kind'], string>> = {
  menu: 'shape=box, style="filled,rounded", fillcolor="#dbeafe"',
  digits: 'shape=box, style="filled,rounded", fillcolor="#fef3c7"',
  record: 'shape=box, style="filled,rounded", fillcolor="#fee2e2"',
  do: 'shape=ellipse, fillcolor="#e5e7eb"',
  say: 'shape=box, fillcolor="#dcfce7"',
};

/** Ways between the same two places are one arrow that names all keys. */
function arrowsOf(flow: Flow, from: string, ways: readonly [how: string, target: Target][]): Arrow[] {
  const byPlace = new Map<string, Arrow>();
  for (const [how, target] of ways) {
    const place = placeOf(flow, target);
    const known = byPlace.get(place.to);
    byPlace.set(place.to, { from, ...place, label: known === undefined ? how : `${known.label}, ${how}` });
  }
  return [...byPlace.values()];
}

function placeOf(flow: Flow, target: Target): Pick<Arrow, 'to' | 'isLeaf' | 'isUnbuilt'> {
  const place = leadsTo(flow, target);
  if (place === null) return { to: endOf(target), isLeaf: true, isUnbuilt: unbuiltAt(target) !== undefined };
  const [home, name = ''] = place.split('/');
  const isHere = home === flow.flow;
  return { to: isHere ? name : place, isLeaf: !isHere, isUnbuilt: false };
}

function endOf(target: Target): string {
  if (typeof target === 'object' && 'person' in target) return target.unbuilt ?? 'a person';
  const goto = typeof target === 'string' ? target : target.goto;
  return { hangup: 'goodbye', connect: 'connected', bridge: 'customer' }[goto] ?? goto;
}

function drawn({ from, to, label, isLeaf, isUnbuilt: dashed }: Arrow): string[] {
  const line = dashed ? ', style="dashed"' : '';
  if (!isLeaf) return [`  ${quoted(from)} -> ${quoted(to)} [label=${quoted(label)}];`];
  const leaf = quoted(`${from} > ${to}`);
  return [
    `  ${leaf} [label=${quoted(to)}, shape=plain, style="", fontsize=9, fontcolor="#6b21a8"];`,
    `  ${quoted(from)} -> ${leaf} [label=${quoted(label)}${line}];`,
  ];
}

const quoted = (text: string): string => `"${text.replaceAll('"', '\\"')}"`;
