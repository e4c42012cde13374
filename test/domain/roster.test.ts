import fc from 'fast-check';
import { handovers, whoIsOnCall, type Shift } from '../../src/domain/roster';

const hour = 3_600_000;
const at = (hours: number): Date => new Date(Date.UTC(2026, 2, 2) + hours * hour);
const shift = (personCode: string, level: number, from: number, to: number | null, teamCode = 'T1'): Shift => ({
  teamCode,
  personCode,
  level,
  startsAt: at(from),
  endsAt: to === null ? null : at(to),
});

describe('who is on call', () => {
  const roster = [
    shift('103', 1, 0, 8),
    shift('102', 1, 8, null),
    shift('101', 2, 0, null),
    shift('102', 3, 0, null),
    shift('201', 1, 0, null, 'T2'),
  ];

  it.each([
    [-1, []],
    [
      0,
      [
        [1, ['103']],
        [2, ['101']],
        [3, ['102']],
      ],
    ],
    [
      7.999,
      [
        [1, ['103']],
        [2, ['101']],
        [3, ['102']],
      ],
    ],
    [
      8,
      [
        [1, ['102']],
        [2, ['101']],
      ],
    ],
    [
      8000,
      [
        [1, ['102']],
        [2, ['101']],
      ],
    ],
  ])('at hour %d', (hours, expected) => {
    expect(whoIsOnCall(roster, 'T1', at(hours)).map(({ level, people }) => [level, people])).toEqual(expected);
  });

  it('lists people of one level by their codes', () => {
    const together = [shift('9', 1, 0, null), shift('10', 1, 0, null), shift('1', 1, 0, null)];
    expect(whoIsOnCall(together, 'T1', at(1))).toEqual([{ level: 1, people: ['1', '10', '9'] }]);
  });

  const shifts = fc.array(
    fc
      .record({
        personCode: fc.constantFrom('1', '2', '3', '4'),
        level: fc.integer({ min: 1, max: 3 }),
        from: fc.nat(48),
        long: fc.option(fc.integer({ min: 1, max: 24 })),
      })
      .map(({ personCode, level, from, long }) => shift(personCode, level, from, long === null ? null : from + long)),
    { maxLength: 12 },
  );

  it('is everybody whose turn it is, once, at their first level, in any order of the rows', () => {
    fc.assert(
      fc.property(shifts, fc.nat(72), fc.integer(), (rows, hours, turn) => {
        const now = at(hours);
        const levels = whoIsOnCall(rows, 'T1', now);
        const own = rows.filter(({ startsAt, endsAt }) => startsAt <= now && (endsAt === null || endsAt > now));
        const people = levels.flatMap((level) => level.people);
        expect([...people].sort()).toEqual([...new Set(own.map(({ personCode }) => personCode))].sort());
        for (const { level, people: codes } of levels) {
          for (const code of codes) {
            const first = Math.min(...own.filter(({ personCode }) => personCode === code).map((row) => row.level));
            expect(level).toBe(first);
          }
        }
        const cut = rows.length === 0 ? 0 : Math.abs(turn) % rows.length;
        expect(whoIsOnCall([...rows.slice(cut), ...rows.slice(0, cut)], 'T1', now)).toEqual(levels);
      }),
    );
  });

  it('changes only at a handover', () => {
    fc.assert(
      fc.property(shifts, fc.nat(72), (rows, hours) => {
        const [next] = handovers(rows, at(hours));
        const before = next === undefined ? at(hours + 100) : new Date(next.getTime() - 1);
        expect(whoIsOnCall(rows, 'T1', before)).toEqual(whoIsOnCall(rows, 'T1', at(hours)));
      }),
    );
  });
});
