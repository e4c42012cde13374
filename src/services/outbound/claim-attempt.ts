import { Op } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import { forgetRemembered, inTransaction, remembered } from '../../../models/database';
import { RateSlot } from '../../../models/rate-slot';
import { Ticket } from '../../../models/ticket';
import { attemptKinds } from '../../domain/attempt-kinds';
import { holdFor, longestWindow, onTheLine, type Hold } from '../../domain/number-caps';
import { isAllowedNumber } from '../../phone-number';
import { numberCheckOf } from './check-number';
import type { Context } from '../context';
import { isOptedOut } from './opt-out';
import { endUnsent, type Unsent } from './record-refused';
import { stopOf } from './stop-list';

/** How long a request to the carrier may be under way before `reconcileAttempts` looks into it. */
const leaseMs = 30_000;
const lineCheckMs = 5000;

/** States in which a phone rings or is in use. */
export const inUse: readonly Attempt['state'][] = ['sending', 'placed', 'ringing', 'answered'];

/** `claimed`: this process is to send it; `passed`: it is held, refused or taken by another process, and the next one may go; `full`: the rate that all processes share is used up. */
type Claim = { readonly kind: 'claimed'; readonly attempt: Attempt } | { readonly kind: 'passed' | 'full' };

/** Claims one due attempt for this process, if its number may be reached now and the rate allows it. */
export async function claimAttempt(context: Context, attempt: Attempt): Promise<Claim> {
  const end = await unwanted(context, attempt);
  if (end !== null) {
    if (end !== 'held') await refuse(context, attempt, end);
    return { kind: 'passed' };
  }
  await haveSlot(context, attempt.channel);
  return inTransaction(() => claim(context, attempt));
}

/** Why the number must not be reached, or `held` until it is checked; null when nothing is in the way. */
async function unwanted(context: Context, attempt: Attempt): Promise<Unsent | 'held' | null> {
  if (!isAllowedNumber(attempt.toPhone, context.settings.allowedPrefixes))
    return { outcome: 'refused', errorCode: 'not_allowed' };
  if (attempt.channel === 'text' && (await isOptedOut(attempt.toPhone)))
    return { outcome: 'opted_out', errorCode: null };
  const stop = await stopOf(attempt);
  if (stop !== null) return { outcome: 'stopped', errorCode: stop };
  const check = await numberCheckOf(context, attempt);
  if (check === 'never') return { outcome: 'cancelled', errorCode: 'number_check' };
  return check === 'wait' ? 'held' : null;
}

/** Ends an attempt as its kind wants it, and logs a number that is not allowed, since such a number on file must be corrected. */
async function refuse(context: Context, attempt: Attempt, end: Unsent): Promise<void> {
  if (!(await endUnsent(context, attempt, 'due', end)) || end.errorCode !== 'not_allowed') return;
  const { id, kind } = attempt;
  const level = attemptKinds[kind].isUrgent ? 'error' : 'warn';
  context.log[level]('a number outside ALLOWED_PREFIXES was not called', { attempt: id, kind });
}

async function claim(context: Context, attempt: Attempt): Promise<Claim> {
  // The slot's row is locked from here on: claims of all processes take turns, and each sees what the last one claimed.
  if (!(await takeSlot(context, attempt.channel))) return { kind: 'full' };
  const hold = attempt.channel === 'call' ? await holdOf(context, attempt) : null;
  const [changed] = await Attempt.update(hold ?? lease(context), { where: { id: attempt.id, state: 'due' } });
  if (hold === null && changed === 1) {
    return { kind: 'claimed', attempt: attemptKinds[attempt.kind].isRewritten ? await attempt.reload() : attempt };
  }
  // Nothing is sent, so the next attempt need not wait for a slot.
  await RateSlot.update({ nextAt: context.clock.now() }, { where: { name: attempt.channel } });
  return { kind: 'passed' };
}

function lease({ clock }: Context) {
  const leaseUntil = new Date(clock.now().getTime() + leaseMs);
  // Why the carrier did not take it before counts no more.
  return { state: 'sending' as const, leaseUntil, heldUntil: null, heldBecause: null, errorCode: null };
}

/** Takes the slot of one call: all processes together place at most `paging.callsPerSecond`; texts have slots of their own. */
async function takeSlot({ clock, policy }: Context, name: string): Promise<boolean> {
  const now = clock.now();
  const nextAt = new Date(now.getTime() + 1000 / policy.paging.callsPerSecond);
  const [taken] = await RateSlot.update({ nextAt }, { where: { name, nextAt: { [Op.lte]: now } } });
  return taken === 1;
}

/** Makes the slot's row once, before the claim: a row made in the claim's own transaction would make no other process wait. */
async function haveSlot({ clock }: Context, name: string): Promise<void> {
  const slot = `rate slot ${name}`;
  if ((await remembered(slot, () => RateSlot.findByPk(name))) !== null) return;
  await RateSlot.create({ name, nextAt: clock.now() }, { ignoreDuplicates: true });
  forgetRemembered(slot);
}

/** Why this number must not ring now: it is in another call of ours, or was called too often. Inside the claim's transaction. */
async function holdOf(context: Context, attempt: Attempt): Promise<Hold | null> {
  const now = context.clock.now();
  const { toPhone } = attempt;
  const { perNumber } = context.policy.paging;
  const since = new Date(now.getTime() - longestWindow(perNumber));
  const others = await Attempt.findAll({
    attributes: ['state', 'sentAt'],
    where: {
      toPhone,
      channel: 'call',
      id: { [Op.ne]: attempt.id },
      [Op.or]: [{ state: [...inUse] }, { sentAt: { [Op.gt]: since } }],
    },
  });
  if (others.some(({ state }) => inUse.includes(state)))
    return { heldUntil: new Date(now.getTime() + lineCheckMs), heldBecause: onTheLine };
  const hold = holdFor(
    perNumber,
    others.flatMap(({ sentAt }) => sentAt ?? []),
    now,
  );
  return hold === null || (await goesAllTheSame(attempt)) ? null : hold;
}

/** Whether this is the only call under way for a P0 or P1, for which no other phone rings now. */
async function goesAllTheSame({ id, kind, ticketId }: Attempt): Promise<boolean> {
  if (!attemptKinds[kind].passesCaps || ticketId === null) return false;
  const ticket = await Ticket.findByPk(ticketId, { attributes: ['priority'] });
  if (ticket?.priority !== 'P0' && ticket?.priority !== 'P1') return false;
  const others = { ticketId, kind, id: { [Op.ne]: id }, state: [...inUse] };
  return (await Attempt.count({ where: others })) === 0;
}
