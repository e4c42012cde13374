import type { Facts } from './flow';

/** The ordinal of the report within its call, from 0. */
export function reportNumber(facts: Facts): number {
  return Number(facts['report'] ?? '0');
}

/** Messages count apart from the reports of the same call. */
export const messageReportNo = 100;

/** The number of a kept contact in the spool: apart from the reports of the same call. */
export const contactReportNo = -1;
