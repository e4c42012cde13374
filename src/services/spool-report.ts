import { isDatabaseUnavailable } from '../../models/database';
import { CallContact } from '../../models/call-contact';
import type { Context } from './context';
import { dangerOf, dangerReportNo } from '../domain/danger';
import { typedNumber } from './contact-phone';
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

/** Apart from the reports of the same call. */
const contactReportNo = 200;

/** Keeps the number that a caller types while the database is down, for the report of the same call; false when it cannot be one. */
export async function spoolContact(context: Context, call: FaultReport['call'], typed: string): Promise<boolean> {
  const phone = typedNumber(context, typed);
  if (phone === null) return false;
  const nothing = { facts: {}, language: context.settings.defaultLanguage, recordingSid: null };
  await keep(context, { ...nothing, kind: 'contact', call: { ...call, phone }, reportNo: contactReportNo });
  return true;
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
  context.log.info('what was kept on the disk is in the database', { callSid, kind: report.kind });
  return true;
}

async function openKept(context: Context, kept: SpooledReport): Promise<void> {
  const { kind, callSid, phone, recordingSid, ...report } = kept;
  const call = { sid: callSid, phone };
  if (kind === 'contact') await CallContact.upsert({ callSid, phone: phone ?? '' });
  else if (kind === 'message') await leaveMessage(context, { ...report, call, recordingSid });
  else if (kind === 'danger') await openDanger(context, { ...report, call });
  else await openFaultReport(context, { ...report, call, facts: await withContact(callSid, report.facts) });
}

/** The number that was typed in the same call was kept before the report, and is back before it. */
async function withContact(callSid: string, facts: FaultReport['facts']): Promise<FaultReport['facts']> {
  const contact = facts['draft'] === undefined ? await CallContact.findOne({ where: { callSid } }) : null;
  return contact === null ? facts : { ...facts, draft: String(contact.id) };
}
