import type { Ticket } from '../../models/ticket';
import type { Facts } from '../domain/flow';
import type { Context } from './context';
import type { CallInfo } from './dialogue/verb';
import { accountById, accountsOfPhone } from './find-account';
import { openTicket } from './open-ticket';

/** What a call has gathered about a power cut; `facts` are those of the `caller` flow. */
export interface FaultReport {
  readonly call: Pick<CallInfo, 'sid' | 'phone'>;
  readonly facts: Facts;
  readonly language: string;
  readonly reportedAt: Date;
}

/** The ordinal of the report within its call, from 0. */
export function reportNumber(facts: Facts): number {
  return Number(facts['report'] ?? '0');
}

/** Opens the ticket of a power cut: all dark is the grid's, P1 (contract section 5; ). Idempotent per call and report. */
export async function openFaultReport(
  context: Context,
  { call, facts, language, reportedAt }: FaultReport,
): Promise<Ticket> {
  const onFile = call.phone === null ? [] : await accountsOfPhone(call.phone);
  // A report kept while the database was down has no account yet: the caller's number finds it if it is the only one.
  const account = (await accountById(facts['account'])) ?? (onFile.length === 1 ? onFile[0] : undefined);
  const own = onFile.some(({ accountNo }) => accountNo === account?.accountNo);
  return openTicket(context, {
    callSid: call.sid,
    reportNo: reportNumber(facts),
    kind: 'fault',
    category: 'lv',
    responsibility: account === undefined ? 'UNKNOWN' : 'GRID',
    priority: 'P1',
    channel: 'phone',
    language,
    accountNo: account?.accountNo ?? null,
    place: 'home',
    inHome: false,
    summary: { zh: '停电,邻居家也没电', en: 'Power cut, neighbours dark too' },
    descriptionRecording: facts['recording'] ?? null,
    reporter: { name: account?.name ?? null, phone: call.phone, role: own ? 'customer' : 'other' },
    reportedAt,
    triage: { neighbours: facts['neighbours'] ?? 'all' },
  });
}
