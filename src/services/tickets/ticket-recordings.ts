import { inTransaction } from '../../../models/database';
import { Recording } from '../../../models/recording';
import { Ticket } from '../../../models/ticket';
import { byCaller } from '../../domain/timeline';
import type { Context } from '../context';
import { recordTimeline } from '../record-timeline';

interface HeardRecording {
  /** The carrier's id. */
  readonly sid: string;
  readonly callSid: string;
  readonly ticketId: number;
  readonly purpose: 'place' | 'addition';
}

/** Joins what a caller recorded to a ticket, whether the carrier has told us of it yet or not; false when it was joined before. */
export async function attachRecording({ clock }: Pick<Context, 'clock'>, heard: HeardRecording): Promise<boolean> {
  const { sid, ticketId, purpose } = heard;
  const [, isNew] = await Recording.findOrCreate({
    where: { sid },
    defaults: { ...heard, seconds: null, state: 'expected', createdAt: clock.now() },
  });
  if (isNew) return true;
  const [joined] = await Recording.update({ ticketId, purpose }, { where: { sid, ticketId: null } });
  return joined === 1;
}

/** Puts what a caller adds to a report by voice on the timeline. Idempotent per recording. */
export async function addMessage(context: Context, ticketId: number, callSid: string, sid: string): Promise<void> {
  await inTransaction(async () => {
    const isNew = await attachRecording(context, { sid, callSid, ticketId, purpose: 'addition' });
    if (!isNew) return;
    await Ticket.update({ updatedAt: context.clock.now() }, { where: { id: ticketId } });
    await recordTimeline(context, ticketId, 'noted', byCaller, { note: 'message_added', recording: sid });
  });
}
