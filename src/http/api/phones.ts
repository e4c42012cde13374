import type { Response } from 'express';
import { audit } from '../../services/access/audit';
import type { Context } from '../../services/context';
import { maskPhone } from '../../phone-number';
import { callerOf, refuseWithout } from '../bearer';

/** How phone numbers are shown in this answer. Showing whole numbers is noted in the audit trail first. Throws `forbidden` for a role that may not see them. */
export async function shownPhones(
  context: Pick<Context, 'clock'>,
  response: Response,
  phones: 'masked' | 'full',
  about: Readonly<Record<string, unknown>>,
): Promise<(phone: string) => string> {
  if (phones === 'masked') return maskPhone;
  refuseWithout('phones', response);
  const { name, role } = callerOf(response);
  await audit(context, { kind: 'token', name, role }, 'phones_read', about);
  return (phone) => phone;
}
