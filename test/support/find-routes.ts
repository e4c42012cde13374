import { inTransaction } from '../../models/database';
import type { CallScript } from '../../src/carrier/carrier';
import { readPosition } from '../../src/dialogue/position-url';
import { answerNode, enterNode } from '../../src/dialogue/run-dialogue';
import type { Dialogue } from '../../src/dialogue/walk';
import type { AskingNode, Facts, Input, Position } from '../../src/domain/flow';
import { questionAt } from '../../src/domain/flow';
import type { Context } from '../../src/services/context';
import type { Step } from './routes';

/** Who rings, and what they can enter besides the keys of a menu. */
export interface Searcher {
  readonly phone: string | null;
  /** Numbers that mean something to the hotline, as steps of a way. */
  readonly entries?: readonly Entry[];
  /** Keys that mean the same in every menu and are pressed there too. */
  readonly globals?: readonly string[];
}

interface Entry {
  readonly step: Step;
  readonly keys: string;
}

/** How a question is reached: what is pressed, and the questions that were answered on the way. */
export interface Found {
  readonly keys: readonly Step[];
  readonly answered: readonly string[];
}

interface Standing extends Found {
  readonly position: Position;
}

interface Search {
  /** Where the call begins, as flow/node; ways that leave the flow are not followed. */
  readonly from: string;
  /** The questions looked for, as flow/node. */
  readonly wanted: ReadonlySet<string>;
  /** How often the search goes on from one question that it reaches by different ways, since what follows may depend on the way. */
  readonly mostTimes: number;
  /** Is told what the hotline says at the end of each way. */
  readonly hears?: (keys: readonly Step[], said: string) => void;
}

/**
 * Looks for the shortest way to each of the wanted questions in the hotline itself, answering as a caller would; whatever
 * that does to the rows is undone at once, so that every way is tried from the same beginning.
 */
export async function findRoutes(
  { context, verbs }: Dialogue,
  searcher: Searcher,
  { from, wanted, mostTimes, hears = () => undefined }: Search,
): Promise<Map<string, Found>> {
  const asked = { entries: [], globals: [], ...searcher };
  const dialogue = { context: silently(context), verbs };
  const call = { sid: 'CA-search', phone: searcher.phone, direction: 'inbound', token: null } as const;
  const [flow = '', start = ''] = from.split('/');
  const found = new Map<string, Found>();
  const times = new Map<string, number>();
  const queue: Standing[] = [];
  const arrive = (script: CallScript, way: Found): void => {
    hears(way.keys, wordsOf(script));
    const position = positionAfter(context, script);
    if (position?.flow !== flow) return;
    const place = `${flow}/${position.node}`;
    const time = (times.get(place) ?? 0) + 1;
    if (time > mostTimes) return;
    times.set(place, time);
    if (time === 1 && wanted.has(place)) found.set(place, way);
    queue.push({ ...way, position });
  };
  const beginning = { flow, node: start, language: 'zh-CN', tries: 0, repeats: 0, back: [], facts: {} };
  arrive(await undone(() => enterNode(dialogue, call, beginning)), { keys: [], answered: [] });
  for (let at = queue.shift(); at !== undefined && found.size < wanted.size; at = queue.shift()) {
    const { position, keys, answered } = at;
    const node = questionAt(context.flows.flows, position);
    for (const { step, input } of answersTo(node, asked)) {
      const script = await undone(() => answerNode(dialogue, call, position, input));
      arrive(script, { keys: [...keys, step], answered: [...answered, `${flow}/${position.node}`] });
    }
  }
  return found;
}

const wordsOf = (script: CallScript): string => ('say' in script ? script.say.map(({ text }) => text).join(' ') : '');

/** The same context with a log that keeps nothing. */
function silently(context: Context): Context {
  const nothing = (): void => undefined;
  const log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
  const callLog = { ...context.callLog, step: nothing, enter: nothing, note: nothing };
  return { ...context, log, callLog };
}

const sid = `RE${'0'.repeat(32)}`;

function answersTo(
  node: AskingNode | undefined,
  { entries, globals }: Required<Searcher>,
): { step: Step; input: Input }[] {
  const pressed = (step: Step, keys = step) => ({ step, input: { kind: 'keys', keys } as const });
  switch (node?.kind) {
    case 'menu':
      return [...Object.keys(node.keys), ...globals].map((key) => pressed(key));
    case 'record':
      return [{ step: 'speak', input: { kind: 'recording', sid, seconds: 3, keys: '#' } }];
    case 'digits':
      return [
        ...(node.alone === undefined ? [] : [pressed('#')]),
        ...entries.filter(({ keys }) => keys.length <= node.max).map(({ step, keys }) => pressed(step, `${keys}#`)),
        pressed(`${'1'.repeat(node.min)}#`),
      ];
    case undefined:
      return [];
  }
}

function positionAfter({ flows, settings }: Context, script: CallScript): Position | null {
  if (script.kind !== 'ask' && script.kind !== 'record') return null;
  const { pathname, searchParams } = new URL(script.action);
  const [, , , flowName = '', node = ''] = pathname.split('/');
  const flow = flows.flows.get(flowName);
  const query: Facts = Object.fromEntries(searchParams);
  return flow === undefined ? null : readPosition(query, flow, node, flows.languages, settings.defaultLanguage);
}

/** Runs `work` and undoes what it changed. */
async function undone(work: () => Promise<CallScript>): Promise<CallScript> {
  let script: CallScript | undefined;
  const takeBack = new Error('only tried');
  await inTransaction(async () => {
    script = await work();
    throw takeBack;
  }).catch((error: unknown) => {
    if (script === undefined) throw error;
  });
  return script!;
}
