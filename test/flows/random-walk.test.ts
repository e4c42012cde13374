import fc from 'fast-check';
import { isAsking } from '../../src/domain/flow';
import type { Flow, Input, Position, Target } from '../../src/domain/flow';
import { step } from '../../src/domain/flow-step';
import { loadFlows } from '../../src/services/flow-library';
import { startOf } from '../../src/services/dialogue/run-dialogue';
import { verbs } from '../../src/services/dialogue/verbs';

const library = loadFlows('ivr-flows', 'zh-CN');
const languages = library.languages;

type End = 'person' | 'hangup' | 'connect';
/** Stands in for what the services find: any outcome that a verb may have, in any order. */
type Chance = () => number;

function outcomeOf(verb: string, chance: Chance): string {
  const { outcomes } = verbs[verb]!;
  return outcomes[chance() % outcomes.length]!;
}

/** Goes on from a target until somebody is asked or the call ends. */
function goOn(flow: Flow, position: Position, target: Target, chance: Chance): Position | End {
  let [home, here, way] = [flow, position, target];
  for (let hop = 0; hop < 50; hop += 1) {
    if (typeof way === 'object' && 'person' in way) return 'person';
    const goto = typeof way === 'string' ? way : way.goto;
    if (goto === 'hangup' || goto === 'connect') return goto;
    // After the talk the call is back where it was.
    if (goto === 'bridge') return position;
    const [flowName, nodeName] = goto.includes('/') ? (goto.split('/') as [string, string]) : [home.flow, goto];
    home = library.flows.get(flowName)!;
    const node = home.nodes[nodeName]!;
    here = { ...here, flow: flowName, node: nodeName, tries: 0, repeats: 0, back: [] };
    const verb = node.kind === 'do' ? node.do : node.with;
    const leads = verb === undefined ? undefined : node.on?.[outcomeOf(verb, chance)];
    if (leads !== undefined) way = leads;
    else if (isAsking(node)) return here;
    else if (node.kind === 'say') way = node.then;
    else way = home.unavailable;
  }
  throw new Error(`${home.flow}/${here.node} goes in circles without asking anybody`);
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
        const end = walk(library.flows.get(name)!, inputs, () => chances.next().value ?? 0);
        return ['person', 'hangup', 'connect'].includes(end);
      }),
      { numRuns: 500 },
    );
  },
);
