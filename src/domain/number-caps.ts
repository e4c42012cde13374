import type { HoldReason, RateText } from './attempt-status';
import type { Rate } from './duration';

export interface Hold {
  readonly heldUntil: Date;
  /** The rate that holds the call back, as in the policy (`2/2m`). */
  readonly heldBecause: RateText | typeof onTheLine;
}

const units: readonly (readonly [ms: number, unit: string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1000, 's'],
];

/** A rate as the policy writes it. */
export function rateText({ count, per }: Rate): RateText {
  const [size, unit] = units.find(([ms]) => per % ms === 0) ?? [1, 'ms'];
  return `${count}/${per / size}${unit}`;
}

/**
 * Whether a call to a number must wait, given when earlier calls to it were placed; null when it may go now. The only
 * page of an open P0 or P1 goes all the same.
 */
export function holdFor(rates: readonly Rate[], placedAt: readonly Date[], now: Date): Hold | null {
  const times = placedAt.map((at) => at.getTime()).sort((a, b) => b - a);
  const holds = rates.flatMap((rate) => holdBy(rate, times, now));
  return holds.reduce<Hold | null>((worst, hold) => (worst && worst.heldUntil >= hold.heldUntil ? worst : hold), null);
}

/** `times` are milliseconds, newest first: the count-th newest must leave the window before another call fits. */
function holdBy(rate: Rate, times: readonly number[], now: Date): Hold[] {
  const oldest = times[rate.count - 1];
  if (oldest === undefined || oldest + rate.per <= now.getTime()) return [];
  return [{ heldUntil: new Date(oldest + rate.per), heldBecause: rateText(rate) }];
}

/** Why a call waits when the same phone is in another call of ours. */
export const onTheLine = 'on_the_line' satisfies HoldReason;

/** Whether we ourselves hold a call back, by a rate or because the phone is in use, and not the carrier. */
export function isOwnHold(heldBecause: HoldReason | null): boolean {
  return heldBecause === onTheLine || /^\d+\//.test(heldBecause ?? '');
}

/** How far back placed calls matter, in milliseconds. */
export function longestWindow(rates: readonly Rate[]): number {
  return Math.max(0, ...rates.map((rate) => rate.per));
}
