import { z } from 'zod';

/** The dialogues as data: what a file in ivr-flows/ may say. Digits are quoted keys, since YAML reads 012 as a number. */

const name = z.string().regex(/^[a-z][a-z0-9-]*$/, 'names are lower case with hyphens');
const key = z.string().regex(/^[0-9*#]$/, 'one key of the phone, quoted');
const facts = z.record(name, z.string());

const shape = z.enum(['number', 'word', 'sid']);
/** When the fact named by `belongsTo` is set anew, this one is dropped; with `belongsTo: call` it never is. */
const ownedFact = z.strictObject({ shape, belongsTo: name.optional() });
const fact = z.union(
  [shape.transform((shape): z.infer<typeof ownedFact> => ({ shape })), ownedFact],
  'a number, word or sid, or { shape, belongsTo }',
);

const target = z.union([
  z.string().regex(/^([a-z][a-z0-9-]*\/)?[a-z][a-z0-9-]*$/, 'a node, flow/node, hangup, connect or bridge'),
  z.strictObject({ goto: z.string(), set: facts.optional(), say: z.string().optional() }),
  z.strictObject({ person: name, unbuilt: name.optional(), set: facts.optional(), say: z.string().optional() }),
]);

/**
 * What a hang-up at a node leaves; without it nothing. `draft`: a draft of the report. `told`: the caller heard the cause,
 * which closes the report. `answer`: a draft only if no person came, since the node answers the caller. `danger`: a danger.
 */
const leaves = z.enum(['draft', 'told', 'answer', 'danger'], 'a hang-up leaves draft, told, answer or danger');

/** `with` asks a verb for facts on the way in; an outcome named in `on` leads elsewhere, any other asks the node. */
const entry = { with: name.optional(), on: z.record(name, target).optional() };
const asking = {
  ...entry,
  /** The prompt, `{flow}.{node}` unless said; re-asked as `.again` and `.last`. */
  say: z.string().optional(),
  third: target.optional(),
  /** Seconds of silence before it is asked again. */
  wait: z.number().int().min(1).max(20).default(6),
  leaves: leaves.optional(),
};

const menu = z.strictObject({
  kind: z.literal('menu'),
  ...asking,
  keys: z.record(key, target),
  /** Silence is an answer here: a notice that needs none. */
  silence: target.optional(),
  /** Which of the flow's global keys work: all, or in surveys only 0, 9, * and #. */
  globals: z.enum(['all', 'survey']).default('all'),
  /** Repeats for `paging.listenFor` instead of three times. */
  listen: z.boolean().default(false),
});
const digits = z.strictObject({
  kind: z.literal('digits'),
  ...asking,
  then: target,
  /** What # alone means; without it # only ends the entry. */
  alone: target.optional(),
  /** Where * leads; back unless said. */
  star: target.optional(),
  min: z.number().int().min(1).default(1),
  max: z.number().int().min(1).max(20).default(12),
  /** Bounds of the number entered, as in minutes 1 to 240. */
  from: z.number().int().optional(),
  to: z.number().int().optional(),
  /** 0#, 5#, 8# and 9# alone keep their global meaning. */
  globals: z.boolean().default(false),
  /** Keys are not written to the call log. */
  secret: z.boolean().default(false),
});
const record = z.strictObject({
  kind: z.literal('record'),
  ...asking,
  seconds: z.number().int().min(3).max(120),
  then: target,
  /** Where silence leads, when nothing was said. */
  nothing: target.optional(),
});
const action = z.strictObject({ kind: z.literal('do'), do: name, on: z.record(name, target) });
const sentence = z.strictObject({
  kind: z.literal('say'),
  ...entry,
  say: z.string().optional(),
  /** A prompt that is spoken afterwards in each of the other languages, saying how to change to it. */
  otherLanguages: z.string().optional(),
  then: target,
});

const node = z.discriminatedUnion('kind', [menu, digits, record, action, sentence]);

const flowFields = z.strictObject({
  flow: name,
  audience: z.enum(['caller', 'staff', 'customer', 'vendor']),
  /** Facts that may stand in the URL, with their shape and the fact that they belong to. */
  facts: z.record(name, fact).default({}),
  /** Where a call begins. */
  start: z.union([name, z.array(name)]),
  globals: z.record(key, target).default({}),
  /** Where the third silence or unused key leads. */
  third: target,
  /** Where the call goes when the database cannot be reached and the node names no way of its own. */
  unavailable: target,
  nodes: z.record(name, node),
});

export const flowSchema = flowFields.superRefine(({ facts }, context) => {
  for (const [name, { belongsTo }] of Object.entries(facts)) {
    const message = belongsTo === undefined ? null : ownerProblem(facts, name, belongsTo);
    if (message !== null) context.addIssue({ code: 'custom', path: ['facts', name, 'belongsTo'], message });
  }
});
export type Flow = z.infer<typeof flowFields>;
type DeclaredFacts = Flow['facts'];
export type FlowNode = z.infer<typeof node>;
export type MenuNode = z.infer<typeof menu>;
export type DigitsNode = z.infer<typeof digits>;
export type RecordNode = z.infer<typeof record>;
export type AskingNode = MenuNode | DigitsNode | RecordNode;
export type Leaves = z.infer<typeof leaves>;
export type Target = z.infer<typeof target>;
export type Facts = Readonly<Record<string, string>>;

/** Where a call stands; kept in the action URL and nowhere else (ADR 0002). */
export interface Position {
  readonly flow: string;
  readonly node: string;
  readonly language: string;
  /** Silences and unused keys at this node so far. */
  readonly tries: number;
  /** How often 9 was pressed in a row. */
  readonly repeats: number;
  /** The nodes asked before this one, oldest first: what * goes back to. */
  readonly back: readonly string[];
  readonly facts: Facts;
}

export type Input =
  | { readonly kind: 'keys'; readonly keys: string }
  | { readonly kind: 'silence' }
  | { readonly kind: 'recording'; readonly sid: string; readonly seconds: number; readonly keys: string };

export function isAsking(node: FlowNode): node is AskingNode {
  return node.kind === 'menu' || node.kind === 'digits' || node.kind === 'record';
}

/** The node where a call begins: the first of several. */
export function startOf({ start }: Flow): string {
  return typeof start === 'string' ? start : (start[0] ?? '');
}

/** The question at a place; undefined when nothing is asked there, or when the place does not exist (any more). */
export function questionAt(flows: ReadonlyMap<string, Flow>, place: Pick<Position, 'flow' | 'node'>) {
  const node = flows.get(place.flow)?.nodes[place.node];
  return node !== undefined && isAsking(node) ? node : undefined;
}

const wholeCall = 'call';

function ownerProblem(facts: DeclaredFacts, name: string, belongsTo: string): string | null {
  const isKnown = belongsTo === wholeCall || Object.hasOwn(facts, belongsTo);
  if (!isKnown) return `no fact is named ${belongsTo}: a fact belongs to another one or to the ${wholeCall}`;
  return ownersOf(facts, name).includes(name) ? 'belongs to itself, directly or by way of others' : null;
}

/** The facts that a fact belongs to, directly or through others; a circle is gone through once. */
function ownersOf(facts: DeclaredFacts, name: string): string[] {
  const owners: string[] = [];
  let owner = facts[name]?.belongsTo;
  while (owner !== undefined && !owners.includes(owner)) {
    owners.push(owner);
    owner = facts[owner]?.belongsTo;
  }
  return owners;
}
