import { Outage } from '../../../models/outage';
import { OutageWish } from '../../../models/outage-wish';
import { missedOutcome, type MissedOutcome, type UnreachedReason } from '../../domain/callbacks';
import type { Context } from '../context';
import { isReachable } from '../outbound/is-reachable';
import type { OwedCalls } from '../outbound/owed-calls';
import { queueText } from '../outbound/queue-attempt';
import { restorationCall, restoredText } from './tell-those-linked';

/** Calls about restored power, at any hour; when nobody picks up the last one, a text tells the news. */
export const restorationCalls: OwedCalls<OutageWish> = {
  kind: 'restoration',
  model: OutageWish,
  by: 'ticketId',
  waits: 'due',
  isToldOfEach: true,
  async lastAt({ policy }, { outageCode, createdAt }) {
    const outage = await Outage.findByPk(outageCode);
    return new Date((outage?.restoredAt ?? createdAt).getTime() + policy.callback.hardLimit);
  },
  callOf: (_context, wish) => Promise.resolve(restorationCall(wish)),
  // When the owner of the number wants no calls, a text tells the news at once.
  missed: (outcome) => (outcome === 'stopped' ? 'refused' : missedOutcome(outcome)),
  onGivenUp: textInstead,
};

const wantsNothing: ReadonlySet<UnreachedReason> = new Set(['wrong_number', 'no_more_calls']);

async function textInstead(
  context: Context,
  wish: OutageWish,
  reason: UnreachedReason,
  missed: MissedOutcome | null,
): Promise<void> {
  if (missed === 'unsure' || wantsNothing.has(reason) || wish.toPhone === null || wish.channel === 'text') return;
  if (await isReachable(context, wish.toPhone, 'text')) await queueText(context, restoredText(context, wish));
}
