import { CallContact } from '../../../models/call-contact';
import { inTransaction } from '../../../models/database';
import { Ticket } from '../../../models/ticket';
import { isAllowedNumber, toE164 } from '../../phone-number';
import type { Context } from '../context';
import { accountById } from '../directory/find-account';
import { needNumberCheck } from '../outbound/check-number';
import { roleOf } from '../directory/role-of';
import type { Facts } from '../../domain/flow';
import type { CallInfo } from '../../domain/call';
import { contactReportNo } from '../../domain/report-number';

/** A typed number as E.164, read in the hotline's country; null when it cannot be a number, is the hotline's own, or may not be called. */
export function typedNumber({ settings }: Context, typed: string): string | null {
  const { allowedPrefixes, hotlineNumber } = settings;
  const phone = toE164(typed, hotlineNumber);
  return phone === hotlineNumber || phone === null || !isAllowedNumber(phone, allowedPrefixes) ? null : phone;
}

/** Keeps the number that a caller typed, in one row for each call, in place of one that they typed while the database was down; null when it cannot be a number. */
export async function keepContact(context: Context, callSid: string, typed: string): Promise<number | null> {
  const phone = typedNumber(context, typed);
  if (phone === null) return null;
  const [row] = await CallContact.findOrCreate({ where: { callSid }, defaults: { callSid, phone } });
  if (row.phone !== phone) await row.update({ phone });
  const earlier = await context.spool.find(callSid, contactReportNo);
  if (earlier !== null) await context.spool.remove(earlier);
  return row.id;
}

/** While the database is down, keeps the number that a caller typed on the disk; false when it cannot be a number. */
export async function spoolContact(context: Context, callSid: string, typed: string): Promise<boolean> {
  const phone = typedNumber(context, typed);
  if (phone === null) return false;
  const reportedAt = context.clock.now();
  const nothing = { facts: {}, language: context.settings.defaultLanguage, recordingSid: null };
  await context.spool.keep({ ...nothing, kind: 'contact', callSid, phone, reportNo: contactReportNo, reportedAt });
  context.log.warn('a number is kept on the disk until the database is back', { callSid });
  return true;
}

/** Writes a number that was typed while the database was down into the database, and into the reports of the call that were opened without the number. Idempotent. */
export async function putContact(context: Context, callSid: string, phone: string): Promise<void> {
  await inTransaction(async () => {
    await CallContact.upsert({ callSid, phone });
    const tickets = await Ticket.findAll({ where: { callSid } });
    for (const ticket of tickets.filter(({ triage }) => isSpooled(triage))) await putOn(context, ticket, phone);
  });
}

async function putOn(context: Context, ticket: Ticket, phone: string): Promise<void> {
  if (ticket.reporterPhone === phone) return;
  await ticket.update({ reporterPhone: phone, updatedAt: context.clock.now() });
  const { trusted } = await contactOf(context, { sid: ticket.callSid ?? '', phone: null }, ticket.triage);
  if (!trusted) await needNumberCheck(context, ticket);
}

/** Whether the number typed in this call was kept on the disk. */
export const isSpooled = (facts: Facts): boolean => facts['kept'] !== undefined;

/** The number that was typed in this call while the database was down; null when this disk does not have it (any more). */
export async function spooledPhone({ spool }: Context, callSid: string): Promise<string | null> {
  return (await spool.find(callSid, contactReportNo))?.phone ?? null;
}

export interface Contact {
  /** E.164 */
  readonly phone: string | null;
  /** Whether it may be called and texted at once: the caller's own, or one on file for the account. */
  readonly trusted: boolean;
}

/** The number under which the reporter can be reached: the one typed in this call, else the caller's own. */
export async function contactOf(
  context: Context,
  call: Pick<CallInfo, 'sid' | 'phone'>,
  facts: Facts,
): Promise<Contact> {
  const typed = await typedIn(context, call.sid, facts);
  if (typed === null || typed === call.phone) return { phone: call.phone, trusted: true };
  const account = await accountById(facts['account']);
  return { phone: typed, trusted: (await roleOf(typed, account)) !== 'other' };
}

async function typedIn(context: Context, callSid: string, facts: Facts): Promise<string | null> {
  if (facts['draft'] !== undefined) return (await CallContact.findByPk(Number(facts['draft'])))?.phone ?? null;
  if (!isSpooled(facts)) return null;
  // The number is on the disk until the replay has brought it into the database.
  return (await spooledPhone(context, callSid)) ?? (await CallContact.findOne({ where: { callSid } }))?.phone ?? null;
}
