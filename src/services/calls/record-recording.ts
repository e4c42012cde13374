import { Recording } from '../../../models/recording';
import { Ticket } from '../../../models/ticket';
import type { Context } from '../context';

export interface RecordingNews {
  readonly RecordingSid: string;
  readonly CallSid: string;
  readonly RecordingStatus: string;
  /** Seconds. */
  readonly RecordingDuration: number;
}

/** Notes that the carrier holds a recording; the sound stays there, the row holds its id. A repeated callback changes nothing. */
export async function recordRecording(context: Context, news: RecordingNews): Promise<void> {
  const { RecordingSid: sid, CallSid: callSid, RecordingStatus: state, RecordingDuration: seconds } = news;
  const ticket = await Ticket.findOne({ where: { callSid, descriptionRecording: sid } });
  const [row, isNew] = await Recording.findOrCreate({
    where: { sid },
    defaults: {
      sid,
      callSid,
      ticketId: ticket?.id ?? null,
      purpose: 'description',
      seconds,
      state,
      createdAt: context.clock.now(),
    },
  });
  if (!isNew) await row.update({ seconds, state });
}
