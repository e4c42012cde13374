import { pickWords, spokenDigits, spokenMinutes, spokenMoney, spokenTime } from '../../src/domain/speech';
import type { Manner } from '../../src/domain/speech';

const manner = (language: string, medium: Manner['medium'] = 'voice'): Manner => ({
  language,
  medium,
  timezone: 'Asia/Shanghai',
  now: new Date('2026-03-01T02:00:00Z'),
});

it.each([
  ['2026-03-01T10:30:00Z', '今天晚上6点半', '6:30 p.m. today'],
  ['2026-03-01T10:00:00Z', '今天晚上6点', '6 p.m. today'],
  ['2026-03-01T04:30:00Z', '今天中午12点半', '12:30 p.m. today'],
  ['2026-03-01T04:00:00Z', '今天中午12点', 'noon today'],
  ['2026-02-28T18:05:00Z', '今天凌晨两点零5分', '2:05 a.m. today'],
  ['2026-03-02T06:45:00Z', '明天下午两点45分', '2:45 p.m. tomorrow'],
  ['2026-03-01T16:00:00Z', '明天凌晨0点', 'midnight tomorrow'],
  ['2026-03-09T11:10:00Z', '3月9号晚上7点10分', '7:10 p.m. on March 9'],
])('says %s as %s and %s', (at, zh, en) => {
  const time = new Date(at);

  expect(spokenTime(time, manner('zh-CN'))).toBe(zh);
  expect(spokenTime(time, manner('en'))).toBe(en);
});

it.each([
  [12850, '128元5角', '128 yuan 50'],
  [10000, '100元', '100 yuan'],
  [205, '2元零5分', '2 yuan 05'],
  [1234, '12元3角4分', '12 yuan 34'],
])('says %d cents as %s', (cents, zh, en) => {
  expect(spokenMoney(cents, manner('zh-CN'))).toBe(zh);
  expect(spokenMoney(cents, manner('en'))).toBe(en);
});

it.each([
  [45, '45分钟', '45 minutes'],
  [60, '1小时', 'one hour'],
  [90, '90分钟', '90 minutes'],
  [120, '两小时', '2 hours'],
  [150, '2个半小时', '150 minutes'],
  [1, '1分钟', 'one minute'],
  [0, '0分钟', '0 minutes'],
  [30, '30分钟', '30 minutes'],
  [75, '75分钟', '75 minutes'],
])('says %d minutes as %s', (minutes, zh, en) => {
  expect(spokenMinutes(minutes, manner('zh-CN'))).toBe(zh);
  expect(spokenMinutes(minutes, manner('en'))).toBe(en);
});

it('reads digits one by one for the ear and together in a text', () => {
  expect(spokenDigits('10000017', manner('zh-CN'))).toBe('1、0、0、0、0、0、1、7');
  expect(spokenDigits('10000017', manner('en'))).toBe('1, 0, 0, 0, 0, 0, 1, 7');
  expect(spokenDigits('10000017', manner('en', 'text'))).toBe('10000017');
});

it('writes money in texts with a point', () => {
  expect(spokenMoney(12850, manner('zh-CN', 'text'))).toBe('128.50元');
  expect(spokenMoney(12850, manner('en', 'text'))).toBe('CNY 128.50');
});

it.each([
  ['zh-CN', '高压线'],
  ['en', 'power line'],
  ['de', 'power line'],
])('takes the words from data for %s: %s', (language, words) => {
  expect(pickWords({ zh: '高压线', en: 'power line' }, language)).toBe(words);
});

it('writes times in texts by the clock', () => {
  const at = new Date('2026-03-01T10:30:00Z');
  expect(spokenTime(at, manner('zh-CN', 'text'))).toBe('3月1日18:30');
  expect(spokenTime(at, manner('en', 'text'))).toBe('18:30, 1 Mar');
});
