import { inTransaction } from '../../../models/database';
import { Ticket } from '../../../models/ticket';
import { byCaller } from '../../domain/timeline';
import { attachRecording } from './attach-recording';
import type { Context } from '../context';
import { recordTimeline } from '../record-timeline';

/** Puts what a caller adds to a report by voice on the timeline. Idempotent per recording. */
export async function addMessage(context: Context, ticketId: number, callSid: string, sid: string): Promise<void> {
  await inTransaction(async () => {
    const isNew = await attachRecording(context, { sid, callSid, ticketId, purpose: 'addition' });
    if (!isNew) return;
    await Ticket.update({ updatedAt: context.clock.now() }, { where: { id: ticketId } });
    await recordTimeline(context, ticketId, 'noted', byCaller, { note: 'message_added', recording: sid });
  });
}
