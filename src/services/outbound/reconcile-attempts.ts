import { Attempt } from '../../../models/attempt';
import { isDatabaseUnavailable } from '../../../models/database';
import type { CallState, CarrierCall, CarrierText } from '../../carrier/carrier';
import { isHotlineError } from '../../errors';
import type { Context } from '../context';
import { dueRows } from '../due-rows';
import { inUse } from './claim-attempt';
import { recordCallStatus } from './record-call-status';
import { recordPlaced } from './record-placed';
import { recordTextStatus } from './record-text-status';

const askAgainMs = 30_000;
/** More than the carrier's clock and ours ever differ, in milliseconds. */
const clockSlackMs = 2000;
/** A text without news for this long, in milliseconds, counts as lost, since the carrier no longer tries to deliver it. */
const textForgottenMs = 6 * 3_600_000;

/** Finds out what became of attempts without news: a request that got no answer, a status that never came (design, decision 6). One by one, so that two requests to the same number without an answer are not matched with the same call. */
export const reconcileAttempts = dueRows('reconcile-attempts', {
  model: Attempt,
  moment: 'lease_until',
  where: 'state IN (:inUse)',
  values: () => ({ inUse }),
  order: 'priority_rank',
  each: reconcileSafely,
});

async function reconcileSafely(context: Context, attempt: Attempt): Promise<void> {
  try {
    // Whatever the answer, this process or another asks again after this lease.
    const leaseUntil = new Date(context.clock.now().getTime() + askAgainMs);
    const mine = { id: attempt.id, state: attempt.state, leaseUntil: attempt.leaseUntil };
    const [claimed] = await Attempt.update({ leaseUntil }, { where: mine });
    if (claimed === 1) await (attempt.state === 'sending' ? findAgain(context, attempt) : askAbout(context, attempt));
  } catch (error) {
    if (!isHotlineError(error) || isDatabaseUnavailable(error)) throw error;
    context.log.warn('the carrier could not be asked about an attempt', { attempt: attempt.id, error });
  }
}

/** Looks up a request that got no answer: if the carrier has the call, it is this attempt's; else the attempt is sent again. */
async function findAgain(context: Context, attempt: Attempt): Promise<void> {
  const since = new Date(attempt.dueAt.getTime() - clockSlackMs);
  const found =
    attempt.channel === 'call'
      ? await context.carrier.findCallsTo(attempt.toPhone, since)
      : (await context.carrier.findTextsTo(attempt.toPhone, since)).filter(({ body }) => body === attempt.body);
  const known = await Attempt.findAll({
    attributes: ['carrierSid'],
    where: { carrierSid: found.map(({ sid }) => sid) },
  });
  const own = found.find(({ sid }) => !known.some(({ carrierSid }) => carrierSid === sid));
  if (own) {
    await recordPlaced(context, attempt.id, own.sid);
    await recordState(context, attempt, own);
    return;
  }
  const again = { state: 'due' as const, leaseUntil: null, dueAt: context.clock.now() };
  const [changed] = await Attempt.update(again, { where: { id: attempt.id, state: 'sending' } });
  if (changed === 1)
    context.log.warn('an attempt had not reached the carrier and is sent again', { attempt: attempt.id });
}

async function askAbout(context: Context, attempt: Attempt): Promise<void> {
  const { carrierSid } = attempt;
  if (carrierSid === null) return;
  if (attempt.channel === 'call') {
    const call = await context.carrier.findCall(carrierSid);
    // A call that the carrier no longer knows is over.
    await recordState(context, attempt, call ?? { sid: carrierSid, state: 'failed' });
    return;
  }
  const since = new Date((attempt.sentAt ?? attempt.createdAt).getTime() - clockSlackMs);
  const texts = await context.carrier.findTextsTo(attempt.toPhone, since);
  const isForgotten = context.clock.now().getTime() - since.getTime() > textForgottenMs;
  const text = texts.find(({ sid }) => sid === carrierSid) ?? { sid: carrierSid, state: 'sent' as const };
  await recordState(context, attempt, isForgotten ? { ...text, state: 'failed' } : text);
}

type Known = Pick<CarrierCall, 'sid' | 'state'> | Pick<CarrierText, 'sid' | 'state'>;

async function recordState(context: Context, attempt: Attempt, { sid, state }: Known): Promise<void> {
  if (attempt.channel === 'call') {
    const status = { callSid: sid, status: state as CallState, sequence: null, machine: false };
    await recordCallStatus(context, attempt.id, status);
    return;
  }
  const status = state as CarrierText['state'];
  await recordTextStatus(context, attempt.id, { messageSid: sid, status, errorCode: null });
}
