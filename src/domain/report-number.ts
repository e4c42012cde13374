import type { Facts } from './flow';

/** The ordinal of the report within its call, from 0; what is no number there counts as the first. */
export function reportNumber(facts: Facts): number {
  const ordinal = Number(facts['report'] ?? '0');
  return Number.isInteger(ordinal) ? ordinal : 0;
}

/** The report number of a message, apart from the reports of the same call. */
export const messageReportNo = 100;

/** The report number in the spool of a phone number that the caller typed, apart from the reports of the same call. */
export const contactReportNo = -1;
