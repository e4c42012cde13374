import type { Ticket } from '../../../models/ticket';
import type { ClosedReason } from '../../domain/ticket';
import type { Context } from '../context';
import type { FaultReport } from './open-fault-report';
import { accountById } from '../directory/find-account';
import { reporterOf } from '../directory/role-of';
import { unsaidOf } from './unsaid-of';
import { isEmergency, reportNumber } from '../../domain/report-number';
import { byCaller } from '../../domain/timeline';
import { recordTimeline } from '../record-timeline';
import { openMedicalReport } from './open-medical-report';
import { atHome, openTicket, type NewReport } from '../tickets/open-ticket';
import { speakBoth } from '../prompts';

type Ended = Extract<ClosedReason, 'arrears' | 'self_fixed' | 'quote_refused' | 'told'>;

type Ending = Pick<NewReport, 'kind' | 'category' | 'responsibility' | 'priority'>;

const fault = { kind: 'fault', priority: 'P3' } as const;
const endings: Readonly<Record<Ended, Ending>> = {
  arrears: { ...fault, category: 'reconnect', responsibility: 'ARREARS' },
  self_fixed: { ...fault, category: 'internal', responsibility: 'INTERNAL' },
  quote_refused: { ...fault, category: 'internal', responsibility: 'INTERNAL' },
  told: { kind: 'matter', category: 'enquiry', responsibility: 'OWN', priority: 'P3' },
};

/** Records a call that ended without anybody being sent: told, fixed by the caller, declined. Where a life hangs on the power nothing ends by a key: it is noted, and the crew comes. Idempotent per call and report. */
export async function closeAtOnce(
  context: Context,
  said: Omit<FaultReport, 'reportedAt'>,
  reason: Ended,
): Promise<Ticket> {
  const { call, facts, language } = said;
  const account = await accountById(facts['account']);
  const isDire = isEmergency(facts) || (await unsaidOf(call, account, facts)).medical;
  if (isDire) return noteEnding(context, said, reason);
  return openTicket(context, {
    ...atHome,
    ...endings[reason],
    callSid: call.sid,
    reportNo: reportNumber(facts),
    channel: 'phone',
    language,
    accountNo: account?.accountNo ?? null,
    summary: speakBoth(context, `summary.${reason.replace('_', '-')}`),
    reporter: await reporterOf(call, account),
    triage: { ...facts },
    initial: { state: 'closed', reason },
    receipt: false,
  });
}

async function noteEnding(context: Context, said: Omit<FaultReport, 'reportedAt'>, reason: Ended): Promise<Ticket> {
  const ticket = await openMedicalReport(context, { ...said, reportedAt: context.clock.now() });
  await recordTimeline(context, ticket.id, 'noted', byCaller, { note: reason }, `ending:${reason}`);
  return ticket;
}
