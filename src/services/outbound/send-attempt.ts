import { Attempt } from '../../../models/attempt';
import type { Placed, RefusalReason } from '../../carrier/carrier';
import { attemptKinds } from '../../domain/attempt-kinds';
import { HotlineError, isHotlineError } from '../../errors';
import type { Context } from '../context';
import { recordPlaced } from './record-placed';
import { recordRefused } from './record-refused';

/** How long the carrier tries to deliver a text, in milliseconds; after that it is no longer news. */
const textValidForMs = 4 * 3_600_000;
/** After how many milliseconds a request with an unknown result is looked up. */
const lookUpAfterMs = 3000;
/** After how many milliseconds of waiting for the carrier something urgent needs a person. */
const alarmAfterMs = 30_000;

/** Hands a claimed attempt to the carrier and records the result. */
export async function sendAttempt(context: Context, attempt: Attempt): Promise<void> {
  let placed: Placed;
  try {
    placed = await (attempt.channel === 'call' ? placeCall(context, attempt) : sendText(context, attempt));
  } catch (error) {
    await recordFailure(context, attempt, error);
    return;
  }
  await recordPlaced(context, attempt.id, placed.sid);
}

function placeCall({ carrier, policy, settings }: Context, attempt: Attempt): Promise<Placed> {
  const { publicBaseUrl, hotlineNumber } = settings;
  const query = `attempt=${attempt.id}`;
  return carrier.placeCall({
    to: attempt.toPhone,
    from: hotlineNumber,
    url: `${publicBaseUrl}/voice/enter/${attempt.flow ?? ''}/${attempt.node ?? ''}?${query}&l=${encodeURIComponent(attempt.language)}`,
    fallbackUrl: `${publicBaseUrl}/voice/fallback?${query}`,
    statusUrl: `${publicBaseUrl}/voice/status?${query}`,
    ringForMs: policy.paging.ringFor,
    detectMachine: true,
  });
}

function sendText({ carrier, settings }: Context, attempt: Attempt): Promise<Placed> {
  return carrier.sendText({
    to: attempt.toPhone,
    from: settings.hotlineNumber,
    body: attempt.body ?? '',
    statusUrl: `${settings.publicBaseUrl}/sms/status?attempt=${attempt.id}`,
    validForMs: textValidForMs,
  });
}

async function recordFailure(context: Context, attempt: Attempt, error: unknown): Promise<void> {
  if (isHotlineError(error, 'carrier_refused')) {
    await recordRefused(context, attempt, error.details['reason'] as RefusalReason, error.message);
    return;
  }
  if (!isHotlineError(error, 'carrier_unavailable')) {
    context.log.error('an attempt could not be sent', { attempt: attempt.id, error });
  }
  await tryLater(context, attempt, error);
}

/** Sends a request again only if it certainly had no effect; any other is looked up first (design, decision 6). */
async function tryLater({ clock, log }: Context, attempt: Attempt, error: unknown): Promise<void> {
  const details = error instanceof HotlineError ? error.details : {};
  const now = clock.now().getTime();
  const certainlyNot = details['ambiguous'] === false;
  const waited = now - attempt.dueAt.getTime();
  const wait = typeof details['retryAfterMs'] === 'number' ? details['retryAfterMs'] : 1000;
  const change = certainlyNot
    ? { state: 'due' as const, leaseUntil: null, heldUntil: new Date(now + wait), heldBecause: 'carrier' as const }
    : { leaseUntil: new Date(now + lookUpAfterMs) };
  await Attempt.update(change, { where: { id: attempt.id, state: 'sending' } });
  const level = attemptKinds[attempt.kind].isUrgent && waited >= alarmAfterMs ? 'error' : 'warn';
  log[level]('the carrier does not take a call or text', { attempt: attempt.id, kind: attempt.kind, waitedMs: waited });
}
