import { inTransaction } from '../../../models/database';
import { Ticket } from '../../../models/ticket';
import { restoredTime } from '../../domain/restored-time';
import { profileOf, type Cause, type Result } from '../../domain/ticket';
import { statesBefore } from '../../domain/ticket-states';
import type { Actor, Reporter } from '../../domain/timeline';
import { stopPages } from '../paging/stop-pages';
import type { Context } from '../context';
import { readJob, type NoJob } from './crew-jobs';
import { keepPromises } from '../tickets/promises';
import { recordTimeline } from '../record-timeline';
import { scheduleCallback } from '../callbacks/completion-calls';

export interface FinishedWork {
  readonly ticketId: number;
  readonly cause: Cause;
  readonly result: Result;
  /** For power work, when power was back: '' means just now, `HHMM` the latest such time in the past. */
  readonly restored: string;
}

type Completion = { readonly outcome: 'done'; readonly ticket: Ticket } | { readonly outcome: 'not-possible' } | NoJob;

/** Records that the work is done: its cause and result, and the call to the customer that follows. */
export async function recordCompletion(context: Context, work: FinishedWork, by: Reporter): Promise<Completion> {
  return inTransaction(() => complete(context, work, by));
}

async function complete(context: Context, work: FinishedWork, by: Reporter): Promise<Completion> {
  const before = await readJob(work.ticketId, by.code);
  if (before.standing === 'gone') return { outcome: 'gone' };
  if (before.standing === 'open') {
    const restoredAt = powerBack(context, before.ticket, work.restored);
    if (restoredAt === 'not-possible') return { outcome: 'not-possible' };
    await finish(context, before.ticket, work, restoredAt, by);
  }
  const ticket = await Ticket.findByPk(work.ticketId, { rejectOnEmpty: true });
  return sameWork(ticket, work) ? { outcome: 'done', ticket } : { outcome: 'finished' };
}

/** When power was back; null for work that gives no power back. */
function powerBack({ settings, clock }: Context, ticket: Ticket, typed: string): Date | null | 'not-possible' {
  if (profileOf(ticket.category) !== 'power') return null;
  return restoredTime(typed, settings.timezone, ticket.reportedAt, clock.now()) ?? 'not-possible';
}

async function finish(
  context: Context,
  before: Ticket,
  { cause, result }: FinishedWork,
  restoredAt: Date | null,
  by: Reporter,
): Promise<void> {
  const now = context.clock.now();
  const more = result === 'made_safe' ? { keyFollowup: true } : {};
  const [finished] = await Ticket.update(
    { state: 'done', stateReason: null, cause, result, restoredAt, ...more, completedAt: now, updatedAt: now },
    { where: { id: before.id, personCode: by.code, state: statesBefore('done', 'crew') } },
  );
  if (finished === 0) return;
  await follow(context, await before.reload(), by);
  // A supervisor may be ringing about whether the job may wait, which is no longer a question.
  await stopPages(context, before.id);
}

/** Whether the ticket was finished by this very report (a repeated webhook) and not by another one. */
function sameWork(ticket: Ticket, work: FinishedWork): boolean {
  return ticket.completedAt !== null && ticket.cause === work.cause && ticket.result === work.result;
}

async function follow(context: Context, ticket: Ticket, { code, name }: Reporter): Promise<void> {
  const by = { kind: 'person', code, name } as const;
  const { restoredAt, cause, result } = ticket;
  if (restoredAt !== null) {
    await recordTimeline(context, ticket.id, 'restored', by, { restoredAt: restoredAt.toISOString() });
    await keepPromises(ticket.id, 'restore', restoredAt);
  }
  await recordTimeline(context, ticket.id, 'completed', by, { cause, result });
  if (isHelp(ticket)) await closeHelp(context, ticket, by);
  else await scheduleCallback(context, ticket);
}

/** Whether the ticket is help for another job; the customer is then called about that job. */
const isHelp = ({ parentNumber, reporterPhone }: Ticket): boolean => parentNumber !== null && reporterPhone === null;

async function closeHelp(context: Context, ticket: Ticket, by: Actor): Promise<void> {
  const closedAt = context.clock.now();
  await ticket.update({ state: 'closed', stateReason: 'resolved', closedAt, updatedAt: closedAt });
  await recordTimeline(context, ticket.id, 'closed', by, { reason: 'resolved' });
}
