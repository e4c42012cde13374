import { isDatabaseUnavailable } from '../../../models/database';
import type { Context } from '../context';
import { recordRecording, type RecordingNews } from './record-recording';
import { keepForLater } from '../keep-for-later';

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
export async function spoolRecording(context: Context, news: RecordingNews): Promise<void> {
  const { RecordingSid: sid, CallSid, RecordingStatus, RecordingDuration } = news;
  const facts = { call: CallSid, state: RecordingStatus, seconds: String(RecordingDuration) };
  const language = context.settings.defaultLanguage;
  await keepForLater(context, {
    kind: 'recording',
    call: { sid, phone: null },
    facts,
    language,
    reportNo: 0,
    recordingSid: sid,
  });
}
