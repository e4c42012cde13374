import { AccountPhone } from '../../../models/account-phone';

/** The numbers of an account (E.164), the owner's before a tenant's. */
export async function numbersOnFile(accountNo: string): Promise<string[]> {
  const rows = await AccountPhone.findAll({ where: { accountNo }, order: ['tenant', 'id'] });
  return rows.map(({ phone }) => phone);
}
