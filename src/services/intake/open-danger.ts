import type { Ticket } from '../../../models/ticket';
import { dangerOf, dangerReportNo, dangerRules, helpReportNo, type Danger, type DangerRule } from '../../domain/danger';
import { addTask } from '../add-task';
import type { KnownAccount } from '../directory/find-account';
import { reporterOf } from '../directory/role-of';
import type { Context } from '../context';
import { accountNearby, dangerAccounts } from './danger-places';
import type { FaultReport } from './open-fault-report';
import { openTicket, type NewReport } from '../tickets/open-ticket';
import { speakBoth } from '../prompts';
import { recordTimeline } from '../record-timeline';

export interface DangerReport extends FaultReport {
  /** True when the caller pressed nothing: a person is rung first, and the crew is paged only if nobody takes the call. */
  readonly silent?: boolean;
}

/** Opens the P0 ticket of a danger call and pages before anything else is asked. Idempotent per call and danger. */
export async function openDanger(context: Context, report: DangerReport): Promise<Ticket> {
  const danger = dangerOf(report.facts['danger']);
  const rule = dangerRules[danger];
  const accounts = await dangerAccounts(report.call, report.facts);
  const shared = { ...sharedBy(context, report, danger), ...(await placeOfDanger(context, accounts, rule)) };
  const { silent = false, call } = report;
  const ticket = await openTicket(context, {
    ...shared,
    category: rule.category,
    otherwise: rule.otherwise,
    reportNo: dangerReportNo(danger),
    // The account that was picked, else the first that has the phone on file, since one person holds all accounts of a phone.
    reporter: await reporterOf(call, accounts[0] ?? null),
    paging: { roles: rule.roles, ...(silent && { afterCallSid: call.sid }) },
    along: (opened) => flagPlace(context, opened),
  });
  if (rule.also !== undefined) await openHelp(context, shared, { danger, ticket, also: rule.also });
  return ticket;
}

/** What all tickets of this danger have in common. */
function sharedBy(context: Context, { call, facts, language, reportedAt }: DangerReport, danger: Danger) {
  const { responsibility, place } = dangerRules[danger];
  return {
    ...{ responsibility, place, language, reportedAt, callSid: call.sid, inHome: false },
    ...({ kind: 'danger', priority: 'P0', channel: 'phone' } as const),
    networkNodeCode: facts['pole'] ?? null,
    summary: speakBoth(context, `summary.danger-${danger}`),
    descriptionRecording: facts['address'] ?? null,
    triage: { ...facts },
  };
}

/** The caller's address if there is only one; of several only the region, if it is the same for all: while phones ring, the caller is asked which address it is. */
async function placeOfDanger(context: Context, accounts: readonly KnownAccount[], rule: DangerRule) {
  const [only, ...others] = accounts;
  if (others.length === 0) return { accountNo: only?.accountNo ?? null };
  const near = await accountNearby(context, accounts, rule);
  return { accountNo: null, nearAccountNo: near?.accountNo ?? null };
}

interface Help {
  readonly danger: Danger;
  readonly ticket: Ticket;
  readonly also: NonNullable<DangerRule['also']>;
}

type Shared = ReturnType<typeof sharedBy> & Pick<NewReport, 'accountNo' | 'nearAccountNo'>;

/** Opens a ticket of their own for those who must come as well, so that the first person to accept does not stop the others; the caller hears of one ticket only. */
async function openHelp(context: Context, shared: Shared, { danger, ticket, also }: Help): Promise<void> {
  await openTicket(context, {
    ...shared,
    category: also.category,
    reportNo: helpReportNo(danger),
    reporter: { name: ticket.reporterName, phone: null, role: 'other' },
    receipt: false,
    spoken: false,
    parentNumber: ticket.number,
    paging: { roles: also.roles },
    along: async ({ id }) => {
      await recordTimeline(context, id, 'linked', { kind: 'caller' }, { parent: ticket.number });
    },
  });
}

/** Asks the desk to find the place if it is not known; phones ring already. */
async function flagPlace(context: Context, { id, accountNo, networkNodeCode, descriptionRecording }: Ticket) {
  if (accountNo !== null || networkNodeCode !== null) return;
  const recordingSid = descriptionRecording;
  await addTask(context, { key: `locate:${id}`, kind: 'locate', reason: 'danger', ticketId: id, recordingSid });
}
