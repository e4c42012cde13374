import { inTransaction } from '../../../models/database';
import type { Ticket } from '../../../models/ticket';
import { byCaller } from '../../domain/timeline';
import type { Context } from '../context';
import { needNumberCheck } from '../outbound/check-number';
import { lockTicket } from '../paging/lock-ticket';
import { recordTimeline } from '../record-timeline';
import { newDoorCode, sendReceipt, type NewReport } from './open-ticket';

/** Adds what the rest of the call told to the ticket that it had opened early; priority, team, clocks and pages stay as they are. Idempotent per report, which has this ordinal within its call. */
export function addDetails(context: Context, ticketId: number, told: NewReport, ordinal: number): Promise<Ticket> {
  return inTransaction(async () => {
    const ticket = await lockTicket(ticketId);
    const data = { note: 'details_added', recording: told.descriptionRecording };
    if (!(await recordTimeline(context, ticketId, 'noted', byCaller, data, `details:${ordinal}`))) return ticket;
    const before = { phone: ticket.reporterPhone, code: ticket.verificationCode };
    await ticket.update({ ...detailsOf(told), verificationCode: codeOf(ticket, told), updatedAt: context.clock.now() });
    if (told.contactConfirmed === false) await needNumberCheck(context, ticket);
    const isNews = before.phone !== ticket.reporterPhone || before.code !== ticket.verificationCode;
    if (isNews) await sendReceipt(context, told, ticket);
    return ticket;
  });
}

function detailsOf(told: NewReport) {
  const { category, responsibility, place, inHome, chargeable = false, descriptionRecording, access = null } = told;
  const { zh: summaryZh, en: summaryEn } = told.summary;
  const said = { category, responsibility, place, inHome, chargeable, descriptionRecording, access };
  return { ...said, summaryZh, summaryEn, reporterPhone: told.reporter.phone, triage: { ...told.triage } };
}

/** A visit inside the home needs a code at the door, which nobody knew when the ticket was opened. */
const codeOf = ({ verificationCode }: Ticket, { inHome }: NewReport): string | null =>
  verificationCode ?? (inHome ? newDoorCode() : null);
