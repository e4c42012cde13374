import fc from 'fast-check';
import { latestClockTime, restoredTime } from '../../src/domain/restored-time';

const zone = 'Asia/Shanghai';
const at = (local: string): Date => new Date(`${local}+08:00`);
const reportedAt = at('2026-03-01T22:40:30');
const now = at('2026-03-02T00:10:20');

it.each([
  ['# alone', '', at('2026-03-02T00:10:20')],
  ['a minute ago', '0009', at('2026-03-02T00:09:00')],
  ['this minute', '0010', at('2026-03-02T00:10:00')],
  ['before midnight: yesterday', '2350', at('2026-03-01T23:50:00')],
  ['the minute of the report is no earlier than the report', '2240', reportedAt],
  ['the minute before the report', '2239', null],
  ['still to come: the latest one past is before the report', '0011', null],
  ['no time of day', '2460', null],
  ['no time of day', '1275', null],
  ['too few digits', '930', null],
])('%s (%s)', (_case, typed, expected) => {
  expect(restoredTime(typed, zone, reportedAt, now)).toEqual(expected);
});

it.each([
  ['the very minute that begins now', '0010', at('2026-03-02T00:10:00')],
  ['the minute that ended as the report was made', '2240', null],
  ['the minute that began as the report was made', '2241', at('2026-03-01T22:41:00')],
])('by clocks that show whole minutes: %s (%s)', (_case, typed, expected) => {
  expect(restoredTime(typed, zone, at('2026-03-01T22:41:00'), at('2026-03-02T00:10:00'))).toEqual(expected);
});

it('is never in the future nor more than a day past', () => {
  const clocks = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
  const moments = fc.date({ min: at('2026-01-01T00:00:00'), max: at('2027-01-01T00:00:00'), noInvalidDate: true });
  fc.assert(
    fc.property(clocks, moments, ([hour, minute], moment) => {
      const typed = `${String(hour).padStart(2, '0')}${String(minute).padStart(2, '0')}`;
      const found = latestClockTime(typed, zone, moment);
      const passed = moment.getTime() - (found?.getTime() ?? NaN);
      expect(passed).toBeGreaterThanOrEqual(0);
      expect(passed).toBeLessThan(24 * 3_600_000);
    }),
  );
});
