import { Attempt } from '../../../models/attempt';
import { inTransaction } from '../../../models/database';
import { Outage } from '../../../models/outage';
import { OutageWish } from '../../../models/outage-wish';
import { afterMissedCall, type CallbackMove, type MissedOutcome } from '../../domain/callbacks';
import { bySystem } from '../../domain/timeline';
import { callbackRules } from '../callbacks/callback-rules';
import type { Context } from '../context';
import { dueRows } from '../due-rows';
import { isReachable } from '../outbound/is-reachable';
import { queueCall, queueText } from '../outbound/queue-attempt';
import { recordTimeline } from '../record-timeline';
import { restorationCall, restoredText } from './tell-those-linked';
import { missedOutcome } from '../../domain/callbacks';

const callOver =
  'EXISTS (SELECT 1 FROM attempts WHERE attempts.ticket_id = OutageWish.ticket_id' +
  " AND attempts.kind = 'restoration' AND attempts.channel = 'call'" +
  " AND attempts.attempt_no = OutageWish.attempts AND attempts.state = 'ended')";

/** Moves on the calls about restored power, as soon as one has ended or its time has come: another one after a missed one, a text after the last. */
export const tellRestored = dueRows(
  'tell-restored',
  {
    model: OutageWish,
    moment: 'created_at',
    where: `state = 'calling' AND ${callOver}`,
    each: (context, wish) => inTransaction(() => settle(context, wish)),
  },
  {
    model: OutageWish,
    moment: 'due_at',
    where: "state = 'due'",
    each: (context, wish) => inTransaction(() => place(context, wish)),
  },
);

async function settle(context: Context, { id, ticketId, attempts }: OutageWish): Promise<void> {
  const call = { ticketId, kind: 'restoration', channel: 'call', attemptNo: attempts, state: 'ended' };
  const attempt = await Attempt.findOne({ where: call });
  const wish = await OutageWish.findByPk(id);
  if (attempt === null || wish === null) return;
  // The owner of the number wants no calls: a text tells it at once.
  const outcome = attempt.outcome === 'stopped' ? 'refused' : missedOutcome(attempt.outcome);
  await missRestoration(context, wish, outcome);
}

/** A call about restored power brought no answer; inside the caller's transaction. Null when the wish was settled already. */
export async function missRestoration(
  context: Context,
  wish: OutageWish,
  outcome: MissedOutcome,
): Promise<CallbackMove | null> {
  const now = context.clock.now();
  const next = await nextMove(context, wish, outcome, now);
  const change =
    next.kind === 'retry'
      ? ({ state: 'due', dueAt: next.dueAt } as const)
      : ({ state: 'unreached', reason: next.reason, finishedAt: now } as const);
  const claim = { id: wish.id, state: 'calling', attempts: wish.attempts };
  const [moved] = await OutageWish.update(change, { where: claim });
  if (moved === 0) return null;
  await recordTimeline(context, wish.ticketId, 'callback', bySystem, { outcome, attempt: wish.attempts });
  if (next.kind === 'unreached' && outcome !== 'unsure') await textInstead(context, wish);
  return next;
}

/** As callbacks do, but at any hour: these calls keep no quiet hours. */
async function nextMove(context: Context, wish: OutageWish, outcome: MissedOutcome, now: Date): Promise<CallbackMove> {
  const outage = await Outage.findByPk(wish.outageCode);
  const rules = { ...callbackRules(context), quietHours: { night: null, midday: null } };
  const restoredAt = outage?.restoredAt ?? wish.createdAt;
  const hardLimitAt = new Date(restoredAt.getTime() + context.policy.callback.hardLimit);
  return afterMissedCall(rules, { attempts: wish.attempts, hardLimitAt }, outcome, now);
}

/** Nobody picked up: a text tells it. */
export async function textInstead(context: Context, wish: OutageWish): Promise<void> {
  if (wish.toPhone !== null && wish.channel !== 'text' && (await isReachable(context, wish.toPhone, 'text')))
    await queueText(context, restoredText(context, wish));
}

async function place(context: Context, wish: OutageWish): Promise<void> {
  const attempts = wish.attempts + 1;
  const claim = { id: wish.id, state: 'due', attempts: wish.attempts };
  const [claimed] = await OutageWish.update({ state: 'calling', attempts, dueAt: null }, { where: claim });
  if (claimed === 1) await queueCall(context, restorationCall(wish, attempts));
}
