import fc from 'fast-check';
import { isChineseText, readInboundText } from '../../src/domain/inbound-text';

it.each([
  ['STATUS', 'status'],
  [' status ', 'status'],
  ['s t a t u s', 'status'],
  ['ＳＴＡＴＵＳ', 'status'],
  ['停电', 'out'],
  ['停 电。', 'out'],
  ['　停电！', 'out'],
  ['Out.', 'out'],
  ['来电', 'on'],
  ['on', 'on'],
  ['Stop', 'stop'],
  ['UNSUBSCRIBE', 'stop'],
  ['start', 'start'],
])('%j means %s', (body, word) => {
  expect(readInboundText(body, false)).toEqual({ word });
  expect(readInboundText(body, true)).toEqual({ word });
});

it.each([
  ['1', { word: 'accept', last: null }],
  ['２', { word: 'decline', last: null }],
  ['1 3071', { word: 'accept', last: '3071' }],
  ['23071', { word: 'decline', last: '3071' }],
  ['1 307', { word: null }],
  ['3', { word: null }],
])('from staff %j is %j, from anybody else nothing', (body, read) => {
  expect(readInboundText(body, true)).toEqual(read);
  expect(readInboundText(body, false)).toEqual({ word: null });
});

it('reads any text without breaking, and only whole words', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.boolean(), (body, isStaff) => {
      readInboundText(body, isStaff);
      return readInboundText(`${body}the stop of the bus`, isStaff).word === null;
    }),
  );
});

it('knows Chinese from other texts', () => {
  expect(isChineseText('停电了')).toBe(true);
  expect(isChineseText('no power')).toBe(false);
});
