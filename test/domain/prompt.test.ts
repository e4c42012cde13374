import { renderPrompt } from '../../src/domain/prompt';
import type { Manner, Value } from '../../src/domain/speech';

const english: Manner = {
  language: 'en',
  medium: 'voice',
  timezone: 'Asia/Shanghai',
  now: new Date('2026-03-01T02:00:00Z'),
};
const book = { said: 'It is {what}.', street: 'in {name}' };

it.each<[string, Value, string]>([
  ['a number', { number: 12 }, 'It is 12.'],
  ['digits', { digits: '12' }, 'It is 1, 2.'],
  ['a time', { time: new Date('2026-03-01T10:30:00Z') }, 'It is 6:30 p.m. today.'],
  ['minutes', { minutes: 60 }, 'It is one hour.'],
  ['money', { cents: 205 }, 'It is 2 yuan 05.'],
  ['words from data', { words: { zh: '大风', en: 'wind' } }, 'It is wind.'],
  [
    'another prompt',
    { phrase: 'street', vars: { name: { words: { zh: '桥', en: 'Bridge Street' } } } },
    'It is in Bridge Street.',
  ],
])('a prompt says %s', (_what, what, expected) => {
  expect(renderPrompt(book, 'said', { what }, english)).toBe(expected);
});

it('says which prompt or value is missing', () => {
  expect(() => renderPrompt(book, 'unsaid', {}, english)).toThrow('There is no prompt unsaid in en.');
  expect(() => renderPrompt(book, 'said', {}, english)).toThrow('Prompt said wants {what}, which was not given.');
});
