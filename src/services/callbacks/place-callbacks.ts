import { Op } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import { Callback } from '../../../models/callback';
import { inTransaction } from '../../../models/database';
import { Ticket } from '../../../models/ticket';
import { nextAllowed } from '../../domain/hours';
import { quietKinds } from '../../domain/attempt-kinds';
import type { Context } from '../context';
import { dueRows } from '../due-rows';
import { giveUpCallback } from './give-up-callback';
import { queueCall } from '../outbound/queue-attempt';
import { stopOf } from '../outbound/stop-list';

/** Puts every callback whose time has come on the dispatcher's list. */
export const placeCallbacks = dueRows('place-callbacks', {
  model: Callback,
  moment: 'due_at',
  where: "state = 'waiting'",
  each: (context, { id }) => inTransaction(() => placeCallback(context, id)),
});

/** Calls that still wait for their turn when quiet hours begin wait on for the morning. */
export const holdOvernight = dueRows('hold-overnight', {
  model: Attempt,
  moment: 'due_at',
  where:
    "state = 'due' AND channel = 'call' AND kind IN (:quietKinds) AND :heldUntil > :now" +
    ' AND (held_until IS NULL OR held_until < :heldUntil)',
  values: (context) => ({ quietKinds, heldUntil: afterQuiet(context) }),
  // All of them at once: the dispatcher comes next and would ring with those that are left.
  async sift(context) {
    await hold(context, {});
    return [];
  },
  each: (context, { id }) => hold(context, { id }),
});

function hold(context: Context, which: { readonly id?: number }) {
  const heldUntil = afterQuiet(context);
  const earlier = { [Op.or]: [null, { [Op.lt]: heldUntil }] };
  return Attempt.update(
    { heldUntil, heldBecause: 'quiet_hours' },
    { where: { ...which, kind: quietKinds, channel: 'call', state: 'due', heldUntil: earlier } },
  );
}

const afterQuiet = ({ clock, policy, settings }: Context): Date =>
  nextAllowed(policy.quietHours, settings.timezone, clock.now());

async function placeCallback(context: Context, id: number): Promise<void> {
  const callback = await Callback.findByPk(id);
  const ticket = callback && (await Ticket.findByPk(callback.ticketId));
  if (callback?.state !== 'waiting' || !ticket) return;
  if (ticket.state !== 'done') {
    const claim = { id, state: 'waiting', attempts: callback.attempts } as const;
    await Callback.update({ state: 'cancelled', finishedAt: context.clock.now() }, { where: claim });
  } else if (ticket.reporterPhone === null) {
    await giveUpCallback(context, callback, 'no_phone');
  } else {
    await callInTime(context, callback, ticket, ticket.reporterPhone);
  }
}

async function callInTime(context: Context, callback: Callback, ticket: Ticket, toPhone: string): Promise<void> {
  const isTooLate = callback.attempts > 0 && context.clock.now() > callback.hardLimitAt;
  const stop = await stopOf({ kind: 'completion', channel: 'call', toPhone, ticketId: ticket.id });
  if (isTooLate) await giveUpCallback(context, callback, 'time_used_up');
  else if (stop !== null) await giveUpCallback(context, callback, stop);
  else await callOrWait(context, callback, ticket, toPhone);
}

async function callOrWait(context: Context, callback: Callback, ticket: Ticket, toPhone: string): Promise<void> {
  const now = context.clock.now();
  // Whoever comes late (the process was down) does not ring at night either.
  const dueAt = afterQuiet(context);
  const claim = { id: callback.id, state: 'waiting', attempts: callback.attempts } as const;
  if (dueAt > now) {
    await Callback.update({ dueAt }, { where: claim });
    return;
  }
  const [claimed] = await Callback.update({ state: 'calling', attempts: callback.attempts + 1 }, { where: claim });
  if (claimed === 0) return;
  await queueCall(context, {
    kind: 'completion',
    priority: ticket.priority,
    toPhone,
    language: callback.language,
    ticketId: ticket.id,
    callbackId: callback.id,
    attemptNo: callback.attempts + 1,
    flow: 'completion',
    node: 'fixed',
  });
}
