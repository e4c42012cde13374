import { literal } from 'sequelize';
import { Recording } from '../../../models/recording';
import { withValues } from '../../../models/sql-values';
import type { Context } from '../context';

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
