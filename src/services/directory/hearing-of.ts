import type { CallInfo } from '../../domain/call';
import type { Facts } from '../../domain/flow';
import type { ReporterRole } from '../../domain/ticket';
import type { KnownAccount } from './find-account';
import { roleOf } from './role-of';

/**
 * How much of the account of a call its caller may hear (contract section 5, "What a stranger hears"). `home`: the number of the
 * call stands on the account. `road`: a stranger named the account by its own number or that of its meter, and hears its road and
 * why its supply is off. `nothing`: a stranger named it by somebody's phone number.
 */
export type Hearing = 'home' | 'road' | 'nothing';

export async function hearingOf(
  { phone }: Pick<CallInfo, 'phone'>,
  account: Pick<KnownAccount, 'accountNo'>,
  facts: Facts,
): Promise<Hearing> {
  if ((await roleOf(phone, account)) !== 'other') return 'home';
  return facts['found'] === 'phone' ? 'nothing' : 'road';
}

interface Reported {
  readonly accountNo: string | null;
  readonly reporterRole: ReporterRole;
  /** The facts of the call. */
  readonly triage: Facts;
}

/** Whether a report was made by a stranger at the account, so that what is known of the home was not asked or said. */
export const isByStranger = ({ accountNo, reporterRole }: Omit<Reported, 'triage'>): boolean =>
  accountNo !== null && reporterRole === 'other';

/** Whether that stranger knows no more of the account than somebody's phone number, and hears nothing of it. */
export const isUnseen = (report: Reported): boolean => isByStranger(report) && report.triage['found'] === 'phone';

/** By when somebody comes, as who reported may hear it: how soon depends on who lives there (ADR 0006). */
export const arrivalToTell = (ticket: Reported & { readonly arrivalDueAt: Date | null }): Date | null =>
  isUnseen(ticket) ? null : ticket.arrivalDueAt;
