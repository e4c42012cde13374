import { Op } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import { Callback } from '../../../models/callback';
import { inTransaction } from '../../../models/database';
import { Ticket } from '../../../models/ticket';
import { nextAllowed } from '../../domain/hours';
import { isHotlineError } from '../../errors';
import { quietKinds } from '../../domain/attempt-kinds';
import type { Context } from '../context';
import type { Due } from '../due';
import { giveUpCallback } from './give-up-callback';
import { queueCall } from '../outbound/queue-attempt';
import { stopOf } from '../outbound/stop-list';

const batch = 100;

/** Puts every callback whose time has come on the dispatcher's list; returns how many there were. */
export async function placeCallbacks(context: Context): Promise<number> {
  await holdOvernight(context);
  const due = await Callback.findAll({
    where: { state: 'waiting', dueAt: { [Op.lte]: context.clock.now() } },
    order: [['dueAt', 'ASC']],
    limit: batch,
  });
  for (const { id } of due) await placeSafely(context, id);
  return due.length;
}

/** Calls that still wait for their turn when quiet hours begin wait on for the morning. */
async function holdOvernight({ clock, policy, settings }: Context): Promise<void> {
  const now = clock.now();
  const heldUntil = nextAllowed(policy.quietHours, settings.timezone, now);
  if (heldUntil <= now) return;
  const earlier = { [Op.or]: [null, { [Op.lt]: heldUntil }] };
  await Attempt.update(
    { heldUntil, heldBecause: 'quiet_hours' },
    { where: { kind: quietKinds, channel: 'call', state: 'due', heldUntil: earlier } },
  );
}

/** When the next callback is due, and in quiet hours when a call would go that nobody has held. */
export function callbacksDue({ clock, policy, settings }: Context): readonly Due[] {
  const now = clock.now();
  const heldUntil = nextAllowed(policy.quietHours, settings.timezone, now);
  const waiting = { sql: "SELECT MIN(due_at) FROM callbacks WHERE state = 'waiting'" };
  const unheld = {
    sql:
      "SELECT MIN(due_at) FROM attempts WHERE state = 'due' AND channel = 'call' AND kind = 'completion'" +
      ' AND (held_until IS NULL OR held_until < :heldUntil)',
    values: { heldUntil },
  };
  return heldUntil <= now ? [waiting] : [waiting, unheld];
}

/** One callback that cannot be placed must not stop the others. */
async function placeSafely(context: Context, id: number): Promise<void> {
  try {
    await inTransaction(() => placeCallback(context, id));
  } catch (error) {
    if (isHotlineError(error, 'database_unavailable')) throw error;
    context.log.error('a customer could not be called back', { callbackId: id, error });
    const dueAt = new Date(context.clock.now().getTime() + context.policy.callback.retryAfter.busy);
    await Callback.update({ dueAt }, { where: { id, state: 'waiting' } });
  }
}

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
  const dueAt = nextAllowed(context.policy.quietHours, context.settings.timezone, now);
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
