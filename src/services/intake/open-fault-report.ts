import { Ticket } from '../../../models/ticket';
import type { Facts } from '../../domain/flow';
import type { AccessWay } from '../../domain/ticket';
import { judge, type Unsaid } from '../../domain/triage';
import { contactOf } from './contact-phone';
import type { Context } from '../context';
import type { CallInfo } from '../../domain/call';
import { accountById, accountsOfPhone, type KnownAccount } from '../directory/find-account';
import { openTicket, type NewReport } from '../tickets/open-ticket';
import { speakBoth } from '../prompts';
import { isEmergency, reportNumber, reportOrdinal } from '../../domain/report-number';
import type { Words } from '../../domain/speech';
import { addDetails } from '../tickets/add-details';
import { reporterOf } from '../directory/role-of';
import { strangersReport } from './strangers-report';
import { unsaidOf } from './unsaid-of';

/** What a call has gathered about a power fault; `facts` are those of the `caller` flow. */
export interface FaultReport {
  readonly call: Pick<CallInfo, 'sid' | 'phone'>;
  readonly facts: Facts;
  readonly language: string;
  readonly reportedAt: Date;
}

const accessWays: Readonly<Record<string, AccessWay>> = {
  somebody: 'somebody_there',
  ring: 'ring_before',
  key: 'use_key',
  appointment: 'appointment_only',
};

/** Opens the ticket that the caller's answers call for (contract section 5; ), or adds them to the one that was opened on the way. Idempotent per call and report. */
export async function openFaultReport(context: Context, report: FaultReport): Promise<Ticket> {
  const told = await reportOf(context, report);
  const { callSid, reportNo } = told;
  const opened = isEmergency(report.facts) ? await Ticket.findOne({ where: { callSid, reportNo } }) : null;
  return opened === null
    ? openTicket(context, told)
    : addDetails(context, opened.id, told, reportOrdinal(report.facts));
}

async function reportOf(context: Context, report: FaultReport): Promise<NewReport> {
  const { call, facts, language, reportedAt } = report;
  const account = await accountOf(report);
  const unsaid = await unsaidOf(call, account, facts);
  const judgement = judge(facts, unsaid);
  const contact = await contactOf(context, call, facts);
  return {
    ...judgement,
    callSid: call.sid,
    reportNo: reportNumber(facts),
    kind: 'fault',
    channel: 'phone',
    language,
    accountNo: account?.accountNo ?? null,
    networkNodeCode: facts['pole'] ?? null,
    summary: summaryOf(context, facts, unsaid, `caller.problem.${judgement.words}`),
    descriptionRecording: facts['recording'] ?? facts['address'] ?? null,
    reporter: await reporterOf(call, account, contact.phone),
    contactConfirmed: contact.trusted,
    access: accessOf(facts),
    reportedAt,
    triage: { ...facts },
    ...unlocated(account, facts),
    ...(await strangersReport(context, call, account, facts)),
  };
}

/** Whoever takes the job hears first what makes it a P0. */
function summaryOf(context: Context, facts: Facts, unsaid: Unsaid, phrase: string): Words {
  const problem = { problem: { phrase } };
  if (isEmergency(facts)) return speakBoth(context, 'summary.medical-and', problem);
  if (unsaid.medical) return speakBoth(context, 'summary.medical-unasked-and', problem);
  return unsaid.unpaid ? speakBoth(context, 'summary.unpaid-and', problem) : speakBoth(context, phrase);
}

const accessOf = ({ access = '' }: Facts): AccessWay | null => accessWays[access] ?? null;

/** The first state of a report without an account or a pole, whose place somebody must find first. */
function unlocated(account: KnownAccount | null, { pole }: Facts): Pick<NewReport, 'initial'> {
  return account === null && pole === undefined ? { initial: { state: 'waiting', reason: 'locate' } } : {};
}

/** The account of the report. One that was kept while the database was down has none yet and gets that of the caller's number, if there is only one. */
async function accountOf({ call, facts }: FaultReport): Promise<KnownAccount | null> {
  const known = await accountById(facts['account']);
  if (known !== null || facts['address'] !== undefined || facts['pole'] !== undefined || call.phone === null)
    return known;
  const [only, ...others] = await accountsOfPhone(call.phone);
  return only !== undefined && others.length === 0 ? only : null;
}
