import type { Account } from '../../../models/account';
import { AccountPhone } from '../../../models/account-phone';
import type { ReporterRole } from '../../domain/ticket';

/** The caller towards the account: its own phone, a tenant's, or anybody else's. */
export async function roleOf(phone: string | null, account: Account | null): Promise<ReporterRole> {
  if (phone === null || account === null) return 'other';
  const line = await AccountPhone.findOne({ where: { phone, accountNo: account.accountNo } });
  if (line === null) return 'other';
  return line.tenant ? 'tenant' : 'customer';
}
