import { flowSchema } from '../../src/domain/flow';
import type { Flow } from '../../src/domain/flow';
import { unsaidLeaves } from '../../src/domain/flow-leaves';
import { lintFlows } from '../../src/domain/flow-lint';
import { loadFlows } from '../../src/services/flow-library';
import { verbs } from '../../src/dialogue/verbs/verbs';

describe('the flows of the project', () => {
  it('have nothing wrong', () => {
    const { flows, languages, prompts } = loadFlows('ivr-flows', 'zh-CN');
    const books = new Map(languages.map((language) => [language, prompts(language)]));
    expect(lintFlows({ flows, books, verbs }).problems).toEqual([]);
  });
});

describe('a flow of the format before facts said what they belong to, and questions what a hang-up leaves', () => {
  const caller = loadFlows('ivr-flows', 'zh-CN').flows.get('caller')!;
  const without = <T extends object>(parts: Readonly<Record<string, T>>, name: string) =>
    Object.fromEntries(Object.entries(parts).map(([key, part]) => [key, { ...part, [name]: undefined }]));

  it('is refused, since a hang-up would lose a danger or a report', () => {
    const old = { ...caller, nodes: without(caller.nodes, 'leaves'), facts: without(caller.facts, 'belongsTo') };
    expect(unsaidLeaves(old as Flow)).toEqual([
      "no question says 'leaves: danger', so a hang-up before open-danger would be lost",
      "no question says 'leaves: draft', so a hang-up before open-report would be lost",
      "no fact says 'belongsTo', so answers about two places would mix",
    ]);
    expect(unsaidLeaves(caller)).toEqual([]);
  });
});

const good = {
  flow: 'caller',
  audience: 'caller',
  start: 'menu',
  third: { person: 'no-answer' },
  unavailable: { person: 'broken' },
  nodes: {
    menu: { kind: 'menu', with: 'look-up', keys: { '1': 'bye' } },
    'leave-message': { kind: 'record', seconds: 20, then: 'bye' },
    bye: { kind: 'say', then: 'hangup' },
  },
};
const words = {
  'caller.menu': 'Hello {name}, to go on, press 1.',
  'caller.menu.again': 'Hello',
  'caller.menu.last': 'Hello',
  'caller.leave-message': 'Speak',
  'caller.leave-message.again': 'Speak',
  'caller.leave-message.last': 'Speak',
  'caller.bye': 'Bye',
};
const lookUp = { outcomes: ['ask'], vars: ['name'] };

function problemsOf(changed: object, book: Record<string, string | undefined> = words): readonly string[] {
  const flow: Flow = flowSchema.parse({ ...good, ...changed });
  const text = Object.fromEntries(
    Object.entries(book).flatMap(([id, value]) => (value === undefined ? [] : [[id, value]])),
  );
  return lintFlows({ flows: new Map([['caller', flow]]), books: new Map([['en', text]]), verbs: { 'look-up': lookUp } })
    .problems;
}

const nodes = (more: object) => ({ nodes: { ...good.nodes, ...more } });

describe('the linter', () => {
  it('accepts a good flow', () => {
    expect(problemsOf({})).toEqual([]);
  });

  it.each([
    [
      'a way to a node that is not there',
      nodes({ menu: { kind: 'menu', keys: { '1': 'gone' } } }),
      /leads to caller\/gone/,
    ],
    [
      'a node out of reach',
      nodes({ lost: { kind: 'say', say: 'caller.bye', then: 'hangup' } }),
      /lost: no way leads here/,
    ],
    [
      'a circle without an end',
      nodes({
        menu: { kind: 'menu', keys: { '1': 'a' } },
        a: { kind: 'say', say: 'caller.bye', then: 'b' },
        b: { kind: 'say', say: 'caller.bye', then: 'a' },
      }),
      /a: no way from here comes to an end/,
    ],
    [
      'a verb that is not there',
      nodes({ menu: { kind: 'menu', with: 'guess', keys: { '1': 'bye' } } }),
      /no verb guess/,
    ],
    [
      'an outcome that no verb has',
      nodes({ menu: { kind: 'menu', with: 'look-up', on: { gone: 'bye' }, keys: { '1': 'bye' } } }),
      /never ends in gone/,
    ],
    [
      'five choices',
      nodes({
        menu: {
          kind: 'menu',
          with: 'look-up',
          keys: Object.fromEntries(
            ['1', '2', '3', '4', '5'].map((key) => [key, { goto: 'bye', set: { chosen: key } }]),
          ),
        },
      }),
      /offers 5 choices/,
    ],
  ])('finds %s', (_what, changed, problem) => {
    expect(problemsOf(changed).join('\n')).toMatch(problem);
  });

  it.each([
    ['a missing prompt', { ...words, 'caller.bye': undefined }, /no prompt caller.bye in en/],
    ['a value that nobody gives', { ...words, 'caller.menu.again': 'Hello {number}' }, /wants \{number\}/],
    ['a forbidden word', { ...words, 'caller.bye': 'Error, please call again later' }, /forbidden word/],
    ['a speech', { ...words, 'caller.bye': 'This goes on for quite a while. '.repeat(10) }, /s of speech/],
  ])('finds %s', (_what, book, problem) => {
    expect(problemsOf({}, book).join('\n')).toMatch(problem);
  });

  it('names what is not built yet', () => {
    const flow = flowSchema.parse({
      ...good,
      nodes: { ...good.nodes, menu: { kind: 'menu', keys: { '1': 'bye', '2': { person: 'asked', unbuilt: 'bill' } } } },
    });
    const report = lintFlows({ flows: new Map([['caller', flow]]), books: new Map([['en', words]]), verbs: {} });
    expect(report.unbuilt).toEqual(['caller/menu 2 → bill']);
  });
});

describe('facts and what a hang-up leaves', () => {
  const report = (generator: object, facts: object = { generator: { shape: 'word', belongsTo: 'call' } }) => ({
    facts,
    ...nodes({
      menu: { kind: 'menu', leaves: 'draft', with: 'look-up', keys: { '1': 'ready' } },
      ready: { kind: 'say', say: 'caller.bye', then: 'generator' },
      generator: { kind: 'menu', say: 'caller.menu', with: 'look-up', keys: { '1': 'last' }, ...generator },
      last: { kind: 'menu', say: 'caller.menu', with: 'look-up', leaves: 'draft', keys: { '1': 'bye' } },
    }),
  });
  const sets = (generator: string) => ({
    leaves: 'draft',
    keys: { '1': { goto: 'last', set: { generator } } },
  });

  it('are accepted where they are told', () => {
    expect(problemsOf(report(sets('running')))).toEqual([]);
  });

  it.each([
    [
      'a question in the middle of a report that does not say what a hang-up leaves',
      report({}),
      /^caller\/generator: stands in the middle of a report and does not say what a hang-up leaves$/,
    ],
    [
      'a key that sets a fact nobody declared',
      report(sets('running'), {}),
      /^caller\/generator: 1 sets generator, which the flow does not declare$/,
    ],
    [
      'a key that sets what would be lost on the way',
      report(sets('is running')),
      /^caller\/generator: 1 sets generator to is running, which is no word$/,
    ],
    [
      'a fact of a report that would outlive the answer it followed from',
      report(sets('running'), { generator: 'word' }),
      /^caller\/generator: 1 sets generator, which does not say what it belongs to$/,
    ],
  ])('finds %s', (_what, changed, problem) => {
    expect(problemsOf(changed).join('\n')).toMatch(problem);
  });

  it.each([
    [
      'a hang-up that leaves what nobody knows',
      report({ leaves: 'drafts' }),
      ['nodes.generator.leaves', 'a hang-up leaves draft, told, answer or danger'],
    ],
    [
      'a fact that belongs to what is not there',
      { facts: { account: 'number', generator: { shape: 'word', belongsTo: 'acount' } } },
      ['facts.generator.belongsTo', 'no fact is named acount: a fact belongs to another one or to the call'],
    ],
    [
      'facts that belong to each other',
      { facts: { account: { shape: 'number', belongsTo: 'pole' }, pole: { shape: 'word', belongsTo: 'account' } } },
      ['facts.account.belongsTo', 'belongs to itself, directly or by way of others'],
    ],
    [
      'a fact of no shape',
      { facts: { generator: 'words' } },
      ['facts.generator', 'a number, word or sid, or { shape, belongsTo }'],
    ],
  ])('do not start with %s', (_what, changed, expected) => {
    const { error } = flowSchema.safeParse({ ...good, ...changed });
    expect([error?.issues[0]?.path.join('.'), error?.issues[0]?.message]).toEqual(expected);
  });
});

describe('the keys that a menu names', () => {
  const twoChoices = nodes({ menu: { kind: 'menu', keys: { '1': 'bye', '2': 'leave-message' } } });
  const saying = (menu: string): readonly string[] =>
    problemsOf(twoChoices, {
      ...words,
      'caller.menu': menu,
      'caller.menu.again': 'Hello',
      'caller.menu.last': 'Hello',
    });

  it('are those it serves, each after its choice, in order', () => {
    expect(saying('For a bye, press 1. To speak, press 2. Again, press 9.')).toEqual([]);
  });

  it.each([
    ['a key that does nothing', 'A bye, press 1. To speak, press 2. More, press 6.', /names key 6, which does nothing/],
    ['a choice that is not named', 'A bye, press 1.', /does not name key 2/],
    ['keys out of order', 'To speak, press 2. A bye, press 1.', /out of order/],
    ['a key before its choice', 'Press 1 for a bye. To speak, press 2.', /before what it is for/],
  ])('finds %s', (_what, menu, problem) => {
    expect(saying(menu).join()).toMatch(problem);
  });
});
