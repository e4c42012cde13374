import { inTransaction } from '../../../models/database';
import { Task } from '../../../models/task';
import { Ticket } from '../../../models/ticket';
import { byCaller } from '../../domain/timeline';
import { addTask } from '../add-task';
import { attachRecording } from '../tickets/attach-recording';
import type { Context } from '../context';
import { dangerHelp } from '../tickets/danger-help';
import { recordTimeline } from '../record-timeline';

/** The danger is not at the address on file: the recorded place replaces the address, and the desk is asked to find it. Idempotent per recording. */
export async function noteDangerPlace(context: Context, ticket: Ticket, sid: string): Promise<void> {
  const { id, callSid } = ticket;
  await inTransaction(async () => {
    const isNew = await attachRecording(context, { sid, callSid: callSid ?? '', ticketId: id, purpose: 'place' });
    if (!isNew) return;
    const now = context.clock.now();
    // The crew that has the job must not hear an address that the caller has denied.
    const help = await dangerHelp(ticket);
    await Ticket.update(
      { descriptionRecording: sid, accountNo: null, networkNodeCode: null, updatedAt: now },
      { where: { id: [id, ...help.map((other) => other.id)] } },
    );
    const task = { key: `locate:${id}`, kind: 'locate', reason: 'danger', ticketId: id, recordingSid: sid } as const;
    const { isNew: isAdded } = await addTask(context, task);
    if (!isAdded) await Task.update({ recordingSid: sid, state: 'open' }, { where: { key: task.key } });
    await recordTimeline(context, id, 'noted', byCaller, { note: 'place_recorded', recording: sid });
  });
}
