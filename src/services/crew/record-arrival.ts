import { inTransaction } from '../../../models/database';
import { Ticket } from '../../../models/ticket';
import { statesBefore } from '../../domain/ticket-states';
import { stopPages } from '../paging/stop-pages';
import type { Context } from '../context';
import { readJob, type Job } from './crew-jobs';
import { keepPromises } from '../tickets/promises';
import type { Reporter } from '../../domain/timeline';
import { recordTimeline } from '../record-timeline';

export type Arrival =
  { readonly outcome: 'arrived'; readonly ticket: Ticket } | { readonly outcome: 'finished' | 'gone' };

/** Notes that the crew is there, with or without a departure before. Reporting the arrival twice changes nothing. */
export async function recordArrival(context: Context, ticketId: number, by: Reporter): Promise<Arrival> {
  return inTransaction(async () => {
    await arrive(context, ticketId, by);
    return arrivalOf(await readJob(ticketId, by.code));
  });
}

async function arrive(context: Context, ticketId: number, by: Reporter): Promise<void> {
  const now = context.clock.now();
  const [came] = await Ticket.update(
    { state: 'arrived', stateReason: null, arrivedAt: now, updatedAt: now },
    { where: { id: ticketId, personCode: by.code, state: statesBefore('arrived', 'crew') } },
  );
  if (came === 0) return;
  await recordTimeline(context, ticketId, 'arrived', { kind: 'person', ...by });
  await keepPromises(ticketId, 'arrival', now);
  await stopPages(context, ticketId);
}

function arrivalOf(job: Job | null): Arrival {
  if (job === null) return { outcome: 'gone' };
  return job.standing === 'open' ? { outcome: 'arrived', ticket: job.ticket } : { outcome: job.standing };
}

export type CodeCheck = 'verified' | 'other' | 'gone';

/** Checks the customer's six digits, which prove that the crew stood at the door. */
export function checkDoorCode(context: Context, ticketId: number, typed: string, by: Reporter): Promise<CodeCheck> {
  return inTransaction(async () => {
    // Writing first locks the row, so that two proofs do not overwrite each other.
    await Ticket.update(
      { updatedAt: context.clock.now() },
      { where: { id: ticketId, personCode: by.code, state: 'arrived' } },
    );
    const job = await readJob(ticketId, by.code);
    if (job?.ticket.state !== 'arrived' || job.standing !== 'open') return 'gone';
    const { ticket } = job;
    if (typed !== ticket.verificationCode) return 'other';
    if (!ticket.arrivalVerifiedBy.includes('code')) {
      await ticket.update({ arrivalVerifiedBy: [...ticket.arrivalVerifiedBy, 'code'] });
      await recordTimeline(context, ticketId, 'arrival_verified', { kind: 'person', ...by }, { proof: 'code' });
    }
    return 'verified';
  });
}
