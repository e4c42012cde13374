import type { AskingNode, DigitsNode, Flow, Input, MenuNode, Position, RecordNode, Target } from './flow';

/** What one answer leads to. Pure: the same position and input always give the same move. */
export type Move =
  | { readonly kind: 'go'; readonly target: Target; readonly keys: string }
  | { readonly kind: 'ask'; readonly position: Position; readonly why: Reason };

/** Why a node is asked again, which decides the words. */
export type Reason = 'first' | 'silence' | 'unused-key' | 'repeat' | 'language' | 'too-short' | 'out-of-range';

/** How often a node is asked before the third way is taken (contract section 4). */
export const triesAllowed = 3;

export interface StepOptions {
  readonly flow: Flow;
  readonly node: AskingNode;
  readonly position: Position;
  readonly languages: readonly string[];
  /** How often the node is asked, where that is not three times: a page repeats for `paging.listenFor`. */
  readonly tries?: number;
}

export function step(options: StepOptions, input: Input): Move {
  switch (options.node.kind) {
    case 'menu':
      return menuStep(options, options.node, input);
    case 'digits':
      return digitsStep(options, options.node, input);
    case 'record':
      return recordStep(options, options.node, input);
  }
}

function menuStep(options: StepOptions, node: MenuNode, input: Input): Move {
  if (input.kind !== 'keys' || input.keys === '') return silent(options, node.silence);
  const key = input.keys.slice(-1);
  const own = node.keys[key];
  if (own !== undefined) return { kind: 'go', target: own, keys: key };
  if (node.globals === 'survey' && !'09*#'.includes(key)) return again(options, 'unused-key');
  return globalKey(options, key) ?? again(options, 'unused-key');
}

/** The keys that work at every menu of the flow; undefined when this one means nothing here. */
function globalKey(options: StepOptions, key: string): Move | undefined {
  const { flow, position } = options;
  const target = flow.globals[key];
  if (target !== undefined) return { kind: 'go', target, keys: key };
  switch (key) {
    case '8':
      return flow.audience === 'staff' ? undefined : otherLanguage(options);
    case '9':
      return { kind: 'ask', why: 'repeat', position: { ...position, repeats: position.repeats + 1 } };
    case '*':
      return goBack(options);
    default:
      return undefined;
  }
}

function otherLanguage({ position, languages }: StepOptions): Move {
  const next = languages[(languages.indexOf(position.language) + 1) % languages.length] ?? position.language;
  return { kind: 'ask', why: 'language', position: { ...position, language: next } };
}

function goBack({ position }: StepOptions): Move {
  const node = position.back.at(-1);
  if (node === undefined) return { kind: 'ask', why: 'repeat', position };
  const back = position.back.slice(0, -1);
  return { kind: 'ask', why: 'first', position: { ...position, node, back, tries: 0, repeats: 0 } };
}

function digitsStep(options: StepOptions, node: DigitsNode, input: Input): Move {
  if (input.kind !== 'keys' || input.keys === '') return silent(options);
  const { keys } = input;
  // A lone # that means nothing here is asked again like silence.
  if (keys === '#') return silent(options, node.alone);
  return keys.includes('*') ? starTo(node.star, goBack(options)) : entryStep(options, node, keys.split('#')[0] ?? '');
}

function entryStep(options: StepOptions, node: DigitsNode, entered: string): Move {
  const global = node.globals && entered.length === 1 ? globalKey(options, entered) : undefined;
  if (global !== undefined) return global;
  const problem = entryProblem(node, entered);
  return problem === undefined ? { kind: 'go', target: node.then, keys: entered } : again(options, problem);
}

function starTo(target: Target | undefined, otherwise: Move): Move {
  return target === undefined ? otherwise : { kind: 'go', target, keys: '*' };
}

function entryProblem(node: DigitsNode, entered: string): Reason | undefined {
  if (entered.length < node.min) return 'too-short';
  const value = Number(entered);
  const tooSmall = node.from !== undefined && value < node.from;
  const tooLarge = node.to !== undefined && value > node.to;
  return tooSmall || tooLarge || entered.length > node.max ? 'out-of-range' : undefined;
}

function recordStep(options: StepOptions, node: RecordNode, input: Input): Move {
  if (input.kind !== 'recording') return silent(options, node.nothing);
  const key = input.keys.slice(-1);
  if (key === '*') return goBack(options);
  const global = key === '0' || key === '5' ? options.flow.globals[key] : undefined;
  if (global !== undefined) return { kind: 'go', target: global, keys: key };
  // A recording without a second of sound says nothing.
  return input.seconds > 0 ? { kind: 'go', target: node.then, keys: key } : silent(options, node.nothing);
}

function silent(options: StepOptions, meaning?: Target): Move {
  return meaning === undefined ? again(options, 'silence') : { kind: 'go', target: meaning, keys: '' };
}

function again(options: StepOptions, why: Reason): Move {
  const { node, flow, position } = options;
  const tries = position.tries + 1;
  if (tries >= (options.tries ?? triesAllowed)) return { kind: 'go', target: node.third ?? flow.third, keys: '' };
  return { kind: 'ask', why, position: { ...position, tries, repeats: 0 } };
}
