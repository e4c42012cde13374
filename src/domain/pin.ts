import type { Policy } from './policy';

/** After so many wrong PINs in a row nobody gets in as this person for `crew.lockFor`. */
const wrongPinsAllowed = 3;

export interface PinRecord {
  readonly pinHash: string | null;
  readonly pinFailures: number;
  readonly pinLockedUntil: Date | null;
  /** When the PIN was last right from the person's own number. */
  readonly pinPassedAt: Date | null;
}

export type PinNeed = 'locked' | 'needed' | 'not_needed';

/** Whether somebody on the crew line must enter a PIN: always from a foreign number, once per `crew.pinEvery` from their own. */
export function pinNeed(crew: Policy['crew'], person: PinRecord, fromOwnNumber: boolean, now: Date): PinNeed {
  if (person.pinLockedUntil !== null && now < person.pinLockedUntil) return 'locked';
  if (!fromOwnNumber || person.pinPassedAt === null) return 'needed';
  return now.getTime() < person.pinPassedAt.getTime() + crew.pinEvery ? 'not_needed' : 'needed';
}

/** Until when a person is locked after one more wrong PIN, or null while another try is left. */
export function lockAfterFailure(crew: Policy['crew'], failures: number, now: Date): Date | null {
  return failures >= wrongPinsAllowed ? new Date(now.getTime() + crew.lockFor) : null;
}
