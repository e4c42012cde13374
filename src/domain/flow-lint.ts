import { announcementProblems } from './announced-keys';
import { type AskingNode, type Flow, type FlowNode, isAsking, type MenuNode } from './flow';
import { factProblems } from './flow-facts';
import { leavesProblems } from './flow-leaves';
import { unbuiltWays, wayProblems } from './flow-ways';
import { placesIn, type PromptBook } from './prompt';
import { speechSeconds } from './speech';

/** What is wrong with the dialogues, found without a call (design.md, decision 10). */

export interface LintSubject {
  readonly flows: ReadonlyMap<string, Flow>;
  readonly books: ReadonlyMap<string, PromptBook>;
  /** The outcomes and values of every verb, by name. */
  readonly verbs: Readonly<Record<string, { readonly outcomes: readonly string[]; readonly vars?: readonly string[] }>>;
}

export interface LintReport {
  /** What is wrong; each problem names its flow and node. */
  readonly problems: readonly string[];
  /** What leads to a person until it is built: `flow/node key → node`. */
  readonly unbuilt: readonly string[];
}

/** Seconds of speech that a caller can follow at a stretch. */
const longestPrompt = 18;
/** Values that every prompt may name, since `prompts.ts` gives them without a verb. */
const givenAnywhere = ['service'];
const forbidden = /无效|错误|请稍后再拨|\binvalid\b|\berror\b|call again later/i;

export function lintFlows(subject: LintSubject): LintReport {
  const problems: string[] = [];
  const unbuilt: string[] = [];
  for (const flow of subject.flows.values()) {
    for (const [name, node] of Object.entries(flow.nodes)) {
      const at = `${flow.flow}/${name}`;
      const found = [
        ...wordProblems(subject, flow, name, node),
        ...verbProblems(subject, node),
        ...factProblems(flow, node),
        ...(node.kind === 'menu' ? menuProblems(subject, flow, name, node) : []),
      ];
      problems.push(...found.map((text) => `${at}: ${text}`));
    }
    problems.push(...wayProblems(subject, flow), ...leavesProblems(subject.flows, flow));
    unbuilt.push(...unbuiltWays(flow));
  }
  problems.push(...bookProblems(subject));
  return { problems, unbuilt };
}

/** ISO/IEC 13714: at most four choices, not counting the global keys; staff menus may use every digit. */
function menuProblems({ books }: LintSubject, flow: Flow, name: string, node: MenuNode): string[] {
  const choices = Object.entries(node.keys).filter(([key]) => key >= '1' && key <= '6');
  // Keys that do the same are one choice: at `danger` every unused key acts like 1.
  const announced = [...new Set(choices.map(([, target]) => JSON.stringify(target)))];
  const limit = flow.audience === 'staff' ? 9 : node.globals === 'survey' ? 5 : 4;
  const tooMany = announced.length > limit ? [`offers ${announced.length} choices, at most ${limit}`] : [];
  return [...tooMany, ...announcementProblems(flow, node, node.say ?? `${flow.flow}.${name}`, books)];
}

function verbProblems({ verbs }: LintSubject, node: FlowNode): string[] {
  const name = node.kind === 'do' ? node.do : node.with;
  if (name === undefined) return [];
  const verb = verbs[name];
  if (verb === undefined) return [`there is no verb ${name}`];
  const served = new Set(Object.keys(node.on ?? {}));
  const optional = node.kind === 'do' ? ['unavailable'] : ['ask', 'unavailable'];
  return verb.outcomes
    .filter((outcome) => !served.has(outcome) && !optional.includes(outcome))
    .map((outcome) => `${name} may end in ${outcome}, which leads nowhere`)
    .concat(
      [...served]
        .filter((outcome) => outcome !== 'unavailable' && !verb.outcomes.includes(outcome))
        .map((outcome) => `${name} never ends in ${outcome}`),
    );
}

/** The prompts a node speaks by itself. */
export function promptsOf(flow: Flow, name: string, node: FlowNode): string[] {
  if (node.kind === 'do') return [];
  const id = node.say ?? `${flow.flow}.${name}`;
  if (node.kind === 'say') return [id, ...(node.otherLanguages === undefined ? [] : [node.otherLanguages])];
  return isReasked(node) ? [id, `${id}.again`, `${id}.last`] : [id];
}

function isReasked(node: AskingNode): boolean {
  return !(node.kind === 'menu' && node.listen);
}

function wordProblems({ books, verbs }: LintSubject, flow: Flow, name: string, node: FlowNode): string[] {
  const verb = node.kind === 'do' ? undefined : node.with;
  const given = [...givenAnywhere, ...(verb === undefined ? [] : (verbs[verb]?.vars ?? []))];
  return promptsOf(flow, name, node).flatMap((id) =>
    [...books].flatMap(([language, book]) => {
      const text = book[id];
      if (text === undefined) return [`has no prompt ${id} in ${language}`];
      const wanted = isAsking(node) ? placesIn(text).filter((place) => !given.includes(place)) : [];
      return wanted.map((place) => `prompt ${id} in ${language} wants {${place}}, which its verb does not give`);
    }),
  );
}

function bookProblems({ books }: LintSubject): string[] {
  const ids = new Set([...books.values()].flatMap((book) => Object.keys(book)));
  return [...ids].flatMap((id) => {
    const texts = [...books].map(([language, book]) => ({ language, text: book[id] }));
    const missing = texts.filter(({ text }) => text === undefined);
    return [
      ...missing.map(({ language }) => `prompt ${id}: missing in ${language}`),
      ...unequalPlaces(id, texts),
      ...texts.flatMap(({ language, text }) => textProblems(id, language, text ?? '')),
    ];
  });
}

function unequalPlaces(id: string, texts: readonly { language: string; text: string | undefined }[]): string[] {
  const places = texts.flatMap(({ text }) =>
    text === undefined ? [] : [[...new Set(placesIn(text))].sort().join(', ')],
  );
  return new Set(places).size > 1 ? [`prompt ${id}: the languages name different values: ${places.join(' | ')}`] : [];
}

function textProblems(id: string, language: string, text: string): string[] {
  const seconds = speechSeconds(text);
  const tooLong = seconds > longestPrompt && !id.startsWith('text.');
  return [
    ...(tooLong ? [`prompt ${id}: ${seconds.toFixed(1)} s of speech in ${language}, at most ${longestPrompt}`] : []),
    ...(forbidden.test(text) ? [`prompt ${id}: a forbidden word in ${language}`] : []),
  ];
}
