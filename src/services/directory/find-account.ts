import { Account } from '../../../models/account';
import { AccountPhone } from '../../../models/account-phone';

/** The accounts that a number is on file for, in the order of their numbers. */
export async function accountsOfPhone(phone: string): Promise<Account[]> {
  const lines = await AccountPhone.findAll({ where: { phone } });
  if (lines.length === 0) return [];
  return Account.findAll({
    where: { accountNo: lines.map(({ accountNo }) => accountNo) },
    order: [['accountNo', 'ASC']],
  });
}

/** The account of an id that rode in a URL; null when there is none. */
export async function accountById(id: string | undefined): Promise<Account | null> {
  return id === undefined ? null : Account.findByPk(Number(id));
}
