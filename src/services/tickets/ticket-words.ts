import { select } from '../../../models/database';
import type { Ticket } from '../../../models/ticket';
import type { Value } from '../../domain/speech';
import { HotlineError } from '../../errors';
import type { Context } from '../context';
import { isReachable } from '../outbound/is-reachable';

/** How a new ticket's number, promise and door code are put to the caller: only what the row holds is said (X30). */

type NewTicket = Pick<
  Ticket,
  | ('number' | 'state' | 'stateReason' | 'responsibility' | 'verificationCode' | 'reporterPhone')
  | ('reportedAt' | 'arrivalDueAt' | 'restoreDueAt')
> & {
  /** Of the number that the caller typed. */
  readonly numberChecks: number;
};

const ofCall = `SELECT number, state, state_reason AS stateReason, responsibility, verification_code AS verificationCode,
  reporter_phone AS reporterPhone, reported_at AS reportedAt, arrival_due_at AS arrivalDueAt,
  restore_due_at AS restoreDueAt, (SELECT COUNT(*) FROM number_checks WHERE ticket_id = tickets.id) AS numberChecks
  FROM tickets WHERE call_sid = ? AND report_no = ?`;

/** What the caller hears of the ticket that a call opened. Throws `not_found`. */
export async function newTicketWords(
  context: Context,
  callSid: string,
  reportNo: number,
): Promise<Readonly<Record<'number' | 'promise' | 'code', Value>>> {
  const [ticket] = await select<NewTicket>(ofCall, [callSid, reportNo]);
  if (ticket === undefined)
    throw new HotlineError('not_found', 'This call opened no such ticket.', { callSid, reportNo });
  return { number: { digits: ticket.number }, promise: promiseOf(ticket), code: await codeOf(context, ticket) };
}

function promiseOf(ticket: NewTicket): Value {
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
  if (verificationCode !== null) return { phrase: 'caller.door-code', vars: { code: { digits: verificationCode } } };
  return { phrase: (await isTexted(context, ticket)) ? 'caller.text-follows' : 'caller.note-number' };
}

/** Whether the caller can be told that a text will come: not at a number that cannot or may not be texted, or whose owner must be asked first. */
async function isTexted(context: Context, { reporterPhone, numberChecks }: NewTicket): Promise<boolean> {
  return reporterPhone !== null && numberChecks === 0 && isReachable(context, reporterPhone, 'text');
}
