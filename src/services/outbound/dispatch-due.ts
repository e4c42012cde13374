import { Attempt } from '../../../models/attempt';
import { claimAttempt } from './claim-attempt';
import type { Context } from '../context';
import type { Due } from '../due';
import { allSettled, findDue, tryRow, wanted, type SweepStep } from '../due-rows';
import { sendAttempt } from './send-attempt';

const batch = 50;
/** How many requests to the carrier are under way at once, so that one slow answer does not delay a page. */
const mostAtOnce = 8;
const name = 'dispatch';
const channels = ['call', 'text'] as const;

const waiting = (channel: Attempt['channel'], which: string) => ({
  model: Attempt,
  where: `state = 'due' AND channel = :channel AND ${which}`,
  values: () => ({ channel }),
});

/** Places the calls and texts that are due, the most important first, as far as rate and caps allow; returns how many were sent. */
export const dispatchDue: SweepStep = {
  name,
  /** When the next attempt may go, by its own time, its hold and the rate. */
  due: (context) =>
    channels.flatMap((channel) => [
      firstOf(context, channel, 'due_at', 'held_until IS NULL'),
      firstOf(context, channel, 'held_until', 'held_until IS NOT NULL'),
    ]),
  run: dispatch,
};

function firstOf(context: Context, channel: Attempt['channel'], moment: string, which: string): Due {
  const since = `SELECT MIN(${moment}) AS since FROM attempts AS Attempt WHERE ${wanted(context, name, waiting(channel, which))}`;
  const sql =
    'SELECT CASE WHEN slot.next_at > waiting.since THEN slot.next_at ELSE waiting.since END' +
    ` FROM (${since}) AS waiting LEFT JOIN rate_slots AS slot ON slot.name = '${channel}'`;
  return { sql };
}

async function dispatch(context: Context): Promise<number> {
  const sending: Promise<unknown>[] = [];
  const full = new Set<string>();
  let failed = 0;
  // Calls and texts are read apart, so that fifty waiting pages do not hold up a receipt.
  const due = [...(await dueAttempts(context, 'call')), ...(await dueAttempts(context, 'text'))];
  for (const attempt of due) {
    if (sending.length >= mostAtOnce) break;
    if (full.has(attempt.channel)) continue;
    const claim = await tryRow(context, name, attempt, () => claimAttempt(context, attempt));
    if (claim === null) failed += 1;
    else if (claim.kind === 'full') full.add(attempt.channel);
    else if (claim.kind === 'claimed')
      sending.push(tryRow(context, name, attempt, () => sendAttempt(context, claim.attempt)));
  }
  // If recording what was sent fails, the attempt is looked into when its lease ends.
  await allSettled(sending);
  return sending.length + failed;
}

const dueAttempts = (context: Context, channel: Attempt['channel']): Promise<Attempt[]> =>
  findDue(
    context,
    name,
    {
      ...waiting(channel, '(held_until IS NULL OR held_until <= :now)'),
      moment: 'due_at',
      order: 'priority_rank, due_at, id',
    },
    batch,
  );
