import type { Account } from '../../models/account';
import type { Ticket } from '../../models/ticket';
import { dangerOf, dangerReportNo, dangerRule } from '../domain/danger';
import { addTask } from './add-task';
import type { Context } from './context';
import { accountById, accountsOfPhone } from './find-account';
import type { FaultReport } from './open-fault-report';
import { openTicket } from './open-ticket';
import { speak } from './prompts';

export interface DangerReport extends FaultReport {
  /** Nothing was pressed: a person is rung first, the crew only if nobody takes the call. */
  readonly silent?: boolean;
}

/** Opens the P0 ticket of a danger call and rings before anything else is asked. Idempotent per call and danger. */
export async function openDanger(context: Context, report: DangerReport): Promise<Ticket> {
  const { call, facts, language, reportedAt, silent = false } = report;
  const danger = dangerOf(facts['danger']);
  const { roles, ...rule } = dangerRule(danger);
  const account = await placeOfDanger(report);
  const summary = `summary.danger-${danger}`;
  return openTicket(context, {
    ...rule,
    callSid: call.sid,
    reportNo: dangerReportNo(danger),
    kind: 'danger',
    priority: 'P0',
    channel: 'phone',
    language,
    networkNodeCode: facts['pole'] ?? null,
    inHome: false,
    summary: { zh: speak(context, 'zh-CN', summary), en: speak(context, 'en', summary) },
    descriptionRecording: facts['address'] ?? null,
    ...reporterOf(call.phone, account),
    reportedAt,
    triage: { ...facts },
    paging: { roles, ...(silent && { afterCallSid: call.sid }) },
    along: (ticket) => flagPlace(context, ticket),
  });
}

function reporterOf(phone: string | null, account: Account | null) {
  if (account === null) return { accountNo: null, reporter: { name: null, phone, role: 'other' as const } };
  return { accountNo: account.accountNo, reporter: { name: account.name, phone, role: 'customer' as const } };
}

/** The address picked in this call, else the only one on file for the number; none once another place was named. */
async function placeOfDanger({ call, facts }: DangerReport): Promise<Account | null> {
  if (facts['pole'] !== undefined || facts['address'] !== undefined) return null;
  const picked = await accountById(facts['account']);
  if (picked !== null || call.phone === null) return picked;
  const [only, ...others] = await accountsOfPhone(call.phone);
  return only !== undefined && others.length === 0 ? only : null;
}

/** Phones ring already, but somebody must find out where. */
async function flagPlace(context: Context, { id, accountNo, networkNodeCode, descriptionRecording }: Ticket) {
  if (accountNo !== null || networkNodeCode !== null) return;
  const recordingSid = descriptionRecording;
  await addTask(context, { key: `locate:${id}`, kind: 'locate', reason: 'danger', ticketId: id, recordingSid });
}
