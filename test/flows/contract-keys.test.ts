import type { Flow, FlowNode } from '../../src/domain/flow';
import { loadFlows } from '../../src/services/flow-library';

/**
 * The keys of contract section 5 for what is built: each leads somewhere, by the node's own keys or the flow's global ones. What
 * section 4 says of every menu is read off the flows: a new one needs no row here.
 */

const { flows } = loadFlows('ivr-flows', 'zh-CN');

const menus: readonly (readonly [place: string, keys: string])[] = [
  ['caller/main-menu', '123470589*'],
  ['caller/danger', '12340*'],
  ['caller/help', '1234'],
  ['caller/danger-place', '12'],
  ['caller/account', '1230589*'],
  ['caller/pick-account', '12340'],
  ['caller/elsewhere', '1230'],
  ['caller/medical', '1230'],
  ['caller/arrears', '1230'],
  ['caller/top-up', '1230'],
  ['caller/known-outage', '12340'],
  ['caller/neighbours', '12340589*'],
  ['caller/symptom', '12340'],
  ['caller/prepaid', '1230'],
  ['caller/breaker', '12340'],
  ['caller/breaker-again', '120'],
  ['caller/paid-visit', '120'],
  ['caller/visit-time', '12340'],
  ['caller/access', '12340'],
  ['caller/confirm', '12340589*'],
  ['caller/created', '19'],
  ['caller/existing', '12340'],
  ['caller/status', '12340'],
  ['caller/duplicate', '1230'],
  ['page/offer', '12390'],
  ['page/eta-late', '12'],
  ['page/decline-reason', '12345'],
  ['page/assign', '123456'],
  ['crew/menu', '1234567890*'],
  ['crew/cause', '12345678'],
  ['crew/result', '1234'],
  ['crew/cannot-finish', '12345678'],
  ['crew/support', '1234'],
  ['dispatch-notice/notice', '1237'],
  ['dispatch-notice/stop', '123'],
  ['number-check/owner', '127'],
  ['number-check/stop', '123'],
  ['danger-check/safe', '1237'],
  ['danger-check/stop', '123'],
  ['completion/fixed', '12347'],
  ['completion/restored-time', '12'],
  ['completion/quality', '1234509'],
  ['completion/attitude', '1234509'],
  ['completion/speed', '1234509'],
  ['completion/overall', '1234509'],
  ['completion/money', '12'],
  ['completion/stop', '123'],
  ['restoration/power', '12347'],
  ['restoration/overall', '12345'],
  ['overflow/take', '12'],
];

const entries: readonly (readonly [place: string, hashAlone: boolean])[] = [
  ['caller/account-number', true],
  ['caller/pole', true],
  ['caller/contact-number', false],
  ['caller/ticket-number', false],
  ['caller/ticket-check', false],
  ['page/eta', true],
  ['crew/staff-code', false],
  ['crew/pin', false],
  ['crew/pick-job', false],
  ['crew/code', true],
  ['crew/etr', true],
  ['crew/new-eta', true],
  ['crew/next-visit', true],
  ['crew/restored-at', true],
];

const recordings = ['caller/address-voice', 'caller/describe', 'caller/leave-message', 'completion/comment'];

function find(place: string): { flow: Flow; node: FlowNode } {
  const [flowName = '', nodeName = ''] = place.split('/');
  const flow = flows.get(flowName);
  const node = flow?.nodes[nodeName];
  if (flow === undefined || node === undefined) throw new Error(`${place} is not there`);
  return { flow, node };
}

/** What serves a key: the node, the flow, or the engine itself (8, 9 and * of every menu; 8 not for staff). */
function isServed(flow: Flow, node: FlowNode, key: string): boolean {
  if (node.kind !== 'menu') return false;
  return node.keys[key] !== undefined || isGlobal(flow, node.globals, key);
}

function isGlobal(flow: Flow, globals: 'all' | 'survey', key: string): boolean {
  if (key === '9' || key === '*') return true;
  if (globals === 'survey') return '0#'.includes(key) && flow.globals[key] !== undefined;
  return flow.globals[key] !== undefined || (key === '8' && flow.audience !== 'staff');
}

it.each(menus)('%s serves %s', (place, keys) => {
  const { flow, node } = find(place);
  expect(Array.from(keys).filter((key) => !isServed(flow, node, key))).toEqual([]);
});

/** What works in every menu (contract section 4). Who is asked by `overflow` is the desk, whom 0 would ring. */
function keysOfAll({ flow, audience, globals }: Flow): string {
  if (audience === 'caller') return '0589*';
  if (audience === 'customer') return '0579*';
  return flow === 'overflow' && globals['0'] === undefined ? '9*' : '09*';
}

const everyMenu = [...flows.values()].flatMap((flow) =>
  Object.entries(flow.nodes).flatMap(([name, node]) =>
    node.kind === 'menu' ? [[`${flow.flow}/${name}`, flow, node] as const] : [],
  ),
);

it.each(everyMenu)('%s serves the keys of all menus like it', (_place, flow, node) => {
  const keys = node.globals === 'survey' ? '09*' : keysOfAll(flow);
  expect(Array.from(keys).filter((key) => !isServed(flow, node, key))).toEqual([]);
});

it.each(everyMenu)('%s counts its choices from 1 without a gap', (_place, _flow, node) => {
  const choices = Object.keys(node.keys).filter((key) => key >= '1' && key <= '6');
  expect(choices.toSorted()).toEqual(Array.from('123456').slice(0, choices.length));
});

it.each(entries)('%s takes digits; # alone has a meaning: %s', (place, hashAlone) => {
  const { node } = find(place);
  expect(node.kind).toBe('digits');
  expect(node.kind === 'digits' && node.alone !== undefined).toBe(hashAlone);
});

it.each(recordings)('%s records', (place) => {
  expect(find(place).node.kind).toBe('record');
});
