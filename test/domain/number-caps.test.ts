import fc from 'fast-check';
import { holdFor, isOwnHold, longestWindow, rateText } from '../../src/domain/number-caps';
import { policy } from '../support/policy';

const rates = policy.paging.perNumber;
const minute = 60_000;
const now = new Date('2026-03-02T02:00:00Z');
const ago = (...minutes: number[]): Date[] => minutes.map((value) => new Date(now.getTime() - value * minute));
const inMinutes = (minutes: number): Date => new Date(now.getTime() + minutes * minute);

describe('how often one number may be called', () => {
  it.each<[string, Date[], { heldUntil: Date; heldBecause: string } | null]>([
    ['never called', [], null],
    ['once', ago(0), null],
    ['twice in two minutes', ago(0.5, 1.5), { heldUntil: inMinutes(0.5), heldBecause: '2/2m' }],
    ['the second exactly two minutes ago', ago(0.5, 2), null],
    ['four in a quarter', ago(3, 5, 7, 14), { heldUntil: inMinutes(1), heldBecause: '4/15m' }],
    ['both, the longer holds', ago(0.5, 1.9, 7, 14), { heldUntil: inMinutes(1), heldBecause: '4/15m' }],
    ['both, and as long: the first is named', ago(0.5, 1, 7, 14), { heldUntil: inMinutes(1), heldBecause: '2/2m' }],
    ['ten in an hour', ago(16, 18, 20, 22, 24, 26, 28, 30, 32, 59), { heldUntil: inMinutes(1), heldBecause: '10/1h' }],
  ])('%s', (_what, placed, expected) => {
    expect(holdFor(rates, placed, now)).toEqual(expected);
  });

  it('never lets more through than any rate says', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(600), { minLength: 1, maxLength: 60 }), (gapsInSeconds) => {
        const placed: Date[] = [];
        let clock = now;
        for (const gap of gapsInSeconds) {
          clock = new Date(clock.getTime() + gap * 1000);
          const hold = holdFor(rates, placed, clock);
          expect(hold === null || hold.heldUntil > clock).toBe(true);
          placed.push(hold?.heldUntil ?? clock);
          clock = placed.at(-1)!;
        }
        for (const { count, per } of rates) {
          placed.forEach((start, index) => {
            const inside = placed.slice(index).filter((at) => at.getTime() < start.getTime() + per);
            expect(inside.length).toBeLessThanOrEqual(count);
          });
        }
      }),
    );
  });

  it('looks back as far as the longest rate counts', () => {
    expect(longestWindow(rates)).toBe(60 * minute);
    expect(longestWindow([])).toBe(0);
  });

  it('says which holds are our own', () => {
    expect(rates.map(rateText)).toEqual(['2/2m', '4/15m', '10/1h']);
    expect((['2/2m', 'on_the_line', 'carrier', 'queue_full', null] as const).map(isOwnHold)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
