import { inTransaction } from '../../../models/database';
import { Task } from '../../../models/task';
import { Ticket } from '../../../models/ticket';
import { isOpen } from '../../domain/ticket';
import { byCaller } from '../../domain/timeline';
import { addTask } from '../add-task';
import { lockTicket } from '../paging/lock-ticket';
import { attachRecording } from '../tickets/ticket-recordings';
import type { Context } from '../context';
import { dangerHelp } from '../tickets/danger-help';
import { locateTicket } from '../tickets/locate-ticket';
import { recordTimeline } from '../record-timeline';

/** Takes the address of the danger that the caller names: the team of that address is paged instead, unless somebody has accepted, and the desk need not find the place. Idempotent. */
export async function confirmDangerPlace(context: Context, ticket: Ticket, accountNo: string): Promise<void> {
  await inTransaction(async () => {
    const { id, state } = await lockTicket(ticket.id);
    if (!isOpen(state)) return;
    await locateTicket(context, id, { account: accountNo }, byCaller);
    const done = { state: 'done', doneAt: context.clock.now() } as const;
    await Task.update(done, { where: { key: keyOfPlace(ticket), state: 'open' } });
  });
}

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
    const task = {
      key: keyOfPlace(ticket),
      kind: 'locate',
      reason: 'danger',
      ticketId: id,
      recordingSid: sid,
    } as const;
    const { isNew: isAdded } = await addTask(context, task);
    const again = { recordingSid: sid, state: 'open', doneAt: null, doneBy: null, note: null } as const;
    if (!isAdded) await Task.update(again, { where: { key: task.key } });
    await recordTimeline(context, id, 'noted', byCaller, { note: 'place_recorded', recording: sid });
  });
}

const keyOfPlace = ({ id }: Ticket): string => `locate:${id}`;
