import { inTransaction } from '../../../models/database';
import type { Ticket } from '../../../models/ticket';
import { ladderRoles } from '../../domain/escalation';
import { raised } from '../../domain/ticket';
import { lockTicket } from '../paging/lock-ticket';
import { stopPages } from '../paging/stop-pages';
import { cancelNotices } from '../notices/dispatch-notice';
import type { Context } from '../context';
import { readJob, type NoJob } from './crew-jobs';
import type { Reporter } from '../../domain/timeline';
import { entryOf, recordTimeline } from '../record-timeline';
import { nobody } from '../../domain/no-visit';
import { startPaging } from '../paging/start-paging';

export interface GiveBack {
  readonly ticketId: number;
  readonly callSid: string;
  /** `unsafe`: one priority higher, and a supervisor decides who goes. */
  readonly why: 'handed_back' | 'unsafe';
}

/** The crew cannot go on with a job: somebody else is paged at once (keys 7 and 8 of `cannot-finish`). Saying so twice in a call changes nothing more. */
export function giveBackJob(context: Context, order: GiveBack, by: Reporter): Promise<'given' | NoJob['outcome']> {
  return inTransaction(() => giveBack(context, order, by));
}

async function giveBack(context: Context, order: GiveBack, by: Reporter): Promise<'given' | NoJob['outcome']> {
  const { ticketId, callSid, why } = order;
  // A repeated webhook waits here and finds the entry of the first.
  await lockTicket(ticketId);
  const key = `given-back:${callSid}:${by.code}`;
  if ((await entryOf(ticketId, key)) !== null) return 'given';
  const job = await readJob(ticketId, by.code);
  if (job.standing !== 'open') return job.standing;
  const { ticket } = job;
  const data = { reason: why, after: ticket.state, callSid };
  await stopPages(context, ticketId);
  await free(context, ticket, why);
  await recordTimeline(context, ticketId, 'declined', { kind: 'person', ...by }, data, key);
  const above = why === 'unsafe' ? ladderRoles : [];
  await startPaging(context, ticket, { exceptPerson: by.code, above });
  return 'given';
}

async function free(context: Context, ticket: Ticket, why: GiveBack['why']): Promise<void> {
  const state = why === 'unsafe' ? ({ state: 'waiting', stateReason: 'unsafe' } as const) : anew;
  const priority = why === 'unsafe' ? raised(ticket.priority) : ticket.priority;
  await ticket.update({ ...nobody, nextVisitAt: null, ...state, priority, updatedAt: context.clock.now() });
  await cancelNotices(context, ticket.id);
}

const anew = { state: 'new', stateReason: null } as const;
