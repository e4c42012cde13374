import type { Context } from './context';
import { leaveMessage } from './leave-message';
import type { LeftMessage } from './leave-message';
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

/** Opens the tickets of what was kept, oldest first, with the time it was reported; answers how many. */
export async function replaySpool(context: Context): Promise<number> {
  const waiting = await context.spool.waiting();
  for (const report of waiting) {
    const { callSid: sid, phone, facts, language, recordingSid, reportedAt } = report;
    if (report.kind === 'fault') await openFaultReport(context, { call: { sid, phone }, facts, language, reportedAt });
    else await leaveMessage(context, { call: { sid, phone }, language, recordingSid, reportedAt });
    await context.spool.remove(report);
    context.log.info('a kept report has become a ticket', { callSid: sid });
  }
  return waiting.length;
}
