import { Op } from 'sequelize';
import { Call } from '../../../models/call';
import { isDatabaseUnavailable } from '../../../models/database';
import { CallContact } from '../../../models/call-contact';
import type { Context } from '../context';
import { putContact } from '../intake/contact-phone';
import { leaveMessage } from '../intake/leave-message';
import { openDanger } from '../intake/open-danger';
import { openFaultReport, type FaultReport } from '../intake/open-fault-report';
import { receiveText } from '../texts/receive-text';
import { type ReceivedText } from '../texts/text-sender';
import { recordRecording, type RecordingNews } from '../calls/take-recording';
import type { SpooledReport } from '../spool';

/** Does what the kept reports and texts ask for, oldest first, with their own times; returns how many. One that fails stays and holds up no other. */
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

/** The call was checked before its ticket existed, so it is checked once more: somebody must ask whether all is well. */
async function openKeptDanger(context: Context, report: FaultReport): Promise<void> {
  await openDanger(context, report);
  const ended = { sid: report.call.sid, endedAt: { [Op.ne]: null } };
  await Call.update({ reviewDueAt: context.clock.now() }, { where: ended });
}

/** Adds the number that was typed in the same call: it was kept, and is replayed, before the report. */
async function withContact(callSid: string, facts: FaultReport['facts']): Promise<FaultReport['facts']> {
  const contact = facts['draft'] === undefined ? await CallContact.findOne({ where: { callSid } }) : null;
  return contact === null ? facts : { ...facts, draft: String(contact.id) };
}
