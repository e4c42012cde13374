import { NumberCheck } from '../../../models/number-check';
import type { Ticket } from '../../../models/ticket';
import type { Value } from '../../domain/speech';
import type { Context } from '../context';
import { isReachable } from '../outbound/is-reachable';

/** How a ticket's promise and door code are put to the caller: only what the row holds is said (X30). */

export function promiseOf(ticket: Ticket): Value {
  const { state, stateReason, responsibility, arrivalDueAt, restoreDueAt, reportedAt } = ticket;
  if (arrivalDueAt === null) {
    if (responsibility === 'INTERNAL') return { phrase: 'caller.promise-agreed' };
    if (restoreDueAt === null) return { phrase: 'caller.promise-contact' };
    return { phrase: 'caller.promise-restore', vars: { time: { time: restoreDueAt } } };
  }
  const minutes = Math.round((arrivalDueAt.getTime() - reportedAt.getTime()) / 60_000);
  const vars = { minutes: { minutes }, time: { time: arrivalDueAt } };
  if (state === 'waiting' && stateReason === 'locate') return { phrase: 'caller.promise-locate', vars };
  if (responsibility === 'INTERNAL') return { phrase: 'caller.promise-visit', vars };
  return { phrase: responsibility === 'UNKNOWN' ? 'caller.promise-unknown' : 'caller.promise-arrival', vars };
}

export async function codeOf(context: Context, ticket: Ticket): Promise<Value> {
  const { verificationCode } = ticket;
  if (verificationCode !== null) return { phrase: 'caller.door-code', vars: { code: { digits: verificationCode } } };
  return { phrase: (await isTexted(context, ticket)) ? 'caller.text-follows' : 'caller.note-number' };
}

/** Whether the caller can be told that a text will come: not at a number that cannot or may not be texted, or whose owner must be asked first. */
async function isTexted(context: Context, { id, reporterPhone }: Ticket): Promise<boolean> {
  if (reporterPhone === null || !(await isReachable(context, reporterPhone, 'text'))) return false;
  return (await NumberCheck.count({ where: { ticketId: id } })) === 0;
}
