import { inTransaction } from '../../models/database';
import { Ticket } from '../../models/ticket';
import { TimelineEntry } from '../../models/timeline-entry';
import { isSameDay, nextMorning } from '../domain/hours';
import type { WaitingReason } from '../domain/ticket';
import { statesBefore } from '../domain/ticket-states';
import { addTask } from './add-task';
import type { Context } from './context';
import { readJob } from './crew-jobs';
import type { Reporter } from './record-departure';
import { recordTimeline } from './record-timeline';
import { textCustomer } from './text-customer';

/** Keys 1–6 of node `cannot-finish`. */
export const obstacles = ['parts', 'long_work', 'access', 'vendor', 'quote', 'old_problem'] as const;
export type Obstacle = (typeof obstacles)[number];

export interface PutOff {
  readonly ticketId: number;
  readonly obstacle: Obstacle;
  /** Hours until the next visit; null: not known, or after a refused quote none. */
  readonly hours: number | null;
  readonly callSid: string;
}

export type PutOffResult =
  { readonly outcome: 'waiting'; readonly until: Date } | { readonly outcome: 'closed' | 'finished' | 'gone' };

/** The crew cannot finish today's work: the customer is told why and when somebody comes again, and the desk asks whether that suits. The same in the same call is answered again. */
export async function putOffJob(context: Context, order: PutOff, by: Reporter): Promise<PutOffResult> {
  const result = await inTransaction(async () => {
    // The first write locks the row, so that a repeated webhook finds the entry of the first.
    await Ticket.update({ updatedAt: context.clock.now() }, { where: { id: order.ticketId, personCode: by.code } });
    const job = await readJob(order.ticketId, by.code);
    if (job === null || job.standing === 'gone') return { outcome: 'gone' } as const;
    const before = await findEntry(order);
    if (before !== undefined) return answerAgain(before);
    if (job.standing === 'finished') return { outcome: 'finished' } as const;
    return isRefusal(order) ? refuse(context, job.ticket, order, by) : wait(context, job.ticket, order, by);
  });
  context.poke();
  return result;
}

/** A refused quote that wants no other visit ends the report. */
const isRefusal = ({ obstacle, hours }: PutOff): boolean => obstacle === 'quote' && hours === null;

async function findEntry({ ticketId, callSid, obstacle, hours }: PutOff): Promise<TimelineEntry | undefined> {
  const entries = await TimelineEntry.findAll({ where: { ticketId, type: ['waiting', 'closed'] } });
  return entries.find(
    ({ data }) => data['callSid'] === callSid && data['because'] === obstacle && data['hours'] === hours,
  );
}

function answerAgain({ type, data, at }: TimelineEntry): PutOffResult {
  const until = data['until'];
  if (type === 'closed') return { outcome: 'closed' };
  return { outcome: 'waiting', until: typeof until === 'string' ? new Date(until) : at };
}

async function refuse(context: Context, ticket: Ticket, order: PutOff, by: Reporter): Promise<PutOffResult> {
  const now = context.clock.now();
  const end = { state: 'closed', stateReason: 'quote_refused', closedAt: now, updatedAt: now } as const;
  const [closed] = await Ticket.update(end, {
    where: { id: ticket.id, personCode: by.code, state: statesBefore('closed', 'system') },
  });
  if (closed === 0) return { outcome: 'gone' };
  const { callSid, obstacle: because, hours } = order;
  const data = { reason: 'quote_refused', because, hours, callSid };
  await recordTimeline(context, ticket.id, 'closed', { kind: 'person', ...by }, data);
  await textCustomer(context, ticket, 'text.quote-refused', {});
  return { outcome: 'closed' };
}

async function wait(context: Context, ticket: Ticket, order: PutOff, by: Reporter): Promise<PutOffResult> {
  const { policy, settings, clock } = context;
  const now = clock.now();
  const { callSid, obstacle: because, hours } = order;
  const until =
    hours === null ? nextMorning(policy.hours, settings.timezone, now) : new Date(now.getTime() + hours * 3_600_000);
  const reason: WaitingReason = because === 'old_problem' ? 'deferred' : because;
  // What is not finished the same day is followed up the next.
  const keyFollowup = ticket.keyFollowup || !isSameDay(settings.timezone, now, until);
  const [put] = await Ticket.update(
    { state: 'waiting', stateReason: reason, nextVisitAt: until, etaAt: null, keyFollowup, updatedAt: now },
    { where: { id: ticket.id, personCode: by.code, state: [...statesBefore('waiting', 'crew'), 'waiting'] } },
  );
  if (put === 0) return { outcome: 'gone' };
  const data = { reason, because, hours, until: until.toISOString(), callSid };
  await recordTimeline(context, ticket.id, 'waiting', { kind: 'person', ...by }, data);
  const why = { phrase: `text.put-off.${because.replace('_', '-')}` };
  await textCustomer(context, ticket, 'text.put-off', { why, time: { time: until } });
  await askDesk(context, ticket, order);
  return { outcome: 'waiting', until };
}

/** The desk asks the customer whether the plan suits. */
async function askDesk(context: Context, { id, reporterPhone }: Ticket, { callSid }: PutOff): Promise<void> {
  const key = `plan:${id}:${callSid}`;
  await addTask(context, { key, kind: 'call', reason: 'plan', ticketId: id, phone: reporterPhone });
}
