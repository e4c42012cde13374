import { inTransaction } from '../../../models/database';
import { Ticket } from '../../../models/ticket';
import { statesBefore } from '../../domain/ticket-states';
import { stopPages } from '../paging/stop-pages';
import type { Context } from '../context';
import { readJob, type NoJob } from './crew-jobs';
import { keepPromises } from '../tickets/promises';
import type { Reporter } from '../../domain/timeline';
import { recordTimeline } from '../record-timeline';

interface Progress {
  readonly outcome: 'departed' | 'arrived';
  readonly ticket: Ticket;
}

/** Notes that the crew is on its way. Reporting it twice, or after the arrival, changes nothing. */
export const recordDeparture = (context: Context, ticketId: number, by: Reporter): Promise<Progress | NoJob> =>
  record(context, ticketId, by, 'departed');

/** Notes that the crew is there, with or without a departure before. Reporting the arrival twice changes nothing. */
export const recordArrival = (context: Context, ticketId: number, by: Reporter): Promise<Progress | NoJob> =>
  record(context, ticketId, by, 'arrived');

function record(context: Context, ticketId: number, by: Reporter, state: Progress['outcome']) {
  return inTransaction<Progress | NoJob>(async () => {
    await move(context, ticketId, by, state);
    const job = await readJob(ticketId, by.code);
    if (job.standing !== 'open') return { outcome: job.standing };
    // A departure that is reported after the arrival is answered as the arrival.
    const isThere = state === 'arrived' || job.ticket.state === 'arrived';
    return { outcome: isThere ? 'arrived' : 'departed', ticket: job.ticket };
  });
}

async function move(context: Context, ticketId: number, by: Reporter, state: Progress['outcome']): Promise<void> {
  const now = context.clock.now();
  const moment = state === 'departed' ? { departedAt: now } : { arrivedAt: now };
  const [moved] = await Ticket.update(
    { state, stateReason: null, ...moment, updatedAt: now },
    { where: { id: ticketId, personCode: by.code, state: statesBefore(state, 'crew') } },
  );
  if (moved === 0) return;
  await recordTimeline(context, ticketId, state, { kind: 'person', ...by });
  if (state === 'arrived') await keepPromises(ticketId, 'arrival', now);
  await stopPages(context, ticketId);
}

type CodeCheck = 'verified' | 'other' | 'gone';

/** Checks the customer's six digits, which prove that the crew stood at the door. */
export function checkDoorCode(context: Context, ticketId: number, typed: string, by: Reporter): Promise<CodeCheck> {
  return inTransaction(async () => {
    // Writing first locks the row, so that two proofs do not overwrite each other.
    const there = { id: ticketId, personCode: by.code, state: 'arrived' };
    await Ticket.update({ updatedAt: context.clock.now() }, { where: there });
    const job = await readJob(ticketId, by.code);
    if (job.standing !== 'open' || job.ticket.state !== 'arrived') return 'gone';
    const { ticket } = job;
    if (typed !== ticket.verificationCode) return 'other';
    if (!ticket.arrivalVerifiedBy.includes('code')) {
      await ticket.update({ arrivalVerifiedBy: [...ticket.arrivalVerifiedBy, 'code'] });
      await recordTimeline(context, ticketId, 'arrival_verified', { kind: 'person', ...by }, { proof: 'code' });
    }
    return 'verified';
  });
}
