import { inTransaction } from '../../../models/database';
import type { Ticket } from '../../../models/ticket';
import type { Context } from '../context';
import { readJob } from './crew-jobs';
import { keyOfTime, momentIn, type KeyedTime } from './keyed-time';
import { lockTicket } from '../tickets/lock-ticket';
import type { Reporter } from '../../domain/timeline';
import { entryOf, recordTimeline } from '../record-timeline';
import { textCustomer } from '../notices/text-customer';

export interface RestoreEstimate extends KeyedTime {
  readonly ticketId: number;
  /** Minutes from the report; null when not known yet. */
  readonly minutes: number | null;
}

export type RestoreTime =
  { readonly outcome: 'saved'; readonly at: Date | null } | { readonly outcome: 'finished' | 'gone' };

/** Takes the time at which the crew expects power back. A repeated webhook gets the same answer and changes nothing, even after another time was keyed. */
export async function setRestoreTime(context: Context, estimate: RestoreEstimate, by: Reporter): Promise<RestoreTime> {
  const { ticketId } = estimate;
  return inTransaction<RestoreTime>(async () => {
    await lockTicket(ticketId);
    const before = await entryOf(ticketId, keyOfTime(estimate));
    if (before !== null) return { outcome: 'saved', at: momentIn(before, 'expectedRestoreAt') };
    const job = await readJob(ticketId, by.code);
    if (job === null) return { outcome: 'gone' };
    return job.standing === 'open' ? save(context, estimate, job.ticket, by) : { outcome: job.standing };
  });
}

async function save(context: Context, estimate: RestoreEstimate, ticket: Ticket, by: Reporter): Promise<RestoreTime> {
  const { minutes, callSid, turn } = estimate;
  const now = context.clock.now();
  const at = minutes === null ? null : new Date(now.getTime() + minutes * 60_000);
  await ticket.update({ expectedRestoreAt: at, updatedAt: now });
  const data = { callSid, turn, minutes, expectedRestoreAt: at?.toISOString() ?? null };
  await recordTimeline(context, ticket.id, 'eta_changed', { kind: 'person', ...by }, data, keyOfTime(estimate));
  if (at !== null) await textCustomer(context, ticket, 'text.new-restore', { time: { time: at } });
  return { outcome: 'saved', at };
}
