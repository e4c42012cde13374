import { AccountPhone } from '../../../models/account-phone';
import type { KnownAccount } from '../directory/find-account';
import type { Context } from '../context';
import { isReachable } from '../outbound/is-reachable';

/** The number to call or text about an account: the caller's own, else one on file, the owner's before a tenant's; never any other (design, decision 14). Null when there is none. */
export async function contactFor(
  context: Context,
  account: KnownAccount,
  callerPhone: string | null,
  channel: 'call' | 'text',
): Promise<string | null> {
  const onFile = await AccountPhone.findAll({
    where: { accountNo: account.accountNo },
    order: [
      ['tenant', 'ASC'],
      ['id', 'ASC'],
    ],
  });
  const numbers = [...(callerPhone === null ? [] : [callerPhone]), ...onFile.map(({ phone }) => phone)];
  for (const number of new Set(numbers)) if (await isReachable(context, number, channel)) return number;
  return null;
}
