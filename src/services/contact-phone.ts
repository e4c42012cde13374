import { CallContact } from '../../models/call-contact';
import { isAllowedNumber, toE164 } from '../phone-number';
import type { Context } from './context';
import { accountById } from './find-account';
import { AccountPhone } from '../../models/account-phone';
import type { Facts } from '../domain/flow';

/** A number as a caller types it, in E.164, taken in the hotline's country; null when it cannot be one, is the hotline's own, or is one we may not call. */
export function typedNumber({ settings }: Context, typed: string): string | null {
  const { allowedPrefixes, hotlineNumber } = settings;
  const phone = toE164(typed, hotlineNumber);
  return phone === hotlineNumber || phone === null || !isAllowedNumber(phone, allowedPrefixes) ? null : phone;
}

/** Keeps the number that a caller typed; null when it cannot be one. One row a call. */
export async function keepContact(context: Context, callSid: string, typed: string): Promise<number | null> {
  const phone = typedNumber(context, typed);
  if (phone === null) return null;
  const [row] = await CallContact.findOrCreate({ where: { callSid }, defaults: { callSid, phone } });
  if (row.phone !== phone) await row.update({ phone });
  return row.id;
}

export interface Contact {
  /** E.164 */
  readonly phone: string | null;
  /** Whether it may be called and texted at once: the caller's own, or one on file for the account. */
  readonly trusted: boolean;
}

/** The number that the report is to be reached at: the one typed in this call, else the caller's own. */
export async function contactOf(callerPhone: string | null, facts: Facts): Promise<Contact> {
  const draft = facts['draft'] === undefined ? null : await CallContact.findByPk(Number(facts['draft']));
  if (draft === null || draft.phone === callerPhone) return { phone: callerPhone, trusted: true };
  const account = await accountById(facts['account']);
  const onFile =
    account !== null && (await AccountPhone.count({ where: { phone: draft.phone, accountNo: account.accountNo } })) > 0;
  return { phone: draft.phone, trusted: onFile };
}
