import { isDatabaseUnavailable } from '../../../models/database';
import type { Context } from '../context';
import { recordRecording, type RecordingNews } from './record-recording';
import { spoolRecording } from '../worker/replay-spool';

/** Notes a recording also while the database is down: carriers tell of it once. */
export async function takeRecording(context: Context, news: RecordingNews): Promise<void> {
  try {
    await recordRecording(context, news);
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    await spoolRecording(context, news);
  }
}
