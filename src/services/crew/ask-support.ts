import type { Ticket } from '../../../models/ticket';
import { supportRules, supports, type Support } from '../../domain/support';
import type { Context } from '../context';
import { readJob, type NoJob } from './crew-jobs';
import { openTicket } from '../tickets/open-ticket';
import { speakBoth } from '../prompts';
import type { Reporter } from '../../domain/timeline';
import { recordTimeline } from '../record-timeline';

export interface SupportOrder {
  readonly ticketId: number;
  readonly support: Support;
  readonly callSid: string;
}

/** Pages help for a job, which stays with its crew; the help is a ticket of its own, linked to the job. Once for each call and kind of help. */
export async function askSupport(
  context: Context,
  order: SupportOrder,
  by: Reporter,
): Promise<'asked' | NoJob['outcome']> {
  const job = await readJob(order.ticketId, by.code);
  if (job.standing !== 'open') return job.standing;
  await openSupport(context, job.ticket, order, by);
  return 'asked';
}

async function openSupport(context: Context, job: Ticket, { support, callSid }: SupportOrder, by: Reporter) {
  const { category = job.category, priority = job.priority, above, roles } = supportRules[support];
  const problem = { problem: { words: { zh: job.summaryZh, en: job.summaryEn } } };
  await openTicket(context, {
    callSid,
    // A negative number, which no report of a caller has, and another one for each job and kind of help.
    reportNo: -(job.id * 10 + supports.indexOf(support) + 1),
    ...asJob(job),
    category,
    priority,
    channel: 'staff',
    inHome: false,
    summary: speakBoth(context, `summary.support-${support}`, problem),
    reporter: { name: by.name, phone: null, role: 'staff' },
    receipt: false,
    parentNumber: job.number,
    paging: { roles, above, exceptPerson: by.code },
    along: (ticket) => link(context, job, ticket, support, by),
  });
}

/** What the help has in common with its job. */
function asJob(job: Ticket) {
  const { kind, responsibility, reporterLanguage: language, descriptionRecording } = job;
  const { accountNo, networkNodeCode, regionCode, place } = job;
  return { kind, responsibility, language, descriptionRecording, accountNo, networkNodeCode, regionCode, place };
}

async function link(context: Context, job: Ticket, help: Ticket, support: Support, by: Reporter): Promise<void> {
  const actor = { kind: 'person', ...by } as const;
  await recordTimeline(context, help.id, 'linked', actor, { parent: job.number });
  await recordTimeline(context, job.id, 'noted', actor, { note: `support_${support}`, ticket: help.number });
}
