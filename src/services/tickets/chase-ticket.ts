import { inTransaction } from '../../../models/database';
import { Task } from '../../../models/task';
import type { Ticket } from '../../../models/ticket';
import type { CallInfo } from '../../domain/call';
import { isOpen } from '../../domain/ticket';
import { byCaller } from '../../domain/timeline';
import { addTask } from '../add-task';
import { promise } from './promises';
import type { Context } from '../context';
import { hurryPaging } from '../paging/hurry-paging';
import { lockTicket } from '../paging/lock-ticket';
import { recordTimeline } from '../record-timeline';

/** `recently`: the report was chased less than `chase.minGap` ago; `over`: there is nothing left to chase. */
type ChaseOutcome = 'chased' | 'recently' | 'over';

type Call = Pick<CallInfo, 'sid' | 'phone'>;

/** The customer chases a report: if its paging still goes on, the supervisor is rung at once, and the desk owes a call back. Idempotent per call. */
export async function chaseTicket(context: Context, ticketId: number, call: Call): Promise<ChaseOutcome> {
  const key = `chase:${ticketId}:${call.sid}`;
  return inTransaction(async () => {
    if ((await Task.findOne({ where: { key } })) !== null) return 'chased';
    const ticket = await lockTicket(ticketId);
    if (!isOpen(ticket.state)) return 'over';
    if (await isRecent(context, ticketId)) return 'recently';
    await chase(context, ticket, call, key);
    return 'chased';
  });
}

/** The desk's task for the latest chase of a ticket; null when there was none. */
export function lastChase(ticketId: number): Promise<Task | null> {
  return Task.findOne({ where: { ticketId, reason: 'chase' }, order: [['id', 'DESC']] });
}

async function isRecent({ clock, policy }: Context, ticketId: number): Promise<boolean> {
  const last = await lastChase(ticketId);
  return last !== null && last.createdAt.getTime() + policy.chase.minGap > clock.now().getTime();
}

async function chase(context: Context, ticket: Ticket, call: Call, key: string) {
  const now = context.clock.now();
  const dueAt = new Date(now.getTime() + context.policy.chase.callbackWithin);
  await hurryPaging(context, ticket.id);
  await ticket.update({ updatedAt: now });
  const phone = ticket.reporterPhone ?? call.phone;
  await addTask(context, { key, kind: 'call', reason: 'chase', ticketId: ticket.id, phone, dueAt });
  await recordTimeline(context, ticket.id, 'chased', byCaller, { call: call.sid, callbackBy: dueAt.toISOString() });
  const { id: ticketId } = ticket;
  await promise(context, { kind: 'callback', ticketId, callSid: call.sid, channel: 'phone', promisedAt: dueAt });
}
