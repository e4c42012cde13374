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
