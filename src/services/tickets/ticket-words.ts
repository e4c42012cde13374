import { select } from '../../../models/database';
import type { Ticket } from '../../../models/ticket';
import type { Facts } from '../../domain/flow';
import type { Value } from '../../domain/speech';
import { HotlineError } from '../../errors';
import type { Context } from '../context';
import { isByStranger, isUnseen } from '../directory/hearing-of';
import { isReachable } from '../outbound/is-reachable';

/** How a new ticket's number, promise and door code are put to the caller: only what the row holds is said (X30). */

type Row = Pick<
  Ticket,
  | ('number' | 'state' | 'stateReason' | 'responsibility' | 'verificationCode' | 'reporterPhone')
  | ('reportedAt' | 'arrivalDueAt' | 'restoreDueAt' | 'accountNo' | 'reporterRole')
> & {
  /** Of the number that the caller typed. */
  readonly numberChecks: number;
  /** Of a stranger's report: texts to the number on file of the home. */
  readonly sentToHome: number;
  /** JSON. */
  readonly triage: string;
};
type NewTicket = Omit<Row, 'triage'> & { readonly triage: Facts };

const ofCall = `SELECT number, state, state_reason AS stateReason, responsibility, verification_code AS verificationCode,
  reporter_phone AS reporterPhone, reported_at AS reportedAt, arrival_due_at AS arrivalDueAt,
  restore_due_at AS restoreDueAt, account_no AS accountNo, reporter_role AS reporterRole, triage,
  (SELECT COUNT(*) FROM number_checks WHERE ticket_id = tickets.id) AS numberChecks,
  (SELECT COUNT(*) FROM attempts WHERE ticket_id = tickets.id AND kind = 'receipt'
    AND to_phone <> COALESCE(reporter_phone, '')) AS sentToHome
  FROM tickets WHERE call_sid = ? AND report_no = ?`;

/** What the caller hears of the ticket that a call opened. Throws `not_found`. */
export async function newTicketWords(
  context: Context,
  callSid: string,
  reportNo: number,
): Promise<Readonly<Record<'number' | 'promise' | 'code', Value>>> {
  const [row] = await select<Row>(ofCall, [callSid, reportNo]);
  if (row === undefined) throw new HotlineError('not_found', 'This call opened no such ticket.', { callSid, reportNo });
  const ticket = { ...row, triage: JSON.parse(row.triage) as Facts };
  return { number: { digits: ticket.number }, promise: promiseOf(ticket), code: await codeOf(context, ticket) };
}

function promiseOf(ticket: NewTicket): Value {
  // How soon depends on who lives there, which is not for a stranger to hear.
  return isUnseen(ticket) ? { phrase: 'caller.promise-soon' } : promisedTime(ticket);
}

function promisedTime(ticket: NewTicket): Value {
  const { state, stateReason, responsibility } = ticket;
  const [arrivalDueAt, restoreDueAt] = [moment(ticket.arrivalDueAt), moment(ticket.restoreDueAt)];
  if (arrivalDueAt === null) {
    if (responsibility === 'INTERNAL') return { phrase: 'caller.promise-agreed' };
    if (restoreDueAt === null) return { phrase: 'caller.promise-contact' };
    return { phrase: 'caller.promise-restore', vars: { time: { time: restoreDueAt } } };
  }
  const minutes = Math.round((arrivalDueAt.getTime() - new Date(ticket.reportedAt).getTime()) / 60_000);
  const vars = { minutes: { minutes }, time: { time: arrivalDueAt } };
  if (state === 'waiting' && stateReason === 'locate') return { phrase: 'caller.promise-locate', vars };
  if (responsibility === 'INTERNAL') return { phrase: 'caller.promise-visit', vars };
  return { phrase: responsibility === 'UNKNOWN' ? 'caller.promise-unknown' : 'caller.promise-arrival', vars };
}

/** SQLite gives a moment as text. */
const moment = (at: Date | null): Date | null => at && new Date(at);

async function codeOf(context: Context, ticket: NewTicket): Promise<Value> {
  const { verificationCode } = ticket;
  const how: Value = { phrase: (await isTexted(context, ticket)) ? 'caller.text-follows' : 'caller.note-number' };
  if (isByStranger(ticket)) return ticket.sentToHome > 0 ? { phrase: 'caller.word-sent', vars: { how } } : how;
  return verificationCode === null ? how : { phrase: 'caller.door-code', vars: { code: { digits: verificationCode } } };
}

/** Whether the caller can be told that a text will come: not at a number that cannot or may not be texted, or whose owner must be asked first. */
async function isTexted(context: Context, { reporterPhone, numberChecks }: NewTicket): Promise<boolean> {
  return reporterPhone !== null && numberChecks === 0 && isReachable(context, reporterPhone, 'text');
}
