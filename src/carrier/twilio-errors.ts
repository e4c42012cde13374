import { HotlineError } from '../errors';
import type { RefusalReason } from './carrier';

/** The carrier's error codes that we can do something about; any other 4xx is a `bad_request`. */
const reasons: Readonly<Record<number, RefusalReason>> = {
  20003: 'unauthorized',
  21201: 'invalid_number',
  21211: 'invalid_number',
  21214: 'invalid_number',
  21217: 'invalid_number',
  13224: 'invalid_number',
  13223: 'invalid_number',
  21216: 'blocked_number',
  13225: 'blocked_number',
  21610: 'opted_out',
  21612: 'not_textable',
  21614: 'not_textable',
  21635: 'not_textable',
  21215: 'not_permitted',
  21408: 'not_permitted',
  13226: 'not_permitted',
  13227: 'not_permitted',
  21210: 'bad_sender',
  21212: 'bad_sender',
  21606: 'bad_sender',
  21659: 'bad_sender',
  22005: 'queue_full',
  10004: 'queue_full',
};

/** The call or text is over or never existed, so what we asked for is neither possible nor needed any more. */
const overCodes: readonly number[] = [20404, 21218, 21220];

/** Errors that say that no connection was made, so that the carrier cannot have done anything. */
const neverConnected: readonly string[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];
const retryAfterMs = 1000;

interface Failure {
  readonly message: string;
  /** HTTP status, absent when no answer came. */
  readonly status?: number;
  /** The carrier's error number, or the name of a network error. */
  readonly code?: number | string;
}

function readFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : 'no reason given';
  if (typeof error !== 'object' || error === null) return { message };
  const { status, code } = error as { status?: unknown; code?: unknown };
  return {
    message,
    ...(typeof status === 'number' && { status }),
    ...((typeof code === 'number' || typeof code === 'string') && { code }),
  };
}

const unavailable = (failure: Failure, ambiguous: boolean, cause: unknown): HotlineError =>
  new HotlineError(
    'carrier_unavailable',
    `The carrier did not answer: ${failure.message}`,
    { ambiguous, retryAfterMs, ...failure },
    { cause },
  );

function reasonOf({ status, code }: Failure): RefusalReason {
  const known = reasons[Number(code)];
  if (known) return known;
  return status === 401 || status === 403 ? 'unauthorized' : 'bad_request';
}

/** Too many requests: nothing was done and it may simply be asked again. `retryAfter` is the answer's header, in seconds. */
export function tooManyRequests(retryAfter: string | undefined): HotlineError {
  const asked = Number(retryAfter) * 1000;
  const wait = Number.isFinite(asked) && asked > 0 ? asked : retryAfterMs;
  return new HotlineError('carrier_unavailable', 'The carrier takes no more requests now', {
    ambiguous: false,
    retryAfterMs: wait,
    status: 429,
  });
}

/**
 * What a failed request to the carrier means to us: `carrier_refused` { reason, carrierCode }, or `carrier_unavailable`
 * { ambiguous, retryAfterMs }, ambiguous unless the request certainly did nothing (429, no connection).
 */
function toHotlineError(error: unknown): HotlineError {
  if (error instanceof HotlineError) return error;
  const failure = readFailure(error);
  const { status, code } = failure;
  if (status === 429) return tooManyRequests(undefined);
  if (status !== undefined && status >= 400 && status < 500) {
    const details = { reason: reasonOf(failure), ...(typeof code === 'number' && { carrierCode: code }) };
    return new HotlineError('carrier_refused', `The carrier refused: ${failure.message}`, details, { cause: error });
  }
  const certain = status === undefined && neverConnected.includes(String(code));
  return unavailable(failure, !certain, error);
}

/** The answer to a request; its failure as `toHotlineError` tells it. */
export const translated = <T>(request: Promise<T>): Promise<T> =>
  request.catch((error: unknown) => {
    throw toHotlineError(error);
  });

/** As `translated`, but a call or text that is over or unknown to the carrier gives `otherwise`. */
export const unlessOver = <T, U>(request: Promise<T>, otherwise: U): Promise<T | U> =>
  request.catch((error: unknown) => {
    if (isOver(error)) return otherwise;
    throw toHotlineError(error);
  });

/** Whether the carrier says that the call is over or unknown to it. */
function isOver(error: unknown): boolean {
  const { status, code } = readFailure(error);
  return status === 404 || overCodes.includes(Number(code));
}
