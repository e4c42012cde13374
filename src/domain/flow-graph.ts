import type { Flow, FlowNode, Target } from './flow';
import { flowWays, leadsTo, unbuiltAt, waysOf } from './flow-ways';

/** The picture of a flow in Mermaid's notation; what is not built yet is drawn dashed. */
export function flowGraph(flow: Flow): string {
  const lines = ['flowchart TD'];
  for (const [name, node] of Object.entries(flow.nodes)) {
    lines.push(`  ${id(flow.flow, name)}${brackets[node.kind].join(`"${name}"`)}`);
    for (const [how, target] of waysOf(node))
      lines.push(`  ${id(flow.flow, name)} ${arrow(how, target)} ${place(flow, target)}`);
  }
  for (const [how, target] of flowWays(flow).filter(([how]) => how !== 'start')) {
    lines.push(`  any(("any node")) ${arrow(how, target)} ${place(flow, target)}`);
  }
  return `${[...new Set(lines)].join('\n')}\n`;
}

const id = (flow: string, node: string): string => `${flow}_${node}`.replaceAll('-', '_');

const brackets: Readonly<Record<FlowNode['kind'], readonly [string, string]>> = {
  menu: ['{{', '}}'],
  digits: ['[/', '/]'],
  record: ['([', '])'],
  do: ['[[', ']]'],
  say: ['[', ']'],
};

function arrow(how: string, target: Target): string {
  return unbuiltAt(target) !== undefined ? `-. "${how}" .->` : `-- "${how}" -->`;
}

const ends: Readonly<Record<string, string>> = {
  connect: 'connect(("connected"))',
  bridge: 'bridge(("customer"))',
  hangup: 'hangup(("goodbye"))',
};

function place(flow: Flow, target: Target): string {
  if (typeof target === 'object' && 'person' in target) return person(target.unbuilt);
  const goto = typeof target === 'string' ? target : target.goto;
  const [home = '', name = ''] = (leadsTo(flow, target) ?? '').split('/');
  return ends[goto] ?? id(home, name);
}

function person(unbuilt: string | undefined): string {
  if (unbuilt === undefined) return 'person(("a person"))';
  return `unbuilt_${unbuilt.replaceAll('-', '_')}["${unbuilt}"]`;
}
