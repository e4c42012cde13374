import { Handoff } from '../../models/handoff';
import type { Ticket } from '../../models/ticket';
import type { Context } from './context';
import type { CallInfo } from './dialogue/verb';
import { accountsOfPhone } from './find-account';
import { openTicket } from './open-ticket';

export interface LeftMessage {
  readonly call: Pick<CallInfo, 'sid' | 'phone'>;
  readonly language: string;
  /** Null when the caller said nothing: the call itself is the message. */
  readonly recordingSid: string | null;
  readonly reportedAt: Date;
}

/** Messages count apart from the reports of the same call. */
export const messageReportNo = 100;

/** Nobody answered: what was said becomes a ticket for the desk (R-408: never a dead end). Idempotent per call. */
export async function leaveMessage(context: Context, message: LeftMessage): Promise<Ticket> {
  const { call, language, recordingSid, reportedAt } = message;
  const [account] = call.phone === null ? [] : await accountsOfPhone(call.phone);
  const ticket = await openTicket(context, {
    callSid: call.sid,
    reportNo: messageReportNo,
    kind: 'matter',
    category: 'enquiry',
    responsibility: 'UNKNOWN',
    priority: 'P1',
    channel: 'phone',
    language,
    accountNo: account?.accountNo ?? null,
    place: 'home',
    inHome: false,
    summary: { zh: '人工无人接听,来电留言', en: 'Nobody answered; the caller left a message' },
    descriptionRecording: recordingSid,
    reporter: { name: account?.name ?? null, phone: call.phone, role: account === undefined ? 'other' : 'customer' },
    reportedAt,
    page: false,
    receipt: false,
  });
  await Handoff.update({ messageTicketId: ticket.id }, { where: { callSid: call.sid, messageTicketId: null } });
  return ticket;
}
