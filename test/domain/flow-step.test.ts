import fc from 'fast-check';
import { flowSchema } from '../../src/domain/flow';
import type { AskingNode, Flow, Input, Position } from '../../src/domain/flow';
import { step } from '../../src/domain/flow-step';
import type { Move } from '../../src/domain/flow-step';

const flow: Flow = flowSchema.parse({
  flow: 'sample',
  audience: 'caller',
  start: 'menu',
  facts: { account: 'number' },
  globals: { '0': { person: 'asked' }, '5': 'danger' },
  third: { person: 'no-answer' },
  unavailable: { person: 'broken' },
  nodes: {
    menu: { kind: 'menu', keys: { '1': 'number', '2': 'survey' } },
    danger: { kind: 'menu', keys: { '1': 'hangup' } },
    survey: { kind: 'menu', globals: 'survey', keys: { '1': 'hangup', '4': 'hangup', '#': 'thanks' } },
    thanks: { kind: 'menu', keys: {}, silence: 'hangup' },
    number: { kind: 'digits', min: 4, then: 'hangup', alone: 'spoken', globals: true },
    minutes: { kind: 'digits', min: 1, from: 1, to: 240, then: 'hangup', alone: 'unknown' },
    pin: { kind: 'digits', then: 'hangup', star: 'menu', secret: true },
    spoken: { kind: 'record', seconds: 20, then: 'hangup', nothing: 'menu' },
    told: { kind: 'record', seconds: 20, then: 'hangup' },
    unknown: { kind: 'say', then: 'hangup' },
  },
});

const at = (node: string, more: Partial<Position> = {}): Position => ({
  flow: 'sample',
  node,
  language: 'zh-CN',
  tries: 0,
  repeats: 0,
  back: [],
  facts: {},
  ...more,
});

function press(node: string, keys: string, more: Partial<Position> = {}): Move {
  return answer(node, { kind: 'keys', keys }, more);
}

function answer(node: string, input: Input, more: Partial<Position> = {}): Move {
  return step(
    { flow, node: flow.nodes[node] as AskingNode, position: at(node, more), languages: ['zh-CN', 'en'] },
    input,
  );
}

describe('a menu', () => {
  it.each([
    ['1', 'number'],
    ['2', 'survey'],
    ['5', 'danger'],
  ])('leads by key %s to %s', (key, node) => {
    expect(press('menu', key)).toEqual({ kind: 'go', target: node, keys: key });
  });

  it('gives a person at key 0', () => {
    expect(press('menu', '0')).toMatchObject({ kind: 'go', target: { person: 'asked' } });
  });

  it('changes the language at key 8 and comes back at the next 8', () => {
    expect(press('menu', '8')).toMatchObject({ kind: 'ask', position: { language: 'en' } });
    expect(press('menu', '8', { language: 'en' })).toMatchObject({ position: { language: 'zh-CN' } });
  });

  it('has no second language for staff', () => {
    const position = at('menu');
    const node = flow.nodes['menu'] as AskingNode;
    const staff: Flow = { ...flow, audience: 'staff' };
    expect(
      step({ flow: staff, node, position, languages: ['zh-CN', 'en'] }, { kind: 'keys', keys: '8' }),
    ).toMatchObject({
      kind: 'ask',
      why: 'unused-key',
      position: { language: 'zh-CN' },
    });
  });

  it('says it again at key 9, and counts for the slower speech', () => {
    expect(press('menu', '9', { repeats: 1 })).toMatchObject({
      kind: 'ask',
      why: 'repeat',
      position: { repeats: 2, tries: 0 },
    });
  });

  it('goes back at *, and asks again where there is no way back', () => {
    expect(press('menu', '*', { back: ['danger', 'number'] })).toMatchObject({
      kind: 'ask',
      position: { node: 'number', back: ['danger'] },
    });
    expect(press('menu', '*')).toMatchObject({ kind: 'ask', position: { node: 'menu' } });
  });

  it('asks three times in all, then takes the third way', () => {
    expect(answer('menu', { kind: 'silence' })).toMatchObject({ kind: 'ask', why: 'silence', position: { tries: 1 } });
    expect(press('menu', '6', { tries: 1 })).toMatchObject({ kind: 'ask', why: 'unused-key', position: { tries: 2 } });
    expect(answer('menu', { kind: 'silence' }, { tries: 2 })).toEqual({
      kind: 'go',
      target: { person: 'no-answer' },
      keys: '',
    });
  });

  it.each(['menu', 'number'])('takes no key at all for silence (%s)', (node) => {
    expect(press(node, '')).toMatchObject({ kind: 'ask', why: 'silence' });
  });

  it('takes silence for an answer where the node says so', () => {
    expect(answer('thanks', { kind: 'silence' })).toMatchObject({ kind: 'go', target: 'hangup' });
  });
});

describe('a survey', () => {
  it.each(['5', '7', '8'])('does not serve the global key %s', (key) => {
    expect(press('survey', key)).toMatchObject({ kind: 'ask', why: 'unused-key' });
  });

  it.each([
    ['0', { kind: 'go', target: { person: 'asked' } }],
    ['9', { kind: 'ask', why: 'repeat' }],
    ['#', { kind: 'go', target: 'thanks' }],
    ['4', { kind: 'go', target: 'hangup' }],
  ])('serves %s', (key, move) => {
    expect(press('survey', key)).toMatchObject(move);
  });
});

describe('a digit entry', () => {
  it.each([
    ['12345#', { kind: 'go', target: 'hangup', keys: '12345' }],
    ['12345', { kind: 'go', target: 'hangup', keys: '12345' }],
    ['#', { kind: 'go', target: 'spoken' }],
    ['123#', { kind: 'ask', why: 'too-short' }],
    ['0#', { kind: 'go', target: { person: 'asked' } }],
    ['5#', { kind: 'go', target: 'danger' }],
    ['8#', { kind: 'ask', why: 'language' }],
    ['9#', { kind: 'ask', why: 'repeat' }],
    ['3#', { kind: 'ask', why: 'too-short' }],
    ['123456789012#', { kind: 'go', keys: '123456789012' }],
    ['1234567890123#', { kind: 'ask', why: 'out-of-range' }],
  ])('of a number takes %s', (keys, move) => {
    expect(press('number', keys)).toMatchObject(move);
  });

  it.each([
    ['1#', { kind: 'go', keys: '1' }],
    ['5#', { kind: 'go', keys: '5' }],
    ['240#', { kind: 'go', keys: '240' }],
    ['0#', { kind: 'ask', why: 'out-of-range' }],
    ['241#', { kind: 'ask', why: 'out-of-range' }],
    ['#', { kind: 'go', target: 'unknown' }],
  ])('of minutes takes %s, where every digit is a digit', (keys, move) => {
    expect(press('minutes', keys)).toMatchObject(move);
  });

  it('never takes silence for #', () => {
    expect(answer('number', { kind: 'silence' })).toMatchObject({ kind: 'ask', why: 'silence' });
  });

  it('goes where the node says at *, else back', () => {
    expect(press('pin', '*')).toMatchObject({ kind: 'go', target: 'menu' });
    expect(press('number', '*', { back: ['menu'] })).toMatchObject({ position: { node: 'menu' } });
  });
});

describe('a recording', () => {
  const recorded = (keys: string, seconds = 4): Input => ({
    kind: 'recording',
    sid: `RE${'0'.repeat(32)}`,
    seconds,
    keys,
  });

  it.each([
    [recorded('#'), 'hangup'],
    [recorded(''), 'hangup'],
    [recorded('#', 0), 'menu'],
    [recorded('5'), 'danger'],
    [{ kind: 'silence' } as const, 'menu'],
  ])('%j leads to %s', (input, node) => {
    expect(answer('spoken', input)).toMatchObject({ kind: 'go', target: node });
  });

  it('gives a person at 0, goes back at *, and takes any other key for its end', () => {
    expect(answer('spoken', recorded('0'))).toMatchObject({ kind: 'go', target: { person: 'asked' } });
    expect(answer('spoken', recorded('*'), { back: ['menu'] })).toMatchObject({
      kind: 'ask',
      position: { node: 'menu' },
    });
    const shortcut: Flow = { ...flow, globals: { ...flow.globals, '7': 'menu' } };
    const options = { flow: shortcut, node: flow.nodes['spoken'] as AskingNode, position: at('spoken'), languages: [] };
    expect(step(options, recorded('7'))).toMatchObject({ kind: 'go', target: 'hangup', keys: '7' });
  });

  it('without a second of sound is silence where nothing said leads nowhere else', () => {
    expect(answer('told', recorded('#', 0))).toMatchObject({ kind: 'ask', why: 'silence' });
    expect(answer('told', recorded('#', 1))).toMatchObject({ kind: 'go', target: 'hangup' });
  });
});

it('never takes more than three answers without a step forward, whatever is pressed', () => {
  const input = fc.oneof(
    fc.constant<Input>({ kind: 'silence' }),
    fc.constantFrom('3', '4', '6').map((keys): Input => ({ kind: 'keys', keys })),
  );
  fc.assert(
    fc.property(fc.array(input, { minLength: 3, maxLength: 3 }), (inputs) => {
      let position = at('menu');
      const moves = inputs.map((given) => {
        const move = step({ flow, node: flow.nodes['menu'] as AskingNode, position, languages: ['zh-CN'] }, given);
        if (move.kind === 'ask') position = move.position;
        return move.kind;
      });
      return moves.join() === 'ask,ask,go';
    }),
  );
});
