import { dangerReportNo, dangerOf } from '../../domain/danger';
import { reportNumber } from '../../domain/report-number';
import type { Context } from '../context';
import { keepForLater } from '../keep-for-later';
import type { LeftMessage } from './leave-message';
import type { FaultReport } from './open-fault-report';

/** Keeps a report on the disk while the database is down; `replaySpool` opens its ticket. */
export async function spoolReport(context: Context, report: Omit<FaultReport, 'reportedAt'>): Promise<void> {
  const { call, facts, language } = report;
  await keepForLater(context, {
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
  await keepForLater(context, {
    kind: 'danger',
    call,
    facts,
    language,
    reportNo,
    recordingSid: facts['address'] ?? null,
  });
}

/** As spoolReport, for a message that was left because nobody could be rung. */
export async function spoolMessage(context: Context, message: Omit<LeftMessage, 'reportedAt'>): Promise<void> {
  const { call, language, recordingSid } = message;
  await keepForLater(context, { kind: 'message', call, facts: {}, language, reportNo: 100, recordingSid });
}
