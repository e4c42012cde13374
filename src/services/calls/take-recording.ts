import { literal } from 'sequelize';
import { isDatabaseUnavailable } from '../../../models/database';
import { Recording } from '../../../models/recording';
import { withValues } from '../../../models/sql-values';
import type { Context } from '../context';
import { keepForLater } from '../keep-for-later';

export interface RecordingNews {
  readonly RecordingSid: string;
  readonly CallSid: string;
  readonly RecordingStatus: string;
  /** Seconds. */
  readonly RecordingDuration: number;
}

/** Notes that the carrier holds a recording; the sound stays there, the row holds its id. A repeated callback changes nothing but its length and state. */
export async function recordRecording(context: Context, news: RecordingNews): Promise<void> {
  const { RecordingSid: sid, CallSid: callSid, RecordingStatus: state, RecordingDuration: seconds } = news;
  const createdAt = context.clock.now();
  const ticketId = literal(withValues(describes, { callSid, sid }));
  const row = { sid, callSid, purpose: 'description', seconds, state, createdAt };
  await Recording.bulkCreate([{ ...row, ticketId: ticketId as unknown as number }], {
    updateOnDuplicate: ['seconds', 'state'],
  });
}

/** The ticket of the call whose description this recording is, if it is open by now. */
const describes = '(SELECT MIN(id) FROM tickets WHERE call_sid = :callSid AND description_recording = :sid)';

/** Notes a recording even while the database is down, since carriers report it only once. */
export async function takeRecording(context: Context, news: RecordingNews): Promise<void> {
  try {
    await recordRecording(context, news);
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    await spoolRecording(context, news);
  }
}

/** Keeps on the disk that the carrier holds a recording. */
async function spoolRecording(context: Context, news: RecordingNews): Promise<void> {
  const { RecordingSid: sid, CallSid, RecordingStatus, RecordingDuration } = news;
  const facts = { call: CallSid, state: RecordingStatus, seconds: String(RecordingDuration) };
  const call = { sid, phone: null };
  const language = context.settings.defaultLanguage;
  await keepForLater(context, { kind: 'recording', call, facts, language, reportNo: 0, recordingSid: sid });
}
