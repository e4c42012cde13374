import { Op } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import { CallStop } from '../../../models/call-stop';
import { inTransaction } from '../../../models/database';
import { byCaller } from '../../domain/timeline';
import { addTask } from '../add-task';
import { attemptKinds } from '../../domain/attempt-kinds';
import type { Context } from '../context';
import { recordTimeline } from '../record-timeline';

/** Takes keys 1–3 of node `stop` in a call to a customer; the choice holds for this number from now on. Once for each number and ticket. */
export async function stopCustomerCalls(
  context: Context,
  attemptId: number,
  reason: CallStop['reason'],
): Promise<void> {
  await inTransaction(async () => {
    const attempt = await Attempt.findByPk(attemptId);
    if (attempt?.ticketId == null) return;
    const { ticketId, toPhone: phone } = attempt;
    const isNew = await keepStop(context, { phone, ticketId, reason });
    await attempt.update({ outcome: 'stopped', answeredAt: attempt.answeredAt ?? context.clock.now() });
    if (isNew) await recordTimeline(context, ticketId, 'noted', byCaller, { note: reason });
  });
}

/** From weak to strong: a choice is never replaced by a weaker one. */
const strength: readonly CallStop['reason'][] = ['no_more_calls', 'texts_only', 'wrong_number'];

/** Keeps the choice of a number's owner about a ticket, and has the desk look into a wrong number; false when it was known. Inside the caller's transaction. */
export async function keepStop(
  context: Context,
  { phone, ticketId, reason }: Pick<CallStop, 'phone' | 'ticketId' | 'reason'>,
): Promise<boolean> {
  const [stop, isNew] = await CallStop.findOrCreate({
    where: { phone, ticketId },
    defaults: { phone, ticketId, reason, since: context.clock.now() },
  });
  const isMore = strength.indexOf(reason) > strength.indexOf(stop.reason);
  if (isMore) await stop.update({ reason });
  if (reason === 'wrong_number')
    await addTask(context, { key: `wrong-number:${ticketId}`, kind: 'call', reason, ticketId });
  return isNew || isMore;
}

/** Why this attempt must not go out, or null: a wrong number gets nothing more about the ticket, "texts only" holds for every call, "no more" for calls about the ticket. */
export async function stopOf({
  kind,
  channel,
  toPhone: phone,
  ticketId,
}: Pick<Attempt, 'kind' | 'channel' | 'toPhone' | 'ticketId'>): Promise<CallStop['reason'] | null> {
  if (!attemptKinds[kind].stoppable) return null;
  const wrong = { phone, ticketId: ticketId ?? 0, reason: 'wrong_number' };
  const calls = { phone, [Op.or]: [{ reason: 'texts_only' }, { ticketId: ticketId ?? 0 }] };
  const stop = await CallStop.findOne({ where: channel === 'text' ? wrong : calls });
  return stop?.reason ?? null;
}
