import fc from 'fast-check';
import { isAsking, startOf } from '../../src/domain/flow';
import type { Flow, Input, Position, Target } from '../../src/domain/flow';
import { step } from '../../src/domain/flow-step';
import { loadFlows } from '../../src/services/flow-library';
import { verbs } from '../../src/dialogue/verbs/verbs';

const library = loadFlows('ivr-flows', 'zh-CN');
const languages = library.languages;

type End = 'person' | 'hangup' | 'connect';
/** Stands in for what the services find: any outcome that a verb may have, in any order. */
type Chance = () => number;

function outcomeOf(verb: string, chance: Chance): string {
  const { outcomes } = verbs[verb]!;
  return outcomes[chance() % outcomes.length]!;
}

interface Standing {
  readonly flow: Flow;
  readonly position: Position;
}

/** Goes on from a target until somebody is asked or the call ends. */
function goOn(flow: Flow, position: Position, target: Target, chance: Chance): Position | End {
  let way = target;
  let standing: Standing = { flow, position };
  for (let hop = 0; hop < 50; hop += 1) {
    const end = endOf(way);
    // After a bridge the call is back where it was.
    if (end !== null) return end === 'bridge' ? position : end;
    standing = arrive(standing, way);
    const next = wayFrom(standing, chance);
    if (next === null) return standing.position;
    way = next;
  }
  throw new Error(`${standing.flow.flow}/${standing.position.node} goes in circles without asking anybody`);
}

function endOf(way: Target): End | 'bridge' | null {
  if (typeof way === 'object' && 'person' in way) return 'person';
  const goto = typeof way === 'string' ? way : way.goto;
  return goto === 'hangup' || goto === 'connect' || goto === 'bridge' ? goto : null;
}

function arrive({ flow, position }: Standing, way: Target): Standing {
  const goto = typeof way === 'string' ? way : 'goto' in way ? way.goto : '';
  const [home, node] = goto.includes('/') ? (goto.split('/') as [string, string]) : [flow.flow, goto];
  return {
    flow: library.flows.get(home)!,
    position: { ...position, flow: home, node, tries: 0, repeats: 0, back: [] },
  };
}

/** Where the node at hand leads by itself, or null when it asks. */
function wayFrom({ flow, position }: Standing, chance: Chance): Target | null {
  const node = flow.nodes[position.node]!;
  const verb = node.kind === 'do' ? node.do : node.with;
  const leads = verb === undefined ? undefined : node.on?.[outcomeOf(verb, chance)];
  if (leads !== undefined) return leads;
  if (isAsking(node)) return null;
  return node.kind === 'say' ? node.then : flow.unavailable;
}

function walk(flow: Flow, inputs: readonly Input[], chance: Chance): End {
  const start: Position = { flow: flow.flow, node: '', language: 'zh-CN', tries: 0, repeats: 0, back: [], facts: {} };
  let at = goOn(flow, start, startOf(flow), chance);
  const silence: Input[] = Array.from({ length: 60 }, () => ({ kind: 'silence' }));
  for (const input of [...inputs, ...silence]) {
    if (typeof at === 'string') return at;
    const home: Flow = library.flows.get(at.flow)!;
    const node = home.nodes[at.node]!;
    if (!isAsking(node)) throw new Error(`${at.node} was asked but does not ask`);
    const move = step({ flow: home, node, position: at, languages, tries: 3 }, input);
    at = move.kind === 'ask' ? move.position : goOn(home, at, move.target, chance);
  }
  if (typeof at !== 'string') throw new Error(`${at.flow}/${at.node} does not end in silence`);
  return at;
}

const key = fc.constantFrom(...Array.from('0123456789*#'));
const input: fc.Arbitrary<Input> = fc.oneof(
  { weight: 6, arbitrary: key.map((keys): Input => ({ kind: 'keys', keys })) },
  {
    weight: 2,
    arbitrary: fc
      .array(key, { minLength: 1, maxLength: 8 })
      .map((keys): Input => ({ kind: 'keys', keys: keys.join('') })),
  },
  { weight: 1, arbitrary: fc.constant<Input>({ kind: 'silence' }) },
  {
    weight: 1,
    arbitrary: fc
      .nat(20)
      .map((seconds): Input => ({ kind: 'recording', sid: `RE${'0'.repeat(32)}`, seconds, keys: '' })),
  },
);

it.each([...library.flows.keys()])(
  'every call of the flow %s ends, whatever is pressed and whatever is found',
  (name) => {
    fc.assert(
      fc.property(fc.array(input, { maxLength: 25 }), fc.infiniteStream(fc.nat(11)), (inputs, chances) => {
        const end = walk(library.flows.get(name)!, inputs, () => Number(chances.next().value));
        return ['person', 'hangup', 'connect'].includes(end);
      }),
      { numRuns: 500 },
    );
  },
);
