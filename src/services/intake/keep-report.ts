import { dangerReportNo, dangerOf } from '../../domain/danger';
import { messageReportNo, reportNumber } from '../../domain/report-number';
import type { Context } from '../context';
import { keepForLater } from '../keep-for-later';
import type { LeftMessage } from './leave-message';
import type { FaultReport } from './open-fault-report';

type Said<Report> = Omit<Report, 'reportedAt'>;

/** Keeps a report on the disk while the database is down; `replaySpool` opens its ticket. */
export function spoolReport(context: Context, { call, facts, language }: Said<FaultReport>): Promise<void> {
  const kept = { kind: 'fault', reportNo: reportNumber(facts), recordingSid: facts['recording'] ?? null } as const;
  return keepForLater(context, { ...kept, call, facts, language });
}

/** As spoolReport, for a danger: it becomes a P0 ticket, and a person is rung meanwhile. */
export function spoolDanger(context: Context, { call, facts, language }: Said<FaultReport>): Promise<void> {
  const reportNo = dangerReportNo(dangerOf(facts['danger']));
  const kept = { kind: 'danger', reportNo, recordingSid: facts['address'] ?? null } as const;
  return keepForLater(context, { ...kept, call, facts, language });
}

/** As spoolReport, for a message that was left because nobody could be rung. */
export function spoolMessage(context: Context, { call, language, recordingSid }: Said<LeftMessage>): Promise<void> {
  const kept = { kind: 'message', reportNo: messageReportNo, recordingSid } as const;
  return keepForLater(context, { ...kept, call, facts: {}, language });
}
