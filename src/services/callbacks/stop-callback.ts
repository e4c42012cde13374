import { inTransaction } from '../../../models/database';
import type { StopReason } from '../../domain/callbacks';
import { byCaller } from '../../domain/timeline';
import { callbackCall } from './callback-call';
import type { Context } from '../context';
import { giveUpCallback } from './give-up-callback';
import { recordTimeline } from '../record-timeline';
import { keepStop } from '../outbound/stop-list';

/** The customer wants no more calls about this: the callback ends with that reason, and the wish is on the timeline. */
export async function stopCalling(context: Context, attemptId: number, reason: StopReason): Promise<void> {
  await inTransaction(async () => {
    const call = await callbackCall(attemptId);
    if (call === null) return;
    const { attempt, callback, ticket } = call;
    if (attempt.outcome !== 'stopped') await recordTimeline(context, ticket.id, 'noted', byCaller, { note: reason });
    await attempt.update({ outcome: 'stopped', answeredAt: attempt.answeredAt ?? context.clock.now() });
    await keepStop(context, { phone: attempt.toPhone, ticketId: ticket.id, reason });
    await giveUpCallback(context, callback, reason);
  });
}
