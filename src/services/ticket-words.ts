import type { Ticket } from '../../models/ticket';
import type { Value } from '../domain/speech';
import { canTakeTexts } from '../phone-number';

/** How a ticket's promise and door code are put to the caller: only what the row holds is said (X30). */

export function promiseOf({
  state,
  stateReason,
  responsibility,
  arrivalDueAt,
  restoreDueAt,
  reportedAt,
}: Ticket): Value {
  if (arrivalDueAt === null) {
    if (restoreDueAt === null) return { phrase: 'caller.promise-contact' };
    return { phrase: 'caller.promise-restore', vars: { time: { time: restoreDueAt } } };
  }
  const minutes = Math.round((arrivalDueAt.getTime() - reportedAt.getTime()) / 60_000);
  const vars = { minutes: { minutes }, time: { time: arrivalDueAt } };
  if (state === 'waiting' && stateReason === 'locate') return { phrase: 'caller.promise-locate', vars };
  if (responsibility === 'INTERNAL') return { phrase: 'caller.promise-visit', vars };
  return { phrase: responsibility === 'UNKNOWN' ? 'caller.promise-unknown' : 'caller.promise-arrival', vars };
}

export function codeOf({ verificationCode, reporterPhone }: Ticket): Value {
  if (verificationCode !== null) return { phrase: 'caller.door-code', vars: { code: { digits: verificationCode } } };
  const isTexted = reporterPhone !== null && canTakeTexts(reporterPhone);
  return { phrase: isTexted ? 'caller.text-follows' : 'caller.note-number' };
}
