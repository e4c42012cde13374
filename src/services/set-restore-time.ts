import { inTransaction } from '../../models/database';
import { Ticket } from '../../models/ticket';
import { TimelineEntry } from '../../models/timeline-entry';
import type { Context } from './context';
import { readJob } from './crew-jobs';
import type { Reporter } from './record-departure';
import { recordTimeline } from './record-timeline';
import { textCustomer } from './text-customer';

export interface RestoreEstimate {
  readonly ticketId: number;
  /** Null: not known yet. */
  readonly minutes: number | null;
  readonly callSid: string;
}

export type RestoreTime =
  { readonly outcome: 'saved'; readonly at: Date | null } | { readonly outcome: 'finished' | 'gone' };

/** When the crew expects power back, counted from the report; the same minutes in the same call are the same time again. */
export async function setRestoreTime(context: Context, estimate: RestoreEstimate, by: Reporter): Promise<RestoreTime> {
  const result = await inTransaction<RestoreTime>(async () => {
    const { ticketId, minutes, callSid } = estimate;
    const now = context.clock.now();
    // The first write locks the row, so that a repeated webhook finds the entry of the first.
    await Ticket.update({ updatedAt: now }, { where: { id: ticketId, personCode: by.code } });
    const job = await readJob(ticketId, by.code);
    if (job === null) return { outcome: 'gone' };
    if (job.standing !== 'open') return { outcome: job.standing };
    const said = await TimelineEntry.findAll({ where: { ticketId, type: 'eta_changed' } });
    const before = said.find(({ data }) => data['callSid'] === callSid && data['minutes'] === minutes);
    if (before !== undefined) return { outcome: 'saved', at: minutes === null ? null : later(before.at, minutes) };
    const at = minutes === null ? null : later(now, minutes);
    await job.ticket.update({ expectedRestoreAt: at });
    const data = { callSid, minutes, expectedRestoreAt: at?.toISOString() ?? null };
    await recordTimeline(context, ticketId, 'eta_changed', { kind: 'person', ...by }, data);
    await tell(context, job.ticket, at);
    return { outcome: 'saved', at };
  });
  context.poke();
  return result;
}

const later = (from: Date, minutes: number): Date => new Date(from.getTime() + minutes * 60_000);

async function tell(context: Context, ticket: Ticket, at: Date | null): Promise<void> {
  if (at !== null) await textCustomer(context, ticket, 'text.new-restore', { time: { time: at } });
}
