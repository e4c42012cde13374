import { Call } from '../../../models/call';
import { isDatabaseUnavailable } from '../../../models/database';
import type { CallState } from '../../carrier/carrier';
import { isHotlineError } from '../../errors';
import type { Context } from '../context';
import { dueRows } from '../due-rows';
import { endCall } from './end-call';

/** The pause between two questions about one call, in milliseconds: talks with a person are long, and the callback about their end is rarely lost. */
const askAgainMs = 60_000;

const over: ReadonlySet<CallState> = new Set<CallState>(['completed', 'busy', 'failed', 'no-answer', 'canceled']);

/** Asks the carrier about calls that have been going on for long: the callback about their end may be lost, and what they left undone must be dealt with (design, decision 6). */
export const reconcileCalls = dueRows('reconcile-calls', {
  model: Call,
  moment: 'ask_at',
  where: 'ask_at IS NOT NULL',
  atOnce: 5,
  each: reconcileSafely,
});

async function reconcileSafely(context: Context, { sid, askAt }: Call): Promise<void> {
  try {
    const again = new Date(context.clock.now().getTime() + askAgainMs);
    const [claimed] = await Call.update({ askAt: again }, { where: { sid, askAt } });
    if (claimed === 0) return;
    const call = await context.carrier.findCall(sid);
    // A call that the carrier no longer knows is over.
    const state = call?.state ?? 'completed';
    if (over.has(state)) await endCall(context, sid, state);
  } catch (error) {
    if (!isHotlineError(error) || isDatabaseUnavailable(error)) throw error;
    context.log.warn('the carrier could not be asked about a call', { callSid: sid, error });
  }
}
