import { Attempt } from '../../../models/attempt';
import { inTransaction } from '../../../models/database';
import type { Ticket } from '../../../models/ticket';
import type { TimelineEntry } from '../../../models/timeline-entry';
import { agreedTime } from './agreed-time';
import type { Context } from '../context';
import { keyOfTime, momentIn, type KeyedTime } from './keyed-time';
import { lockTicket } from '../tickets/lock-ticket';
import { updateDispatchNotice } from '../notices/dispatch-notice';
import { entryOf, recordTimeline } from '../record-timeline';
import { promiseAt } from '../../domain/sla';

export interface EtaOrder extends KeyedTime {
  /** The page that was accepted. */
  readonly attemptId: number;
  /** Minutes from the accept; null means by the promised time. */
  readonly minutes: number | null;
}

export interface Eta {
  /** The crew's time; null means as soon as possible. */
  readonly at: Date | null;
  /** The promised time of arrival. */
  readonly due: Date | null;
  /** Whether the crew's time is later than promised, which leads to node `eta-late`. */
  readonly late: boolean;
}

/** Takes the time of arrival that was keyed after the accept. A repeated webhook gets the same answer and changes nothing, even after another time was keyed. Null when the person who was paged does not have the ticket. */
export async function setEta(context: Context, order: EtaOrder): Promise<Eta | null> {
  return inTransaction(async () => {
    const attempt = await Attempt.findByPk(order.attemptId);
    const ticket = await lockTicket(attempt?.ticketId ?? 0);
    if (attempt === null || ticket === null) return null;
    const before = await entryOf(ticket.id, keyOfTime(order));
    if (before !== null) return etaOf(before);
    if (ticket.personCode !== attempt.personCode || ticket.acceptedAt === null) return null;
    return save(context, order, ticket, ticket.acceptedAt);
  });
}

/** The time that was keyed in this call before; null when there was none. */
export async function readEta(attemptId: number, keyed: KeyedTime): Promise<Eta | null> {
  const attempt = await Attempt.findByPk(attemptId);
  const entry = await entryOf(attempt?.ticketId ?? 0, keyOfTime(keyed));
  return entry && etaOf(entry);
}

async function save(context: Context, order: EtaOrder, ticket: Ticket, from: Date): Promise<Eta> {
  const { minutes, callSid, turn } = order;
  const at = minutes === null ? promiseAt(ticket, from) : new Date(from.getTime() + minutes * 60_000);
  await agreedTime(context, ticket, at);
  const due = ticket.arrivalDueAt;
  const late = isLater(at, due);
  await ticket.update({ etaAt: at, updatedAt: context.clock.now() });
  const by = { kind: 'person' as const, ...(ticket.personCode !== null && { code: ticket.personCode }) };
  const data = { callSid, turn, etaAt: at?.toISOString() ?? null, arrivalDueAt: due?.toISOString() ?? null, late };
  await recordTimeline(context, ticket.id, 'eta_changed', by, data, keyOfTime(order));
  await updateDispatchNotice(context, ticket);
  return { at, due, late };
}

function etaOf(entry: TimelineEntry): Eta {
  const at = momentIn(entry, 'etaAt');
  const due = momentIn(entry, 'arrivalDueAt');
  return { at, due, late: isLater(at, due) };
}

const isLater = (at: Date | null, due: Date | null): boolean => at !== null && due !== null && at > due;
