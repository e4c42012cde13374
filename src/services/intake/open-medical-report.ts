import type { Ticket } from '../../../models/ticket';
import { reportNumber } from '../../domain/report-number';
import type { KnownAccount } from '../directory/find-account';
import { accountById } from '../directory/find-account';
import { roleOf } from '../directory/role-of';
import type { Context } from '../context';
import { speakBoth } from '../prompts';
import { openFaultOf } from '../tickets/caller-tickets';
import { openTicket, powerCut } from '../tickets/open-ticket';
import { contactOf } from './contact-phone';
import type { FaultReport } from './open-fault-report';

/**
 * Opens the P0 of a home whose life-sustaining equipment has no backup power as soon as that is said, and pages: whatever way the
 * call takes then, and if it breaks off, the crew is on its way (contract section 5, `medical`). What else is said is added by
 * `openFaultReport`. Idempotent per call and report.
 */
export async function openMedicalReport(context: Context, report: FaultReport): Promise<Ticket> {
  const { call, facts, language, reportedAt } = report;
  const account = await accountById(facts['account']);
  const contact = await contactOf(context, call, facts);
  return openTicket(context, {
    ...powerCut,
    priority: 'P0',
    callSid: call.sid,
    reportNo: reportNumber(facts),
    channel: 'phone',
    language,
    accountNo: account?.accountNo ?? null,
    summary: speakBoth(context, 'summary.medical'),
    reporter: { name: account?.name ?? null, phone: contact.phone, role: await roleOf(call.phone, account) },
    contactConfirmed: contact.trusted,
    reportedAt,
    triage: { ...facts },
    parentNumber: await openReportOf(account, call.sid),
  });
}

/** The number of an open report of the same home, so that whoever reads one of the two finds the other. */
async function openReportOf(account: KnownAccount | null, callSid: string): Promise<string | null> {
  const open = account === null ? null : await openFaultOf(account.accountNo, callSid);
  return open?.number ?? null;
}
