import { Op } from 'sequelize';
import { select } from '../../../models/database';
import { Ticket } from '../../../models/ticket';
import { powerCategories } from '../../domain/ticket';
import { roleOf } from '../directory/role-of';
import { messageReportNo } from '../../domain/report-number';

/** Which reports a caller may hear about: those of their own phone and account, others only after a check. */

/** Reports of this number that are not closed, the newest first; without messages, whose ticket number the caller was never told. */
export function openTicketsOf(phone: string | null): Promise<Ticket[]> {
  if (phone === null) return Promise.resolve([]);
  const where = { reporterPhone: phone, state: { [Op.ne]: 'closed' }, reportNo: { [Op.ne]: messageReportNo } };
  return Ticket.findAll({ where, order: [['id', 'DESC']] });
}

const faultsOf = `SELECT id FROM tickets WHERE account_no = ? AND kind = 'fault' AND state NOT IN ('done', 'closed')
  AND category IN (${powerCategories.map((category) => `'${category}'`).join(', ')}) AND (call_sid IS NULL OR call_sid <> ?)
  ORDER BY id DESC LIMIT 1`;

/** The newest open power report of an account, except one that this very call opened, since its webhook may be repeated. */
export async function openFaultOf(accountNo: string, callSid: string): Promise<Ticket | null> {
  const [found] = await select<{ id: number }>(faultsOf, [accountNo, callSid]);
  return found === undefined ? null : Ticket.findByPk(found.id);
}

/** Whether the ticket was reported from this number, or is of an account that has the number on file. */
export async function isOwnTicket({ reporterPhone, accountNo }: Ticket, phone: string | null): Promise<boolean> {
  if (phone === null) return false;
  if (reporterPhone === phone) return true;
  return accountNo !== null && (await roleOf(phone, { accountNo })) !== 'other';
}

/** The ticket that the entered digits mean: a whole ticket number, or the end of the number of one of the caller's own. */
export async function ticketOfDigits(digits: string, phone: string | null): Promise<Ticket | null> {
  const whole = await Ticket.findOne({ where: { number: digits, reportNo: { [Op.ne]: messageReportNo } } });
  if (whole !== null) return whole;
  const [own, ...others] = (await openTicketsOf(phone)).filter(({ number }) => number.endsWith(digits));
  return own !== undefined && others.length === 0 ? own : null;
}
