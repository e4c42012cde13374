import { Attempt } from '../../../models/attempt';
import { inTransaction } from '../../../models/database';
import { Task } from '../../../models/task';
import { Ticket } from '../../../models/ticket';
import { byCaller } from '../../domain/timeline';
import { addTask } from '../add-task';
import { cancelTicket } from '../tickets/cancel-ticket';
import type { Context } from '../context';
import { queueCall } from '../outbound/queue-attempt';
import { recordTimeline } from '../record-timeline';
import { hurryPaging } from '../paging/hurry-paging';
import { startPaging } from '../paging/start-paging';

/** Keys 1–3 of node `danger-check`/`safe`. */
export type SafetyAnswer = 'safe' | 'still_in_danger' | 'cancelled_by_mistake';

interface EndedCall {
  /** The customer's, E.164; null when withheld. */
  readonly phone: string | null;
  readonly endedAt: Date | null;
}

/** Nobody has talked with the caller, so we ring the number, and the desk's task stays open until the caller answers. In the caller's transaction. */
export async function checkOnDanger(context: Context, ticket: Ticket, call: EndedCall): Promise<void> {
  const { id: ticketId, reporterLanguage: language } = ticket;
  const { checkAfter } = context.policy.danger;
  const dueAt = new Date((call.endedAt ?? context.clock.now()).getTime() + checkAfter);
  const { phone } = call;
  await addTask(context, { key: taskKey(ticketId), kind: 'call', reason: 'danger_check', ticketId, phone, dueAt });
  if (phone === null || ticket.state === 'closed') return;
  const order = { kind: 'danger_check', priority: 'P0', flow: 'danger-check', node: 'safe' } as const;
  await queueCall(context, { ...order, toPhone: phone, language, ticketId, dueAt });
}

const taskKey = (ticketId: number): string => `danger-check:${ticketId}`;

/** The ticket that a danger check asks about, if it still needs the answer; null otherwise. */
export async function dangerOfCheck(attemptId: number): Promise<Ticket | null> {
  const attempt = await Attempt.findByPk(attemptId);
  if (attempt?.kind !== 'danger_check' || attempt.ticketId === null) return null;
  const ticket = await Ticket.findByPk(attempt.ticketId);
  return ticket?.state === 'closed' && attempt.outcome === null ? null : ticket;
}

/** Takes the caller's key: `safe` is noted, `still_in_danger` pages on, a mistake ends the paging. Idempotent per call. */
export async function answerDangerCheck(context: Context, attemptId: number, answer: SafetyAnswer): Promise<void> {
  const ticket = await dangerOfCheck(attemptId);
  if (ticket === null) return;
  const isFirst = await inTransaction(async () => {
    const now = context.clock.now();
    const unanswered = { id: attemptId, outcome: null };
    const [claimed] = await Attempt.update({ outcome: answer, answeredAt: now }, { where: unanswered });
    if (claimed === 0) return false;
    await recordTimeline(context, ticket.id, 'noted', byCaller, { note: answer });
    if (answer === 'still_in_danger') await ringOn(context, ticket);
    else await Task.update({ state: 'done', doneAt: now }, { where: { key: taskKey(ticket.id), state: 'open' } });
    return true;
  });
  if (isFirst && answer === 'cancelled_by_mistake')
    await cancelTicket(context, ticket.id, { reason: 'false_report', by: byCaller, evenP0: true });
}

/** Rings the supervisor at once if the paging goes on; starts the paging if it never began or was stopped. */
async function ringOn(context: Context, ticket: Ticket): Promise<void> {
  const isHurried = await hurryPaging(context, ticket.id);
  const isUntaken = ticket.state === 'new' || ticket.state === 'offered';
  if (!isHurried && isUntaken) await startPaging(context, ticket);
}
