import { inTransaction } from '../../../models/database';
import { Ticket } from '../../../models/ticket';
import { statesBefore } from '../../domain/ticket-states';
import { stopPages } from '../paging/stop-pages';
import type { Context } from '../context';
import { readJob, type Job } from './crew-jobs';
import { recordTimeline } from '../record-timeline';
import type { Reporter } from '../../domain/timeline';

export type Departure =
  { readonly outcome: 'departed' | 'arrived'; readonly ticket: Ticket } | { readonly outcome: 'finished' | 'gone' };

/** Notes that the crew is on its way. Reporting it twice, or after the arrival, changes nothing. */
export async function recordDeparture(context: Context, ticketId: number, by: Reporter): Promise<Departure> {
  return inTransaction(async () => {
    await leave(context, ticketId, by);
    return departureOf(await readJob(ticketId, by.code));
  });
}

async function leave(context: Context, ticketId: number, by: Reporter): Promise<void> {
  const now = context.clock.now();
  const [left] = await Ticket.update(
    { state: 'departed', stateReason: null, departedAt: now, updatedAt: now },
    { where: { id: ticketId, personCode: by.code, state: statesBefore('departed', 'crew') } },
  );
  if (left === 0) return;
  await recordTimeline(context, ticketId, 'departed', { kind: 'person', ...by });
  await stopPages(context, ticketId);
}

function departureOf(job: Job | null): Departure {
  if (job === null) return { outcome: 'gone' };
  if (job.standing !== 'open') return { outcome: job.standing };
  return { outcome: job.ticket.state === 'arrived' ? 'arrived' : 'departed', ticket: job.ticket };
}
