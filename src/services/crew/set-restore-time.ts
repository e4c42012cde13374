import type { Ticket } from '../../../models/ticket';
import type { Context } from '../context';
import type { NoJob } from './crew-jobs';
import { keyOfTime, momentIn, type JobTime } from './keyed-time';
import { reportOnce } from './report-once';
import type { Reporter } from '../../domain/timeline';
import { recordTimeline } from '../record-timeline';
import { textCustomer } from '../notices/ticket-texts';

interface RestoreTime {
  readonly outcome: 'saved';
  readonly at: Date | null;
}

/** Takes the time at which the crew expects power back. A repeated webhook gets the same answer and changes nothing, even after another time was keyed. */
export function setRestoreTime(context: Context, keyed: JobTime, by: Reporter): Promise<RestoreTime | NoJob> {
  return reportOnce<RestoreTime>(
    { ticketId: keyed.ticketId, key: keyOfTime(keyed), by },
    (entry) => ({ outcome: 'saved', at: momentIn(entry, 'expectedRestoreAt') }),
    (ticket) => save(context, keyed, ticket, by),
  );
}

async function save(context: Context, keyed: JobTime, ticket: Ticket, by: Reporter): Promise<RestoreTime> {
  const { minutes, callSid, turn } = keyed;
  const now = context.clock.now();
  const at = minutes === null ? null : new Date(now.getTime() + minutes * 60_000);
  await ticket.update({ expectedRestoreAt: at, updatedAt: now });
  const data = { callSid, turn, minutes, expectedRestoreAt: at?.toISOString() ?? null };
  await recordTimeline(context, ticket.id, 'eta_changed', { kind: 'person', ...by }, data, keyOfTime(keyed));
  if (at !== null) await textCustomer(context, ticket, 'text.new-restore', { time: { time: at } });
  return { outcome: 'saved', at };
}
