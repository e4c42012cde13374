import type { Ticket } from '../../../models/ticket';
import { isEmergency, reportNumber } from '../../domain/report-number';
import type { KnownAccount } from '../directory/find-account';
import { accountById } from '../directory/find-account';
import { reporterOf } from '../directory/role-of';
import type { Context } from '../context';
import { speakBoth } from '../prompts';
import { openFaultOf } from '../tickets/caller-tickets';
import { openTicket, powerCut } from '../tickets/open-ticket';
import { contactOf } from './contact-phone';
import type { FaultReport } from './open-fault-report';
import { strangersReport } from './strangers-report';

/**
 * Opens the P0 of a home whose life-sustaining equipment has no backup power as soon as that is said, and pages: whatever way the
 * call takes then, and if it breaks off, the crew is on its way (contract section 5, `medical`). What else is said is added by
 * `openFaultReport`. Also for a stranger's report, which counts as this one. Idempotent per call and report.
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
    summary: speakBoth(context, isEmergency(facts) ? 'summary.medical' : 'summary.medical-unasked'),
    reporter: await reporterOf(call, account, contact.phone),
    contactConfirmed: contact.trusted,
    reportedAt,
    triage: { ...facts },
    parentNumber: await openReportOf(account, call.sid),
    ...(await strangersReport(context, call, account, facts)),
  });
}

/** The number of an open report of the same home, so that whoever reads one of the two finds the other. */
async function openReportOf(account: KnownAccount | null, callSid: string): Promise<string | null> {
  const open = account === null ? null : await openFaultOf(account.accountNo, callSid);
  return open?.number ?? null;
}
