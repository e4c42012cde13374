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
  const { ticketId, minutes, callSid } = order;
  const now = context.clock.now();
  // The first write locks the row, so that a repeated webhook finds the entry of the first.
  await Ticket.update({ updatedAt: now }, { where: { id: ticketId, personCode: by.code } });
  const job = await readJob(ticketId, by.code);
  if (job === null) return { outcome: 'gone' };
  if (job.standing !== 'open') return { outcome: job.standing };
  const { ticket } = job;
  const due = ticket.arrivalDueAt;
  const said = await TimelineEntry.findAll({ where: { ticketId, type: 'eta_changed' } });
  const before = said.find(({ data }) => data['callSid'] === callSid && data['arrivalIn'] === minutes);
  const at = minutes === null ? due : new Date((before?.at ?? now).getTime() + minutes * 60_000);
  if (before !== undefined) return { outcome: 'saved', at, due };
  await ticket.update({ etaAt: at });
  const late = at !== null && due !== null && at > due;
  const data = { callSid, arrivalIn: minutes, etaAt: at?.toISOString() ?? null, late };
  await recordTimeline(context, ticketId, 'eta_changed', { kind: 'person', ...by }, data);
  await tell(context, ticket, at);
  return { outcome: 'saved', at, due };
}

/** A notice that still waits takes the new time along; else a text of its own says it. */
async function tell(context: Context, ticket: Ticket, at: Date | null): Promise<void> {
  if ((await Attempt.count({ where: { ticketId: ticket.id, kind: 'notice', state: 'due' } })) > 0) {
    await updateDispatchNotice(context, ticket);
  } else if (at !== null) {
    await textCustomer(context, ticket, 'text.new-arrival', { time: { time: at } });
  }
}
