import { CallStep } from '../../../models/call-step';
import { Handoff } from '../../../models/handoff';
import type { Ticket } from '../../../models/ticket';
import type { Facts } from '../../domain/flow';
import { addTask } from '../add-task';
import { contactOf } from './contact-phone';
import type { FaultReport } from './open-fault-report';
import type { Context } from '../context';
import { accountById, accountsOfPhone } from '../directory/find-account';
import { reporterOf } from '../directory/role-of';
import { atHome, openTicket } from '../tickets/open-ticket';
import { messageReportNo } from '../../domain/report-number';

export interface LeftMessage extends Omit<FaultReport, 'facts'> {
  /** Null when the caller said nothing, so that the call itself is the message. */
  readonly recordingSid: string | null;
}

const words = {
  said: { zh: '人工无人接听,来电留言', en: 'Nobody answered; the caller left a message' },
  silent: { zh: '人工无人接听,来电者没有留言', en: 'Nobody answered; the caller left no message' },
};

/** Makes a ticket for the desk of a message that was left because nobody answered, with what the call had gathered (R-408: never a dead end). Idempotent per call. */
export async function leaveMessage(context: Context, message: LeftMessage): Promise<Ticket> {
  const { call, language, recordingSid, reportedAt } = message;
  const facts = await gathered(context, call.sid);
  const ticket = await openTicket(context, {
    ...atHome,
    callSid: call.sid,
    reportNo: messageReportNo,
    kind: 'matter',
    category: 'enquiry',
    responsibility: 'UNKNOWN',
    priority: 'P1',
    channel: 'phone',
    language,
    ...(await whoAndWhere(context, call, facts)),
    summary: recordingSid === null ? words.silent : words.said,
    descriptionRecording: recordingSid ?? facts['recording'] ?? facts['address'] ?? null,
    reportedAt,
    triage: { ...facts },
    page: false,
    receipt: false,
    along: (opened) => askForCall(context, opened),
  });
  await Handoff.update({ messageTicketId: ticket.id }, { where: { callSid: call.sid } });
  return ticket;
}

/** Puts the message on the desk's list, since the caller was told that somebody will deal with it. */
async function askForCall(context: Context, ticket: Ticket): Promise<void> {
  const { id: ticketId, reporterPhone: phone, descriptionRecording: recordingSid } = ticket;
  const key = `message:${ticketId}`;
  await addTask(context, { key, kind: 'call', reason: 'message', ticketId, phone, recordingSid });
}

/** What the caller had answered before a person was wanted; nothing when that is not known. */
async function gathered({ callLog }: Context, callSid: string): Promise<Facts> {
  await callLog.flush();
  const steps = await CallStep.findAll({ where: { callSid, flow: 'caller' }, order: [['id', 'DESC']] });
  return steps.map(({ facts }) => facts as Facts | null).find((facts) => Object.keys(facts ?? {}).length > 0) ?? {};
}

/** The place and the phone, as a report of the same call would have them: the place that was named, and the phone that was typed. */
async function whoAndWhere(context: Context, call: LeftMessage['call'], facts: Facts) {
  const { account, reporter } = await accountsMeant(call, facts);
  const { phone, trusted } = await contactOf(context, call, facts);
  return {
    accountNo: account?.accountNo ?? null,
    networkNodeCode: facts['pole'] ?? null,
    reporter: await reporterOf(call, reporter, phone),
    contactConfirmed: trusted,
  };
}

/** The account that was picked or keyed, else the caller's own: the place too, unless another was named. */
async function accountsMeant({ phone }: LeftMessage['call'], facts: Facts) {
  const [own = null] = phone === null ? [] : await accountsOfPhone(phone);
  const picked = await accountById(facts['account']);
  const isElsewhere = facts['pole'] !== undefined || facts['address'] !== undefined;
  return { account: picked ?? (isElsewhere ? null : own), reporter: picked ?? own };
}
