import type { Flow, FlowNode } from './flow';
import { promptsOf } from './flow-lint';
import { waysOf } from './flow-ways';
import type { PromptBook } from './prompt';
import { speechSeconds } from './speech';

/** Every sentence of the hotline in all languages, in the order in which a reader meets it. */

interface PromptRow {
  readonly id: string;
  /** The sentence in each language; `seconds` is the estimated length of its speech. */
  readonly texts: readonly { readonly language: string; readonly text: string; readonly seconds: number }[];
}

export interface PromptSection {
  /** `flow/node`, or what the remaining sentences have in common. */
  readonly title: string;
  /** What can be pressed there: `1 → account`. */
  readonly ways: readonly string[];
  readonly rows: readonly PromptRow[];
}

/** One section for each node that speaks, then the sentences that several nodes or texts use, by their first word. */
export function promptReport(
  flows: ReadonlyMap<string, Flow>,
  books: ReadonlyMap<string, PromptBook>,
): PromptSection[] {
  const told = new Set<string>();
  const sections = [...flows.values()].flatMap((flow) =>
    Object.entries(flow.nodes).flatMap(([name, node]) => {
      const ids = promptsOf(flow, name, node).filter((id) => !told.has(id));
      for (const id of ids) told.add(id);
      if (ids.length === 0) return [];
      return [{ title: `${flow.flow}/${name}`, ways: describeWays(node), rows: ids.map((id) => rowOf(id, books)) }];
    }),
  );
  return [...sections, ...others(books, told)];
}

function others(books: ReadonlyMap<string, PromptBook>, told: ReadonlySet<string>): PromptSection[] {
  const ids = [...new Set([...books.values()].flatMap((book) => Object.keys(book)))].filter((id) => !told.has(id));
  const groups = new Map<string, string[]>();
  for (const id of ids) {
    const subject = id.split('.')[0] ?? id;
    groups.set(subject, [...(groups.get(subject) ?? []), id]);
  }
  return [...groups].map(([subject, group]) => ({
    title: `${subject}: parts of sentences, notices and texts`,
    ways: [],
    rows: group.map((id) => rowOf(id, books)),
  }));
}

function rowOf(id: string, books: ReadonlyMap<string, PromptBook>): PromptRow {
  const texts = [...books].map(([language, book]) => {
    const text = book[id] ?? '';
    return { language, text, seconds: speechSeconds(text) };
  });
  return { id, texts };
}

function describeWays(node: FlowNode): string[] {
  if (node.kind !== 'menu') return [];
  return waysOf(node)
    .filter(([how]) => /^[0-9*#]$/.test(how))
    .map(([how, target]) => {
      if (typeof target === 'string') return `${how} → ${target}`;
      return `${how} → ${'person' in target ? 'a person' : target.goto}`;
    });
}
