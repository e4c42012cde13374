import { Op } from 'sequelize';
import { Attempt } from '../../models/attempt';
import { RateSlot } from '../../models/rate-slot';
import { earliest } from '../domain/earliest';
import { claimAttempt } from './claim-attempt';
import type { Context } from './context';
import { sendAttempt } from './send-attempt';

const batch = 50;
/** Requests to the carrier under way at once: a slow answer for one must not delay a page. */
const mostAtOnce = 8;

/** Places the calls and texts whose moment has come, the most important first, as far as rate and caps allow; returns how many were sent. */
export async function dispatchDue(context: Context): Promise<number> {
  const sending: Promise<void>[] = [];
  const full = new Set<string>();
  // Each channel has a window of its own: fifty waiting pages must not keep a receipt back.
  const due = [...(await dueAttempts(context, 'call')), ...(await dueAttempts(context, 'text'))];
  for (const attempt of due) {
    if (sending.length >= mostAtOnce) break;
    if (full.has(attempt.channel)) continue;
    const claim = await claimAttempt(context, attempt);
    if (claim.kind === 'full') full.add(attempt.channel);
    if (claim.kind === 'claimed') sending.push(sendAttempt(context, claim.attempt));
  }
  // All are awaited, also when writing down one of them fails: its lease brings it back.
  const failed = (await Promise.allSettled(sending)).find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return sending.length;
}

function dueAttempts({ clock }: Context, channel: Attempt['channel']): Promise<Attempt[]> {
  const now = clock.now();
  return Attempt.findAll({
    where: { state: 'due', channel, dueAt: { [Op.lte]: now }, heldUntil: { [Op.or]: [null, { [Op.lte]: now }] } },
    order: [
      ['priorityRank', 'ASC'],
      ['dueAt', 'ASC'],
      ['id', 'ASC'],
    ],
    limit: batch,
  });
}

/** When the next attempt may go, by its own time, its hold and the rate; or null. */
export async function nextDispatchAt({ clock }: Context): Promise<Date | null> {
  const moments = await Promise.all([nextOfChannel('call', clock.now()), nextOfChannel('text', clock.now())]);
  return earliest(moments);
}

async function nextOfChannel(channel: 'call' | 'text', now: Date): Promise<Date | null> {
  const at = earliest([await firstFree(channel), await firstHeld(channel)]);
  if (at === null || at > now) return at;
  const slot = await RateSlot.findByPk(channel);
  return slot && slot.nextAt > at ? slot.nextAt : at;
}

async function firstFree(channel: 'call' | 'text'): Promise<Date | null> {
  const where = { state: 'due', channel, heldUntil: null };
  const first = await Attempt.findOne({ where, order: [['dueAt', 'ASC']] });
  return first?.dueAt ?? null;
}

async function firstHeld(channel: 'call' | 'text'): Promise<Date | null> {
  const where = { state: 'due', channel, heldUntil: { [Op.ne]: null } };
  const first = await Attempt.findOne({ where, order: [['heldUntil', 'ASC']] });
  return first?.heldUntil ?? null;
}
