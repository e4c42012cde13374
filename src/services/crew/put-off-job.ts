import type { Ticket } from '../../../models/ticket';
import type { TimelineEntry } from '../../../models/timeline-entry';
import { ladderRoles } from '../../domain/escalation';
import { isOvernight, isSameDay, nextMorning } from '../../domain/hours';
import type { WaitingReason } from '../../domain/ticket';
import { stopPages } from '../paging/stop-pages';
import type { Context } from '../context';
import type { NoJob } from './crew-jobs';
import { reportOnce } from './report-once';
import type { Obstacle } from '../../domain/obstacles';
import type { Reporter } from '../../domain/timeline';
import { recordTimeline } from '../record-timeline';
import { startPaging } from '../paging/start-paging';
import { tellPutOff, textCustomer } from '../notices/ticket-texts';

export interface PutOff {
  readonly ticketId: number;
  readonly obstacle: Obstacle;
  /** Hours until the next visit; null when not known, or after a refused quote when there is none. */
  readonly hours: number | null;
  readonly callSid: string;
}

/** `asked`: a supervisor is asked, without whom an urgent job is not left overnight (X15). */
type PutOffResult = { readonly outcome: 'waiting'; readonly until: Date } | { readonly outcome: 'asked' | 'closed' };

/** Puts off a job that the crew cannot finish today: the customer is told why and when somebody comes again, and the desk asks whether that suits. The same report in the same call gets the same answer and changes nothing. */
export function putOffJob(context: Context, order: PutOff, by: Reporter): Promise<PutOffResult | NoJob> {
  const { ticketId } = order;
  return reportOnce({ ticketId, key: keyOf(order), by }, answerAgain, async (job) => {
    // A supervisor may be ringing about an earlier plan of this job; the new plan needs a new question, or none.
    await stopPages(context, ticketId);
    return (isRefusal(order) ? refuse : wait)(context, job, order, by);
  });
}

/** Whether the quote was refused and no other visit is wanted, which ends the report. */
const isRefusal = ({ obstacle, hours }: PutOff): boolean => obstacle === 'quote' && hours === null;

const keyOf = ({ callSid, obstacle, hours }: PutOff): string => `put-off:${callSid}:${obstacle}:${hours}`;

function answerAgain({ type, data, at }: TimelineEntry): PutOffResult {
  const until = data['until'];
  if (type === 'closed') return { outcome: 'closed' };
  if (data['wanted'] !== undefined) return { outcome: 'asked' };
  return { outcome: 'waiting', until: typeof until === 'string' ? new Date(until) : at };
}

async function refuse(context: Context, ticket: Ticket, order: PutOff, by: Reporter): Promise<PutOffResult> {
  const now = context.clock.now();
  await ticket.update({ state: 'closed', stateReason: 'quote_refused', closedAt: now, updatedAt: now });
  const { callSid, obstacle: because, hours } = order;
  const data = { reason: 'quote_refused', because, hours, callSid };
  await recordTimeline(context, ticket.id, 'closed', { kind: 'person', ...by }, data, keyOf(order));
  await textCustomer(context, ticket, 'text.quote-refused', {});
  return { outcome: 'closed' };
}

async function wait(context: Context, ticket: Ticket, order: PutOff, by: Reporter): Promise<PutOffResult> {
  const now = context.clock.now();
  const { callSid, obstacle: because, hours } = order;
  const { until, isSameDay: staysToday, asks } = planOf(context, ticket, hours);
  const reason: WaitingReason = because === 'old_problem' ? 'deferred' : because;
  // Work that is not finished on the same day is followed up on the next.
  const keyFollowup = ticket.keyFollowup || !staysToday;
  const nextVisitAt = asks ? null : until;
  const change = { nextVisitAt, etaAt: null, keyFollowup, updatedAt: now };
  await ticket.update({ state: 'waiting', stateReason: reason, ...change });
  const at = asks ? { wanted: until.toISOString() } : { until: until.toISOString() };
  const data = { reason, because, hours, callSid, ...at };
  await recordTimeline(context, ticket.id, 'waiting', { kind: 'person', ...by }, data, keyOf(order));
  if (asks) return askSupervisor(context, ticket, by);
  await tellPutOff(context, ticket, { because, until, key: callSid });
  return { outcome: 'waiting', until };
}

/** When somebody comes again, and whether a supervisor must agree to that. */
function planOf({ policy, settings: { timezone }, clock }: Context, ticket: Ticket, hours: number | null) {
  const now = clock.now();
  const until = hours === null ? nextMorning(policy.hours, timezone, now) : new Date(now.getTime() + hours * 3_600_000);
  const asks = isUrgent(ticket) && isOvernight(policy.hours, timezone, now, until);
  return { until, asks, isSameDay: isSameDay(timezone, now, until) };
}

const isUrgent = ({ priority }: Ticket): boolean => priority === 'P0' || priority === 'P1';

/** Asks a supervisor; the job stays with its crew until the supervisor takes it, gives it to somebody or leaves it till morning. */
async function askSupervisor(context: Context, ticket: Ticket, by: Reporter): Promise<PutOffResult> {
  await startPaging(context, ticket, { exceptPerson: by.code, above: ladderRoles });
  return { outcome: 'asked' };
}
