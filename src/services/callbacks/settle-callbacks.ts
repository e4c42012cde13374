import { Attempt } from '../../../models/attempt';
import { Callback } from '../../../models/callback';
import { inTransaction } from '../../../models/database';
import { afterMissedCall, missedOutcome, type CallbackMove, type MissedOutcome } from '../../domain/callbacks';
import { bySystem } from '../../domain/timeline';
import { callbackRules } from './callback-rules';
import type { Context } from '../context';
import { dueRows } from '../due-rows';
import { giveUpCallback } from './give-up-callback';
import { recordTimeline } from '../record-timeline';

const callOver =
  'EXISTS (SELECT 1 FROM attempts WHERE attempts.callback_id = Callback.id' +
  " AND attempts.attempt_no = Callback.attempts AND attempts.state = 'ended')";

/** Moves on every callback whose call has ended without an answer, as soon as it has: another call later, or the end with its reason. */
export const settleCallbacks = dueRows('settle-callbacks', {
  model: Callback,
  moment: 'created_at',
  where: `state = 'calling' AND ${callOver}`,
  each: (context, { id }) => inTransaction(() => settle(context, id)),
});

async function settle(context: Context, id: number): Promise<void> {
  const callback = await Callback.findByPk(id);
  if (callback?.state !== 'calling') return;
  const attempt = await Attempt.findOne({ where: { callbackId: id, attemptNo: callback.attempts, state: 'ended' } });
  if (attempt === null) return;
  await missCall(context, callback, missedOutcome(attempt.outcome));
}

/** A call about this callback brought no answer; inside the caller's transaction. Null when the callback was over already. */
export async function missCall(
  context: Context,
  callback: Callback,
  outcome: MissedOutcome,
): Promise<CallbackMove | null> {
  const { id, ticketId, attempts } = callback;
  const move = afterMissedCall(callbackRules(context), callback, outcome, context.clock.now());
  const retry = {
    state: 'waiting',
    lastOutcome: outcome,
    ...(move.kind === 'retry' && { dueAt: move.dueAt }),
  } as const;
  const [moved] = await Callback.update(retry, { where: { id, state: 'calling', attempts } });
  if (moved === 0) return null;
  await recordTimeline(context, ticketId, 'callback', bySystem, { outcome, attempt: attempts });
  if (move.kind === 'unreached') await giveUpCallback(context, callback, move.reason);
  return move;
}
