import { join } from 'node:path';
import { lintFlows } from '../../src/domain/flow-lint';
import { placesIn } from '../../src/domain/prompt';
import { speechSeconds } from '../../src/domain/speech';
import { verbs } from '../../src/dialogue/verbs/verbs';
import { loadFlows } from '../../src/services/flow-library';

const library = loadFlows(join(__dirname, '../../ivr-flows'), 'zh-CN');
const books = new Map(library.languages.map((language) => [language, library.prompts(language)]));
const ours = /^(?:prompt )?(?:page|crew|completion|text|dispatch-notice|number-check)[./]/;
const keysOf = (flow: string, node: string): string[] => {
  const found = library.flows.get(flow)?.nodes[node];
  return found?.kind === 'menu' ? Object.keys(found.keys).sort() : [];
};

it('leaves nothing for the linter to say', () => {
  const { problems } = lintFlows({ flows: library.flows, books, verbs });
  expect(problems.filter((problem) => ours.test(problem))).toEqual([]);
});

it.each([
  ['page', 'offer', '123'],
  ['page', 'eta-late', '12'],
  ['page', 'decline-reason', '12345'],
  ['page', 'assign', '123456'],
  ['crew', 'menu', '*123456789'],
  ['crew', 'cause', '*12345678'],
  ['crew', 'result', '*1234'],
  ['completion', 'fixed', '1234'],
  ['completion', 'quality', '12345'],
  ['completion', 'attitude', '12345'],
  ['completion', 'speed', '12345'],
  ['completion', 'overall', '12345'],
  ['completion', 'restored-time', '12'],
  ['completion', 'money', '12'],
  ['completion', 'stop', '123'],
])('%s/%s has the keys of the contract: %s', (flow, node, keys) => {
  expect(keysOf(flow, node).join('')).toBe(keys);
});

const spokenKeys = [
  'page.offer',
  'page.assign',
  'page.decline-reason',
  'page.eta-late',
  'crew.result',
  'completion.fixed',
];

it.each(spokenKeys)('%s names every key in both languages', (id) => {
  const [flow = '', node = ''] = id.split('.');
  const keys = keysOf(flow, node).filter((key) => key !== '*');
  for (const language of library.languages) {
    const text = library.prompts(language)[id] ?? '';
    for (const key of keys) expect(text).toMatch(new RegExp(`(?:按|press |\\D )${key}`));
  }
});

it('says the keys of an offer within eight seconds', () => {
  const [zh, en] = [library.prompts('zh-CN')['page.offer'] ?? '', library.prompts('en')['page.offer'] ?? ''];
  const filledZh = zh.replace('{priority}', '紧急').replace('{place}', '文三路12号').replace('{problem}', '停电');
  const filledEn = en
    .replace('{priority}', 'urgent')
    .replace('{place}', '12 Wensan Road')
    .replace('{problem}', 'power cut');
  expect(speechSeconds(filledZh)).toBeLessThan(8);
  expect(speechSeconds(filledEn)).toBeLessThan(8);
});

it.each(['quality', 'attitude', 'speed', 'overall'])('says what 5 means whenever %s is asked', (question) => {
  for (const suffix of ['', '.again', '.last']) {
    expect(library.prompts('zh-CN')[`completion.${question}${suffix}`]).toMatch(/5是?非常满意/);
    expect(library.prompts('en')[`completion.${question}${suffix}`]).toMatch(/5 is very satisfied/);
  }
});

it('says nothing personal to whoever picks up before a key is pressed', () => {
  for (const language of library.languages) {
    const book = library.prompts(language);
    expect(placesIn(book['completion.fixed'] ?? '')).toEqual(['service', 'last']);
    expect(placesIn(book['dispatch-notice.notice'] ?? '').sort()).toEqual(['last', 'service', 'when']);
    expect(placesIn(book['number-check.owner'] ?? '')).toEqual(['service']);
    expect(placesIn(book['page.offer'] ?? '')).toEqual(['priority', 'place', 'problem']);
  }
});

it('keeps Chinese texts to one part', () => {
  const book = library.prompts('zh-CN');
  const texts = Object.entries(book).filter(([id]) => id.startsWith('text.'));
  const values: Readonly<Record<string, string>> = {
    service: '报修热线',
    number: '10000012',
    time: '12月22日18:30',
    code: '123456',
    crew: '张三丰',
  };
  for (const [, text] of texts) {
    const filled = text.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => values[name] ?? '????????');
    expect(filled.length).toBeLessThanOrEqual(70);
  }
});
