import type { FlowNode, Target } from '../../src/domain/flow';
import { setFacts } from '../../src/domain/flow-facts';
import { waysOf } from '../../src/domain/flow-ways';
import { loadFlows } from '../../src/services/flow-library';

/** What is true after a key: the facts of contract section 5 that everything later is decided by. '' forgets a fact. */

const { flows } = loadFlows('ivr-flows', 'zh-CN');

type Facts = Readonly<Record<string, string>>;
type Row = readonly [place: string, key: string, facts: Facts];

const wire = { danger: 'wire' };

const caller: readonly Row[] = [
  ['danger', '1', wire],
  ['danger', '2', { danger: 'water' }],
  ['danger', '4', { danger: 'security' }],
  ['danger', '0', wire],
  ['danger', '5', wire],
  ['danger', '6', wire],
  ['danger', '7', wire],
  ['danger', '#', wire],
  ['danger', 'silence', wire],
  ['help', '1', { danger: 'trapped' }],
  ['help', '2', { danger: 'ill' }],
  ['help', '3', { danger: 'ambulance' }],
  ['help', '4', { danger: 'equipment' }],
  ['help', '0', { danger: 'help' }],
  ['help', 'silence', { danger: 'help' }],
  ['elsewhere', '3', { away: 'yes' }],
  ['pole', 'alone', { away: 'street' }],
  ['medical', '1', { medical: 'none' }],
  ['medical', '2', { medical: 'backup' }],
  ['medical', '3', { medical: 'unused' }],
  ['arrears', '1', { paid: 'arrears' }],
  ['arrears', '2', { asked: 'arrears' }],
  ['arrears', '3', { asked: 'arrears', paid: '' }],
  ['top-up', '1', { asked: 'topup' }],
  ['top-up', '2', { paid: 'topup' }],
  ['top-up', '3', { asked: 'topup', paid: '' }],
  ['known-outage', '3', { different: 'yes' }],
  ['neighbours', '1', { neighbours: 'all' }],
  ['neighbours', '2', { neighbours: 'none' }],
  ['neighbours', '3', { neighbours: 'unknown' }],
  ['neighbours', '4', { neighbours: 'partly' }],
  ['symptom', '1', { symptom: 'quality' }],
  ['symptom', '2', { symptom: 'meter' }],
  ['symptom', '3', { symptom: 'line' }],
  ['symptom', '4', { symptom: 'lamp' }],
  ['prepaid', '1', { prepaid: 'zero' }],
  ['prepaid', '2', { prepaid: 'credit' }],
  ['prepaid', '3', { prepaid: 'unseen' }],
  ['breaker', '1', { breaker: 'back' }],
  ['breaker', '2', { breaker: 'trips' }],
  ['breaker', '3', { breaker: 'on' }],
  ['breaker', '4', { breaker: 'unchecked' }],
  ['breaker-again', '1', { breaker: 'holds' }],
  ['breaker-again', '2', { breaker: 'trips' }],
  ['paid-visit', '1', { visit: 'agreed' }],
  ['paid-visit', '2', { visit: 'declined' }],
  ['paid-visit', 'stranger', { visit: 'at-door' }],
  ['access', '1', { access: 'somebody' }],
  ['access', '2', { access: 'ring' }],
  ['access', '3', { access: 'key' }],
  ['access', '4', { access: 'appointment' }],
  ['find-pole', 'gave-up', { away: 'street' }],
  ['find-pole', 'unavailable', { away: 'street' }],
];

const crew: readonly Row[] = [
  ['result', '1', { result: 'fixed' }],
  ['result', '2', { result: 'made_safe' }],
  ['result', '3', { result: 'nothing_found' }],
  ['result', '4', { result: 'not_ours' }],
  ['cannot-finish', '1', { why: 'parts' }],
  ['cannot-finish', '2', { why: 'long_work' }],
  ['cannot-finish', '3', { why: 'access' }],
  ['cannot-finish', '4', { why: 'vendor' }],
  ['cannot-finish', '5', { why: 'quote' }],
  ['cannot-finish', '6', { why: 'old_problem' }],
  ['leave', 'departed', { did: 'leave' }],
  ['arrive', 'arrived', { did: 'arrive' }],
  ['arrive', 'restore-next', { did: 'arrive' }],
  ['arrive', 'code-next', { did: 'arrive' }],
  ['save-new-eta', 'saved', { did: 'time' }],
  ['save-new-eta', 'late', { did: 'time' }],
  ['save-new-eta', 'open', { did: 'time' }],
];

/** Where a key of a node leads, or what a verb found there; `silence` and `alone` are answers too. */
function answer(node: FlowNode | undefined, key: string): Target | undefined {
  if (node?.kind === 'do') return node.on[key];
  if (node?.kind === 'menu') return { silence: node.silence, ...node.keys, ...node.on }[key];
  return node?.kind === 'digits' ? node.alone : undefined;
}

describe.each([
  ['caller', caller],
  ['crew', crew],
])('%s', (flow, rows) => {
  it.each(rows)('%s, key %s: %j', (place, key, facts) => {
    const target = answer(flows.get(flow)?.nodes[place], key);
    expect(typeof target === 'object' ? target.set : undefined).toEqual(facts);
  });
});

it('nothing else sets a fact', () => {
  const setting = [...flows.values()].flatMap(({ flow, nodes }) =>
    Object.entries(nodes).flatMap(([place, node]) =>
      waysOf(node).flatMap(([how, target]) =>
        typeof target === 'object' && target.set !== undefined ? [`${flow}/${place} ${how}`] : [],
      ),
    ),
  );
  const told = [
    ...caller.map(([place, key]) => `caller/${place} ${key}`),
    ...crew.map(([place, key]) => `crew/${place} ${key}`),
  ];
  expect(setting.toSorted()).toEqual(told.toSorted());
});

it('every choice of a caller makes a difference', () => {
  const alike = Object.entries(flows.get('caller')!.nodes).filter(([, node]) => {
    const choices = node.kind === 'menu' ? ['1', '2', '3', '4'].flatMap((key) => node.keys[key] ?? []) : [];
    return new Set(choices.map((target) => JSON.stringify(target))).size < choices.length;
  });
  // None of these three times is built yet.
  expect(alike.map(([name]) => name)).toEqual(['visit-time']);
});

/** Whoever comes back to change an answer, or names another place, means the new one: what followed from the old one is dropped. */
describe('what a new answer takes away', () => {
  const flow = flows.get('caller')!;
  const everything = Object.fromEntries(Object.keys(flow.facts).map((name) => [name, '1']));
  const ofNeighbours = ['symptom', 'breaker', 'paid', 'access'];
  const ofPlace = ['pole', 'address', 'medical', 'hours', 'asked', 'different', 'neighbours', 'prepaid', 'visit'];

  const ofCall = ['away', 'recording', 'draft', 'kept', 'report', 'danger'];

  it.each([
    ['neighbours', ofNeighbours, ['account', ...ofPlace, ...ofCall].filter((name) => name !== 'neighbours')],
    ['account', [...ofPlace, ...ofNeighbours], ofCall],
  ])('%s: %j, and nothing of %j', (name, dropped, kept) => {
    const after = Object.keys(setFacts(flow, everything, { [name]: '2' }));
    expect(dropped.filter((fact) => after.includes(fact))).toEqual([]);
    expect(after).toEqual(expect.arrayContaining([name, ...kept]));
  });

  it('goes too when the old place is left for one that has no account', () => {
    expect(setFacts(flow, { account: '7', neighbours: 'all', draft: '3' }, { account: '', pole: 'T-XY' })).toEqual({
      draft: '3',
      pole: 'T-XY',
    });
  });
});
