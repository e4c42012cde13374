import { Attempt } from '../../../models/attempt';
import { inTransaction } from '../../../models/database';
import type { Ticket } from '../../../models/ticket';
import type { TimelineEntry } from '../../../models/timeline-entry';
import { agreedTime } from './agreed-time';
import type { Context } from '../context';
import { readJob } from './crew-jobs';
import { keyOfTime, momentIn, type KeyedTime } from './keyed-time';
import { lockTicket } from '../tickets/lock-ticket';
import { updateDispatchNotice } from '../notices/dispatch-notice';
import type { Reporter } from '../../domain/timeline';
import { entryOf, recordTimeline } from '../record-timeline';
import { textCustomer } from '../notices/text-customer';

export interface NewArrival extends KeyedTime {
  readonly ticketId: number;
  /** Minutes from now; null means by the promised time. */
  readonly minutes: number | null;
}

export type ArrivalTime =
  | { readonly outcome: 'saved'; readonly at: Date | null; readonly due: Date | null }
  | { readonly outcome: 'finished' | 'gone' };

/** Takes the crew's new time of arrival (node `new-eta`) and tells it to the customer. A repeated webhook gets the same answer and changes nothing, even after another time was keyed. */
export function changeArrival(context: Context, order: NewArrival, by: Reporter): Promise<ArrivalTime> {
  return inTransaction(() => change(context, order, by));
}

async function change(context: Context, order: NewArrival, by: Reporter): Promise<ArrivalTime> {
  await lockTicket(order.ticketId);
  const before = await entryOf(order.ticketId, keyOfTime(order));
  if (before !== null) return saidBefore(before);
  const job = await readJob(order.ticketId, by.code);
  if (job === null) return { outcome: 'gone' };
  if (job.standing !== 'open') return { outcome: job.standing };
  return save(context, order, job.ticket, by);
}

const saidBefore = (entry: TimelineEntry): ArrivalTime => ({
  outcome: 'saved',
  at: momentIn(entry, 'etaAt'),
  due: momentIn(entry, 'arrivalDueAt'),
});

async function save(context: Context, order: NewArrival, ticket: Ticket, by: Reporter): Promise<ArrivalTime> {
  const { callSid, turn, minutes } = order;
  const now = context.clock.now();
  const at = minutes === null ? ticket.arrivalDueAt : new Date(now.getTime() + minutes * 60_000);
  await agreedTime(context, ticket, at);
  const due = ticket.arrivalDueAt;
  await ticket.update({ etaAt: at, updatedAt: now });
  const late = at !== null && due !== null && at > due;
  const data = { callSid, turn, etaAt: at?.toISOString() ?? null, arrivalDueAt: due?.toISOString() ?? null, late };
  await recordTimeline(context, ticket.id, 'eta_changed', { kind: 'person', ...by }, data, keyOfTime(order));
  await tell(context, ticket, at);
  return { outcome: 'saved', at, due };
}

/** Puts the new time into a notice that still waits, or else sends it as a text. */
async function tell(context: Context, ticket: Ticket, at: Date | null): Promise<void> {
  if ((await Attempt.count({ where: { ticketId: ticket.id, kind: 'notice', state: 'due' } })) > 0) {
    await updateDispatchNotice(context, ticket);
  } else if (at !== null) {
    await textCustomer(context, ticket, 'text.new-arrival', { time: { time: at } });
  }
}
