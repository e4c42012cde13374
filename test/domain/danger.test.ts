import fc from 'fast-check';
import { dangerOf, dangerReportNo, dangerRules, dangers, isDangerReport } from '../../src/domain/danger';
import { inTurns } from '../../src/domain/in-turns';

describe('a danger', () => {
  it.each([
    ['wire', 'line_hazard', 'GRID', 'street', []],
    ['water', 'water', 'UNKNOWN', 'home', []],
    ['security', 'lost_security', 'OWN', 'home', ['security', 'monitoring']],
    ['trapped', 'lift', 'OWN', 'shared', []],
    ['ill', 'lost_security', 'OWN', 'home', ['security', 'monitoring']],
    ['ambulance', 'lost_security', 'OWN', 'home', ['monitoring', 'security']],
    ['help', 'lost_security', 'OWN', 'home', ['security', 'monitoring']],
    ['equipment', 'lv', 'GRID', 'home', []],
  ] as const)(
    '%s is %s of %s at the %s, and rings %j beside the team',
    (danger, category, responsibility, place, roles) => {
      expect(dangerRules[danger]).toMatchObject({ category, responsibility, place, roles });
    },
  );

  it('goes to another team where nobody serves its kind: water to the line crew, the lift to the guards', () => {
    const others = dangers.map((danger) => [danger, dangerRules[danger].otherwise] as const);
    expect(Object.fromEntries(others.filter(([, otherwise]) => otherwise.length > 0))).toEqual({
      water: ['line_hazard'],
      trapped: ['lost_security'],
    });
  });

  it('brings the guards as well as the engineers to whoever is trapped', () => {
    expect(dangerRules.trapped.also).toEqual({ category: 'lost_security', roles: ['security', 'monitoring'] });
  });

  it('is key 1 when nothing better is known', () => {
    expect(dangerOf(undefined)).toBe('wire');
    expect(dangerOf('nonsense')).toBe('wire');
  });

  it('has a report number of its own for each kind, apart from reports and messages', () => {
    const numbers = dangers.map(dangerReportNo);
    expect(new Set(numbers).size).toBe(dangers.length);
    expect(numbers.every(isDangerReport)).toBe(true);
    expect([0, 1, 99, 100].some(isDangerReport)).toBe(false);
  });
});

describe('taking turns', () => {
  const same = (one: number): number => one;

  it('takes the first of each list before any second', () => {
    expect(inTurns([[1, 2, 3], [4], [5, 6]], same)).toEqual([1, 4, 5, 2, 6, 3]);
    expect(
      inTurns(
        [
          [1, 2],
          [1, 3],
        ],
        same,
      ),
    ).toEqual([1, 2, 3]);
  });

  it('loses nobody and names nobody twice', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(9))), (lists) => {
        const mixed = inTurns(lists, same);
        expect(new Set(mixed)).toEqual(new Set(lists.flat()));
        expect(mixed).toHaveLength(new Set(mixed).size);
      }),
    );
  });
});
