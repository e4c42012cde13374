import { Op } from 'sequelize';
import { Call } from '../../../models/call';
import { isDatabaseUnavailable } from '../../../models/database';
import { CallContact } from '../../../models/call-contact';
import type { Context } from '../context';
import { dangerOf, dangerReportNo } from '../../domain/danger';
import { putContact } from '../intake/put-contact';
import { leaveMessage } from '../intake/leave-message';
import type { LeftMessage } from '../intake/leave-message';
import { openDanger } from '../intake/open-danger';
import { openFaultReport, reportNumber } from '../intake/open-fault-report';
import type { FaultReport } from '../intake/open-fault-report';
import { receiveText, type ReceivedText } from '../texts/receive-text';
import { recordRecording, type RecordingNews } from '../calls/record-recording';
import type { SpooledReport } from '../spool';

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

/** Keeps a text to the hotline; `replaySpool` does what it asks for, in the order in which they came, also when the carrier sent one twice. */
export async function spoolText(context: Context, { sid, from, body }: ReceivedText): Promise<void> {
  if ((await context.spool.find(sid, 0)) !== null) return;
  const nothing = { facts: {}, language: context.settings.defaultLanguage, recordingSid: null };
  await keep(context, { ...nothing, kind: 'text', call: { sid, phone: from }, reportNo: 0, body });
}

/** Keeps the news that the carrier holds a recording. */
export async function spoolRecording(context: Context, news: RecordingNews): Promise<void> {
  const { RecordingSid: sid, CallSid, RecordingStatus, RecordingDuration } = news;
  const facts = { call: CallSid, state: RecordingStatus, seconds: String(RecordingDuration) };
  const language = context.settings.defaultLanguage;
  await keep(context, {
    kind: 'recording',
    call: { sid, phone: null },
    facts,
    language,
    reportNo: 0,
    recordingSid: sid,
  });
}

interface Kept {
  readonly kind: SpooledReport['kind'];
  readonly call: FaultReport['call'];
  readonly facts: FaultReport['facts'];
  readonly language: string;
  readonly reportNo: number;
  readonly recordingSid: string | null;
  readonly body?: string;
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
  if (kind === 'text') await receiveText(context, lateText(kept));
  else if (kind === 'recording') await recordRecording(context, newsOf(kept));
  else if (kind === 'contact') await putContact(context, callSid, phone ?? '');
  else if (kind === 'message') await leaveMessage(context, { ...report, call, recordingSid });
  else if (kind === 'danger') await openKeptDanger(context, { ...report, call });
  else await openFaultReport(context, { ...report, call, facts: await withContact(callSid, report.facts) });
}

const newsOf = ({ callSid: RecordingSid, facts }: SpooledReport): RecordingNews => ({
  RecordingSid,
  CallSid: facts['call'] ?? '',
  RecordingStatus: facts['state'] ?? 'completed',
  RecordingDuration: Number(facts['seconds'] ?? 0),
});

const lateText = ({ callSid: sid, phone, body = '', reportedAt }: SpooledReport): ReceivedText => ({
  sid,
  from: phone ?? '',
  body,
  receivedAt: reportedAt,
  isLate: true,
});

/** The call was looked at before its ticket was there: it is once more, so that somebody asks whether all is well. */
async function openKeptDanger(context: Context, report: FaultReport): Promise<void> {
  await openDanger(context, report);
  const ended = { sid: report.call.sid, endedAt: { [Op.ne]: null } };
  await Call.update({ reviewDueAt: context.clock.now() }, { where: ended });
}

/** The number that was typed in the same call was kept before the report, and is back before it. */
async function withContact(callSid: string, facts: FaultReport['facts']): Promise<FaultReport['facts']> {
  const contact = facts['draft'] === undefined ? await CallContact.findOne({ where: { callSid } }) : null;
  return contact === null ? facts : { ...facts, draft: String(contact.id) };
}
