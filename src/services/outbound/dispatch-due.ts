import { Op } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import { claimAttempt } from './claim-attempt';
import type { Context } from '../context';
import type { Due } from '../due';
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

/** When the next attempt may go, by its own time, its hold and the rate. */
export const dispatchesDue = (): readonly Due[] =>
  (['call', 'text'] as const).flatMap((channel) => [
    { sql: notBeforeSlot('MIN(due_at)', 'held_until IS NULL'), values: { channel } },
    { sql: notBeforeSlot('MIN(held_until)', 'held_until IS NOT NULL'), values: { channel } },
  ]);

const notBeforeSlot = (first: string, which: string): string =>
  'SELECT CASE WHEN slot.next_at > waiting.since THEN slot.next_at ELSE waiting.since END' +
  ` FROM (SELECT ${first} AS since FROM attempts WHERE state = 'due' AND channel = :channel AND ${which}) AS waiting` +
  ' LEFT JOIN rate_slots AS slot ON slot.name = :channel';
