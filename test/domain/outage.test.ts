import fc from 'fast-check';
import {
  endMoved,
  endNews,
  isForgotten,
  outagesOn,
  spokenCause,
  stateAfterImport,
  timeTold,
  type OutageFacts,
} from '../../src/domain/outage';
import { speechSeconds } from '../../src/domain/speech';

const now = new Date('2026-01-05T02:30:00Z');
const minutes = (count: number): Date => new Date(now.getTime() + count * 60_000);

const outage = (over: Partial<OutageFacts> = {}): OutageFacts => ({
  code: 'X',
  kind: 'fault',
  networkNodeCode: 'feeder',
  startsAt: minutes(-60),
  expectedEndAt: null,
  nextNewsAt: null,
  state: 'current',
  ...over,
});

const chain = ['building', 'transformer', 'lateral', 'feeder', 'substation'];
const codes = (outages: readonly OutageFacts[]) => outagesOn(outages, chain, now).map(({ code }) => code);

it('finds the outages on the way up, the nearest first, of one node the latest and of one moment by code', () => {
  expect(
    codes([
      outage({ code: 'far-b' }),
      outage({ code: 'far-a' }),
      outage({ code: 'elsewhere', networkNodeCode: 'other' }),
      outage({ code: 'near-first', networkNodeCode: 'transformer', startsAt: minutes(-90) }),
      outage({ code: 'near-second', networkNodeCode: 'transformer', startsAt: minutes(-5) }),
      outage({ code: 'over', networkNodeCode: 'building', state: 'restored' }),
      outage({ code: 'later', networkNodeCode: 'building', startsAt: minutes(1) }),
    ]),
  ).toEqual(['near-second', 'near-first', 'far-a', 'far-b']);
});

it('tells of one from the very minute it begins', () => {
  expect(codes([outage({ code: 'begins', kind: 'planned', startsAt: now })])).toEqual(['begins']);
});

it('tells of one whose planned end has passed: nobody has reported it restored', () => {
  expect(codes([outage({ code: 'late', kind: 'planned', expectedEndAt: minutes(-1) })])).toEqual(['late']);
});

it.each([
  ['an end ahead', minutes(30), minutes(10), { kind: 'end', at: minutes(30) }, { kind: 'restore', at: minutes(30) }],
  ['only news ahead', null, minutes(10), { kind: 'news', at: minutes(10) }, { kind: 'news', at: minutes(10) }],
  ['an end that passed', minutes(-1), null, { kind: 'late', expectedAt: minutes(-1), newsAt: null }, null],
  [
    'an end that passed, with news ahead',
    minutes(-1),
    minutes(10),
    { kind: 'late', expectedAt: minutes(-1), newsAt: minutes(10) },
    { kind: 'news', at: minutes(10) },
  ],
  ['an end this very minute', minutes(0), minutes(0), { kind: 'late', expectedAt: minutes(0), newsAt: null }, null],
  ['news due this very minute', null, minutes(0), { kind: 'open' }, null],
  ['news that is overdue', null, minutes(-1), { kind: 'open' }, null],
  ['nothing', null, null, { kind: 'open' }, null],
] as const)('with %s it says what is known', (_what, expectedEndAt, nextNewsAt, news, told) => {
  const said = endNews(outage({ expectedEndAt, nextNewsAt }), now);
  expect(said).toEqual(news);
  expect(timeTold(said)).toEqual(told);
});

it.each([
  ['an end that just passed', { expectedEndAt: minutes(-59) }, false],
  ['an end that passed an hour ago', { expectedEndAt: minutes(-60) }, true],
  ['news ahead', { expectedEndAt: minutes(-600), nextNewsAt: minutes(10) }, false],
  ['news that was due an hour ago', { expectedEndAt: minutes(-600), nextNewsAt: minutes(-60) }, true],
  ['no end known, news that was due an hour ago', { nextNewsAt: minutes(-60), startsAt: minutes(-600) }, true],
  ['no end known, news that was just due', { nextNewsAt: minutes(-59), startsAt: minutes(-600) }, false],
  ['no time known, begun lately', { startsAt: minutes(-59) }, false],
  ['no time known, begun an hour ago', { startsAt: minutes(-60) }, true],
])('is believed for an hour after its last time: %s', (_what, times, isGone) => {
  expect(isForgotten(outage({ expectedEndAt: null, nextNewsAt: null, ...times }), now, 3_600_000)).toBe(isGone);
});

describe('a file that names an outage', () => {
  const fresh = { state: 'current', restoredAt: null, lateNotedAt: null };
  const row = { startsAt: minutes(-60), expectedEndAt: minutes(30), nextNewsAt: null };
  const restored = {
    state: 'restored',
    restoredAt: minutes(-10),
    expectedEndAt: minutes(30),
    nextNewsAt: null,
    lateNotedAt: null,
  } as const;
  const late = {
    ...restored,
    state: 'current',
    restoredAt: null,
    expectedEndAt: minutes(-5),
    lateNotedAt: minutes(-5),
  } as const;
  it.each([
    ['makes a new one', undefined, row, fresh],
    ['leaves a restored one', restored, row, { state: 'restored', restoredAt: minutes(-10), lateNotedAt: null }],
    [
      'leaves a restored one also with another end',
      restored,
      { ...row, expectedEndAt: minutes(90) },
      { state: 'restored' },
    ],
    [
      'leaves one restored that begins the minute it was restored',
      restored,
      { ...row, startsAt: minutes(-10) },
      { state: 'restored' },
    ],
    ['makes a later start another interruption', restored, { ...row, startsAt: minutes(-9) }, fresh],
    ['leaves a late one late', late, { ...row, expectedEndAt: minutes(-5) }, { ...fresh, lateNotedAt: minutes(-5) }],
    ['gives a late one another end', late, row, fresh],
    ['gives a late one news to come', late, { ...row, expectedEndAt: minutes(-5), nextNewsAt: minutes(9) }, fresh],
  ] as const)('%s', (_what, known, named, then) => {
    expect(stateAfterImport(known, named)).toMatchObject(then);
  });
});

it('never names a time that is not on the outage, and promises none that has passed', () => {
  const time = fc.option(fc.integer({ min: -1000, max: 1000 }).map(minutes), { nil: null });
  fc.assert(
    fc.property(time, time, (expectedEndAt, nextNewsAt) => {
      const told = timeTold(endNews(outage({ expectedEndAt, nextNewsAt }), now));
      if (told === null) return true;
      return told.at > now && (told.at === expectedEndAt || told.at === nextNewsAt);
    }),
  );
});

it.each([
  [minutes(60), minutes(75), false],
  [minutes(60), minutes(76), true],
  [minutes(60), minutes(44), true],
  [null, minutes(60), true],
  [minutes(60), null, true],
  [null, null, false],
])('from %s to %s moved: %s', (told, expected, moved) => {
  expect(endMoved(told, expected, 15 * 60_000)).toBe(moved);
});

it.each([
  [{ zh: '大风刮倒树木', en: 'a tree fell' }, 5, { zh: '大风刮倒树木', en: 'a tree fell' }],
  [
    { zh: '大风,树木压断线路导致多处停电抢修困难', en: 'wind, a tree brought down a line in several places' },
    2,
    { zh: '大风', en: 'wind' },
  ],
  [{ zh: '大风,树木倒伏', en: 'wind, a tree fell' }, 5, { zh: '大风，树木倒伏', en: 'wind, a tree fell' }],
  // Fifteen letters and spaces take just the second there is.
  [{ zh: '大风', en: 'a tree fell now' }, 1, { zh: '大风', en: 'a tree fell now' }],
  [{ zh: '', en: 'wind' }, 5, null],
  [{ zh: '大风', en: '' }, 5, null],
  [{ zh: '一个很长很长很长很长很长很长的原因', en: 'x' }, 2, null],
])('a cause is said as far as it fits', (cause, seconds, said) => {
  expect(spokenCause(cause, seconds)).toEqual(said);
});

it('a cause never takes longer than it may', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.integer({ min: 1, max: 10 }), (zh, en, seconds) => {
      const said = spokenCause({ zh, en }, seconds);
      return said === null || (speechSeconds(said.zh) <= seconds && speechSeconds(said.en) <= seconds);
    }),
  );
});
