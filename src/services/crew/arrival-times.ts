import { Attempt } from '../../../models/attempt';
import { inTransaction } from '../../../models/database';
import { Task } from '../../../models/task';
import { Ticket } from '../../../models/ticket';
import type { TimelineEntry } from '../../../models/timeline-entry';
import { promiseAt } from '../../domain/sla';
import type { Actor, Reporter } from '../../domain/timeline';
import type { Context } from '../context';
import { updateDispatchNotice } from '../notices/dispatch-notice';
import { textCustomer } from '../notices/ticket-texts';
import { entryOf, recordTimeline } from '../record-timeline';
import { promise } from '../tickets/promises';
import type { NoJob } from './crew-jobs';
import { keyOfTime, momentIn, type JobTime, type KeyedTime } from './keyed-time';
import { reportOnce } from './report-once';

/** The times of arrival that a crew keys: after the accept, and whenever it changes. A repeated webhook gets the same answer and changes nothing, even after another time was keyed. */

export interface ArrivalTime {
  /** The crew's time; null means as soon as possible. */
  readonly at: Date | null;
  /** The promised time of arrival. */
  readonly due: Date | null;
  /** Whether the crew's time is later than promised, which leads to node `eta-late`. */
  readonly late: boolean;
}

/** Takes the time of arrival that was keyed after the accept of a page. Null when the person who was paged does not have the ticket. */
export async function setEta(
  context: Context,
  { attemptId, ...keyed }: KeyedTime & { readonly attemptId: number },
): Promise<ArrivalTime | null> {
  return inTransaction(async () => {
    const attempt = await Attempt.findByPk(attemptId);
    const ticket = await Ticket.findByPk(attempt?.ticketId ?? 0, { lock: true });
    if (attempt === null || ticket === null) return null;
    const before = await entryOf(ticket.id, keyOfTime(keyed));
    if (before !== null) return timeIn(before);
    return ticket.personCode === attempt.personCode ? saveAccepted(context, ticket, keyed) : null;
  });
}

async function saveAccepted(context: Context, ticket: Ticket, keyed: KeyedTime): Promise<ArrivalTime | null> {
  const { personCode, acceptedAt: from } = ticket;
  if (from === null) return null;
  const by = { kind: 'person' as const, ...(personCode !== null && { code: personCode }) };
  const time = await save(context, ticket, keyed, { by, from, promised: promiseAt(ticket, from) });
  await updateDispatchNotice(context, ticket);
  return time;
}

/** The time that was keyed in this call before; null when there was none. */
export async function readEta(
  attemptId: number,
  keyed: Pick<KeyedTime, 'callSid' | 'turn'>,
): Promise<ArrivalTime | null> {
  const attempt = await Attempt.findByPk(attemptId);
  const entry = await entryOf(attempt?.ticketId ?? 0, keyOfTime(keyed));
  return entry && timeIn(entry);
}

/** Takes the crew's new time of arrival (node `new-eta`) and tells it to the customer. */
export function changeArrival(
  context: Context,
  { ticketId, ...keyed }: JobTime,
  { code, name }: Reporter,
): Promise<(ArrivalTime & { readonly outcome: 'saved' }) | NoJob> {
  const by = { kind: 'person', code, name } as const;
  return reportOnce(
    { ticketId, key: keyOfTime(keyed), by },
    (entry) => ({ outcome: 'saved' as const, ...timeIn(entry) }),
    async (ticket) => {
      const from = context.clock.now();
      const time = await save(context, ticket, keyed, { by, from, promised: ticket.arrivalDueAt });
      await tellChange(context, ticket, time.at);
      return { outcome: 'saved', ...time };
    },
  );
}

interface Saving {
  readonly by: Actor;
  /** What the minutes count from. */
  readonly from: Date;
  /** What # alone means. */
  readonly promised: Date | null;
}

async function save(
  context: Context,
  ticket: Ticket,
  keyed: KeyedTime,
  { by, from, promised }: Saving,
): Promise<ArrivalTime> {
  const { callSid, turn, minutes } = keyed;
  const at = minutes === null ? promised : new Date(from.getTime() + minutes * 60_000);
  await agree(context, ticket, at);
  const due = ticket.arrivalDueAt;
  await ticket.update({ etaAt: at, updatedAt: context.clock.now() });
  const late = isLater(at, due);
  const data = { callSid, turn, etaAt: at?.toISOString() ?? null, arrivalDueAt: due?.toISOString() ?? null, late };
  await recordTimeline(context, ticket.id, 'eta_changed', by, data, keyOfTime(keyed));
  return { at, due, late };
}

function timeIn(entry: TimelineEntry): ArrivalTime {
  const at = momentIn(entry, 'etaAt');
  const due = momentIn(entry, 'arrivalDueAt');
  return { at, due, late: isLater(at, due) };
}

const isLater = (at: Date | null, due: Date | null): boolean => at !== null && due !== null && at > due;

/** For a fault of the customer's own wiring the time is agreed, not promised beforehand: the first time that the crew names becomes the promise, and the notice tells it to the customer. */
async function agree(context: Context, ticket: Ticket, at: Date | null): Promise<void> {
  if (ticket.responsibility !== 'INTERNAL' || ticket.arrivalDueAt !== null || at === null) return;
  await ticket.update({ arrivalDueAt: at });
  const asked = { ticketId: ticket.id, reason: 'agree_time', state: 'open' };
  await Task.update({ state: 'done', doneAt: context.clock.now() }, { where: asked });
  if (ticket.reporterPhone === null) return;
  await promise(context, { kind: 'arrival', ticketId: ticket.id, callSid: null, channel: 'text', promisedAt: at });
}

/** Puts the new time into a notice that still waits, or else sends it as a text. */
async function tellChange(context: Context, ticket: Ticket, at: Date | null): Promise<void> {
  if ((await Attempt.count({ where: { ticketId: ticket.id, kind: 'notice', state: 'due' } })) > 0) {
    await updateDispatchNotice(context, ticket);
  } else if (at !== null) {
    await textCustomer(context, ticket, 'text.new-arrival', { time: { time: at } });
  }
}
