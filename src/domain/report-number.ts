import type { Facts } from './flow';

/** The ordinal of the report within its call, from 0; what is no number there counts as the first. */
export function reportOrdinal(facts: Facts): number {
  const ordinal = Number(facts['report'] ?? '0');
  return Number.isInteger(ordinal) ? ordinal : 0;
}

/** The numbers of reports whose ticket is open before the rest is asked begin here, one for each home: another home named later in the call is another ticket. */
const firstEmergencyNo = 1000;

/** Whether equipment that keeps somebody alive has no backup power, so that the ticket of this report is open already. */
export const isEmergency = (facts: Facts): boolean => facts['emergency'] !== undefined;

/** The number of the report within its call. */
export const reportNumber = (facts: Facts): number =>
  isEmergency(facts) ? firstEmergencyNo + Number(facts['account'] ?? '0') : reportOrdinal(facts);

/** The report number of a message, apart from the reports of the same call. */
export const messageReportNo = 100;

/** The report number in the spool of a phone number that the caller typed, apart from the reports of the same call. */
export const contactReportNo = -1;
