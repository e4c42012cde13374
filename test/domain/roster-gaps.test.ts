import fc from 'fast-check';
import { rosterGaps } from '../../src/domain/roster-gaps';

const at = (hour: number): Date => new Date(Date.UTC(2026, 0, 5, hour));
const turn = (from: number, to: number | null) => ({ startsAt: at(from), endsAt: to === null ? null : at(to) });
const day = { from: at(0), until: at(24) };
const hours = (gaps: ReturnType<typeof rosterGaps>) =>
  gaps.map(({ from, until }) => [
    (from.getTime() - at(0).getTime()) / 3_600_000,
    (until.getTime() - at(0).getTime()) / 3_600_000,
  ]);

it.each([
  ['nobody', [], [[0, 24]]],
  ['somebody without end', [turn(-5, null)], []],
  ['one after another', [turn(12, 24), turn(0, 12)], []],
  ['a hole at noon', [turn(0, 12), turn(13, 24)], [[12, 13]]],
  ['somebody who begins late', [turn(9, null)], [[0, 9]]],
  ['somebody who ends early', [turn(-1, 17)], [[17, 24]]],
  ['a short turn inside a long one', [turn(0, 24), turn(3, 4)], []],
  ['only before and after', [turn(-9, -1), turn(30, 40)], [[0, 24]]],
])('finds the gaps with %s', (_, shifts, gaps) => {
  expect(hours(rosterGaps(shifts, day))).toEqual(gaps);
});

it('agrees with looking at every hour', () => {
  const turns = fc.array(fc.tuple(fc.integer({ min: -10, max: 34 }), fc.integer({ min: 1, max: 12 }), fc.boolean()));
  fc.assert(
    fc.property(turns, (drawn) => {
      const shifts = drawn.map(([from, length, open]) => turn(from, open ? null : from + length));
      const gaps = rosterGaps(shifts, day);
      for (let hour = 0; hour < 24; hour += 1) {
        const covered = shifts.some(
          ({ startsAt, endsAt }) => startsAt <= at(hour) && (endsAt === null || at(hour) < endsAt),
        );
        expect(gaps.some(({ from, until }) => from <= at(hour) && at(hour) < until)).toBe(!covered);
      }
    }),
  );
});
