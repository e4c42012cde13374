import type { CallInfo } from '../../domain/call';
import type { ReporterRole } from '../../domain/ticket';
import { accountsOfPhone, type KnownAccount } from './find-account';

/** What the caller is to the account: its own phone, a tenant's, or anybody else's. */
export async function roleOf(
  phone: string | null,
  account: Pick<KnownAccount, 'accountNo'> | null,
): Promise<ReporterRole> {
  if (phone === null || account === null) return 'other';
  const line = (await accountsOfPhone(phone)).find(({ accountNo }) => accountNo === account.accountNo);
  if (line === undefined) return 'other';
  return line.tenant ? 'tenant' : 'customer';
}

/** Who reports, at which number (E.164). Only of who calls from a number on the account its name is known. */
export async function reporterOf(
  call: Pick<CallInfo, 'phone'>,
  account: Pick<KnownAccount, 'accountNo' | 'name'> | null,
  phone = call.phone,
): Promise<{ readonly name: string | null; readonly phone: string | null; readonly role: ReporterRole }> {
  const role = await roleOf(call.phone, account);
  return { name: role === 'other' ? null : (account?.name ?? null), phone, role };
}
