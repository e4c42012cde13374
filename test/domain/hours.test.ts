import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { DaySpan } from '../../src/domain/duration';
import { atTimeOfDay, isDay, isOvernight, isQuiet, nextAllowed } from '../../src/domain/hours';
import { policy } from '../support/policy';

const at = (iso: string, zone: string): Date => DateTime.fromISO(iso, { zone }).toJSDate();
const shanghai = 'Asia/Shanghai';
const berlin = 'Europe/Berlin';
const span = (from: string, to: string): DaySpan => {
  const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  return { from: minutes(from), to: minutes(to) };
};
const hours = { day: span('09:00', '17:30'), workdays: [1, 2, 3, 4, 5], holidays: ['2026-10-01'] };
const quiet = { night: span('21:00', '08:30'), midday: null };

describe('office hours', () => {
  it.each([
    ['2026-03-02T08:59:59.999', false],
    ['2026-03-02T09:00', true],
    ['2026-03-02T17:29:59.999', true],
    ['2026-03-02T17:30', false],
    ['2026-03-07T10:00', false],
    ['2026-10-01T10:00', false],
    ['2026-10-02T10:00', true],
  ])('%s in Shanghai: %p', (local, day) => {
    expect(isDay(hours, shanghai, at(local, shanghai))).toBe(day);
  });
});

describe('quiet hours', () => {
  it.each([
    ['2026-03-02T20:59:59', '2026-03-02T20:59:59'],
    ['2026-03-02T21:00', '2026-03-03T08:30'],
    ['2026-03-02T23:59:59.999', '2026-03-03T08:30'],
    ['2026-03-03T00:00', '2026-03-03T08:30'],
    ['2026-03-03T08:29:59.999', '2026-03-03T08:30'],
    ['2026-03-03T08:30', '2026-03-03T08:30'],
  ])('from %s the next moment is %s', (now, next) => {
    expect(nextAllowed(quiet, shanghai, at(now, shanghai))).toEqual(at(next, shanghai));
  });

  it('go on over a midday span that touches the night', () => {
    const both = { night: span('21:00', '12:00'), midday: span('12:00', '14:00') };
    expect(nextAllowed(both, shanghai, at('2026-03-03T09:00', shanghai))).toEqual(at('2026-03-03T14:00', shanghai));
  });

  // Clocks in Berlin jump from 02:00 to 03:00 on 2026-03-29 and back from 03:00 to 02:00 on 2026-10-25.
  const changes = ['2026-03-28T18:00', '2026-10-24T18:00'];
  const minute = 60_000;
  const timeOfDay = fc.nat(24 * 60 - 1);

  it('end at the first minute that the wall clock allows, minute by minute, also when clocks change', () => {
    const spans = fc.tuple(timeOfDay, timeOfDay).filter(([from, to]) => from !== to);
    fc.assert(
      fc.property(spans, fc.constantFrom(...changes), fc.nat(16 * 60), ([from, to], start, offset) => {
        const rule = { night: { from, to }, midday: null };
        const now = new Date(at(start, berlin).getTime() + offset * minute);
        let expected = now;
        while (isQuiet(rule, berlin, expected)) expected = new Date(expected.getTime() + minute);
        expect(nextAllowed(rule, berlin, now)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a time of day', () => {
  it('is midnight also at the end of a day whose own midnight the clock skipped', () => {
    const beirut = 'Asia/Beirut';
    expect(atTimeOfDay(beirut, at('2026-03-29T12:00', beirut), 24 * 60)).toEqual(at('2026-03-30T00:00', beirut));
  });

  it.each([
    ['2026-03-29T12:00', 17 * 60 + 30, '2026-03-29T17:30'],
    ['2026-03-29T00:10', 2 * 60 + 30, '2026-03-29T03:30'],
    ['2026-10-25T12:00', 24 * 60, '2026-10-26T00:00'],
  ])('on the day of %s, minute %i is %s in Berlin', (day, minutes, expected) => {
    expect(atTimeOfDay(berlin, at(day, berlin), minutes)).toEqual(at(expected, berlin));
  });
});

describe('overnight', () => {
  it.each([
    ['within the day', '2026-03-02T15:00', '2026-03-02T23:00', false],
    ['into the next day', '2026-03-02T23:00', '2026-03-03T01:00', true],
    ['within the night', '2026-03-02T02:00', '2026-03-02T05:00', false],
    ['out of the night into its morning', '2026-03-02T02:00', '2026-03-02T09:00', true],
    ['within the day, from the very minute its hours begin', '2026-03-02T09:00', '2026-03-02T15:00', false],
    ['after days', '2026-03-02T10:00', '2026-03-05T10:00', true],
  ])('%s', (_what, now, until, expected) => {
    const at = (local: string): Date => new Date(`${local}:00+08:00`);
    expect(isOvernight(policy.hours, 'Asia/Shanghai', at(now), at(until))).toBe(expected);
  });
});
