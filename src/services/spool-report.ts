import { isDatabaseUnavailable } from '../../models/database';
import type { Ticket } from '../../models/ticket';
import type { Context } from './context';
import { dangerOf, dangerReportNo } from '../domain/danger';
import { leaveMessage } from './leave-message';
import type { LeftMessage } from './leave-message';
import { openDanger } from './open-danger';
import { openFaultReport, reportNumber } from './open-fault-report';
import type { FaultReport } from './open-fault-report';
import type { SpooledReport } from './spool';

/** Keeps a report on the disk while the database is down; `replaySpool` opens its ticket. */
export async function spoolReport(context: Context, report: Omit<FaultReport, 'reportedAt'>): Promise<void> {
  const { call, facts, language } = report;
  await keep(context, {
    kind: 'fault',
    call,
    facts,
    language,
    reportNo: reportNumber(facts),
    recordingSid: facts['recording'] ?? null,
  });
}

/** As spoolReport, for a danger call: it becomes a P0 ticket, and a person is rung meanwhile. */
export async function spoolDanger(context: Context, report: Omit<FaultReport, 'reportedAt'>): Promise<void> {
  const { call, facts, language } = report;
  const reportNo = dangerReportNo(dangerOf(facts['danger']));
  await keep(context, { kind: 'danger', call, facts, language, reportNo, recordingSid: facts['address'] ?? null });
}

/** As spoolReport, for a message that nobody could be rung for. */
export async function spoolMessage(context: Context, message: Omit<LeftMessage, 'reportedAt'>): Promise<void> {
  const { call, language, recordingSid } = message;
  await keep(context, { kind: 'message', call, facts: {}, language, reportNo: 100, recordingSid });
}

interface Kept {
  readonly kind: SpooledReport['kind'];
  readonly call: FaultReport['call'];
  readonly facts: FaultReport['facts'];
  readonly language: string;
  readonly reportNo: number;
  readonly recordingSid: string | null;
}

async function keep(context: Context, { call, facts, ...kept }: Kept): Promise<void> {
  const reportedAt = context.clock.now();
  await context.spool.keep({ ...kept, callSid: call.sid, phone: call.phone, facts: { ...facts }, reportedAt });
  context.log.warn('a report is kept on the disk until the database is back', { kind: kept.kind });
}

/** Opens the tickets of what was kept, oldest first, with the time it was reported; answers how many. One that cannot be opened stays and holds up no other. */
export async function replaySpool(context: Context): Promise<number> {
  const { reports, unreadable } = await context.spool.waiting();
  if (unreadable.length > 0) context.log.error('a kept report cannot be read', { files: unreadable });
  let opened = 0;
  for (const report of reports) if (await replayed(context, report)) opened += 1;
  return opened;
}

async function replayed(context: Context, report: SpooledReport): Promise<boolean> {
  const { callSid } = report;
  try {
    await openKept(context, report);
    await context.spool.remove(report);
  } catch (error) {
    if (isDatabaseUnavailable(error)) throw error;
    context.log.error('a kept report cannot become a ticket', { callSid, error });
    return false;
  }
  context.log.info('a kept report has become a ticket', { callSid });
  return true;
}

function openKept(context: Context, { kind, callSid, phone, recordingSid, ...report }: SpooledReport): Promise<Ticket> {
  const call = { sid: callSid, phone };
  if (kind === 'message') return leaveMessage(context, { ...report, call, recordingSid });
  return kind === 'danger' ? openDanger(context, { ...report, call }) : openFaultReport(context, { ...report, call });
}
