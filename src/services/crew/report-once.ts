import { inTransaction } from '../../../models/database';
import type { Ticket } from '../../../models/ticket';
import type { TimelineEntry } from '../../../models/timeline-entry';
import type { Reporter } from '../../domain/timeline';
import { lockTicket } from '../paging/lock-ticket';
import { entryOf } from '../record-timeline';
import { readJob, type NoJob } from './crew-jobs';

interface JobReport {
  readonly ticketId: number;
  /** The key of its entry in the timeline. */
  readonly key: string;
  readonly by: Reporter;
}

/** Does once what somebody reports about their open job; a repeated webhook changes nothing and gets the answer that the entry of the first tells. */
export function reportOnce<Answer>(
  { ticketId, key, by }: JobReport,
  again: (entry: TimelineEntry) => Answer,
  act: (job: Ticket) => Promise<Answer>,
): Promise<Answer | NoJob> {
  return inTransaction(async () => {
    // A repeated webhook waits here for the first and finds its entry.
    await lockTicket(ticketId);
    const before = await entryOf(ticketId, key);
    if (before !== null) return again(before);
    const job = await readJob(ticketId, by.code);
    return job.standing === 'open' ? act(job.ticket) : { outcome: job.standing };
  });
}
