import { Attempt } from '../../models/attempt';
import { inTransaction } from '../../models/database';
import { Ticket } from '../../models/ticket';
import { TimelineEntry } from '../../models/timeline-entry';
import type { Context } from './context';
import { readJob } from './crew-jobs';
import { updateDispatchNotice } from './notify-dispatch';
import type { Reporter } from './record-departure';
import { recordTimeline } from './record-timeline';
import { textCustomer } from './text-customer';

export interface NewArrival {
  readonly ticketId: number;
  /** Null: by the promised time. */
  readonly minutes: number | null;
  readonly callSid: string;
}

export type ArrivalTime =
  | { readonly outcome: 'saved'; readonly at: Date | null; readonly due: Date | null }
  | { readonly outcome: 'finished' | 'gone' };

/** When the crew will be there after all (node `new-eta`), told to the customer; the same minutes in the same call are the same time again. */
export async function changeArrival(context: Context, order: NewArrival, by: Reporter): Promise<ArrivalTime> {
  const result = await inTransaction(() => change(context, order, by));
  context.poke();
  return result;
}

async function change(context: Context, order: NewArrival, by: Reporter): Promise<ArrivalTime> {
  const { ticketId } = order;
  // The first write locks the row, so that a repeated webhook finds the entry of the first.
  await Ticket.update({ updatedAt: context.clock.now() }, { where: { id: ticketId, personCode: by.code } });
  const job = await readJob(ticketId, by.code);
  if (job === null) return { outcome: 'gone' };
  if (job.standing !== 'open') return { outcome: job.standing };
  const { ticket } = job;
  const said = await saidBefore(order);
  const at = arrivalAt(order, ticket, said?.at ?? context.clock.now());
  if (said === undefined) await save(context, order, ticket, at, by);
  return { outcome: 'saved', at, due: ticket.arrivalDueAt };
}

async function saidBefore({ ticketId, callSid, minutes }: NewArrival): Promise<TimelineEntry | undefined> {
  const said = await TimelineEntry.findAll({ where: { ticketId, type: 'eta_changed' } });
  return said.find(({ data }) => data['callSid'] === callSid && data['arrivalIn'] === minutes);
}

function arrivalAt({ minutes }: NewArrival, { arrivalDueAt }: Ticket, from: Date): Date | null {
  return minutes === null ? arrivalDueAt : new Date(from.getTime() + minutes * 60_000);
}

async function save(context: Context, order: NewArrival, ticket: Ticket, at: Date | null, by: Reporter): Promise<void> {
  const due = ticket.arrivalDueAt;
  await ticket.update({ etaAt: at });
  const late = at !== null && due !== null && at > due;
  const data = { callSid: order.callSid, arrivalIn: order.minutes, etaAt: at?.toISOString() ?? null, late };
  await recordTimeline(context, ticket.id, 'eta_changed', { kind: 'person', ...by }, data);
  await tell(context, ticket, at);
}

/** A notice that still waits takes the new time along; else a text of its own says it. */
async function tell(context: Context, ticket: Ticket, at: Date | null): Promise<void> {
  if ((await Attempt.count({ where: { ticketId: ticket.id, kind: 'notice', state: 'due' } })) > 0) {
    await updateDispatchNotice(context, ticket);
  } else if (at !== null) {
    await textCustomer(context, ticket, 'text.new-arrival', { time: { time: at } });
  }
}
