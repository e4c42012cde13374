import { Op } from 'sequelize';
import { Call } from '../../../models/call';
import { isDatabaseUnavailable } from '../../../models/database';
import type { CallState } from '../../carrier/carrier';
import { isHotlineError } from '../../errors';
import { askWithin } from '../outbound/ask-within';
import type { Context } from '../context';
import type { Due } from '../due';
import { endCall } from './end-call';

const batch = 20;
const atOnce = 5;
/** In milliseconds: talks with a person are long, and a word about their end is rarely lost. */
const askAgainMs = 60_000;

const over: ReadonlySet<CallState> = new Set<CallState>(['completed', 'busy', 'failed', 'no-answer', 'canceled']);

/** Asks the carrier about calls that have been going on for long: the word of their end may be lost, and what they left undone must be seen to (design, decision 6). Returns how many. */
export async function reconcileCalls(context: Context): Promise<number> {
  const going = await Call.findAll({
    where: { askAt: { [Op.lte]: context.clock.now() } },
    order: [['askAt', 'ASC']],
    limit: batch,
  });
  return askWithin(context, going, atOnce, (call) => reconcileSafely(context, call));
}

/** When the next call is asked about. */
export const unendedDue = (): readonly Due[] => [{ sql: 'SELECT MIN(ask_at) FROM calls WHERE ask_at IS NOT NULL' }];

async function reconcileSafely(context: Context, { sid, askAt }: Call): Promise<void> {
  try {
    const again = new Date(context.clock.now().getTime() + askAgainMs);
    const [claimed] = await Call.update({ askAt: again }, { where: { sid, askAt } });
    if (claimed === 0) return;
    const call = await context.carrier.findCall(sid);
    // A call that the carrier has forgotten is over.
    const state = call?.state ?? 'completed';
    if (over.has(state)) await endCall(context, sid, state);
  } catch (error) {
    if (!isHotlineError(error) || isDatabaseUnavailable(error)) throw error;
    context.log.warn('the carrier could not be asked about a call', { callSid: sid, error });
  }
}
