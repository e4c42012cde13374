export interface Outgoing {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly body: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** In milliseconds of real time: the program under test answers in real time, whatever the clock. */
  readonly timeoutMs: number;
}

export interface Answered {
  readonly status: number;
  readonly body: Buffer;
  readonly contentType: string;
  /** Where a redirect leads; null for any other answer. */
  readonly location: string | null;
}

export interface Failed {
  readonly failure: 'connect' | 'timeout';
  /** Twilio's error code for this failure. */
  readonly code: number;
  readonly message: string;
}

export type Delivery = Answered | Failed;

const FORM = 'application/x-www-form-urlencoded; charset=UTF-8';

/** One HTTP request; never throws. */
export async function deliver(request: Outgoing): Promise<Delivery> {
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.body === null ? request.headers : { ...request.headers, 'Content-Type': FORM },
      body: request.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(request.timeoutMs),
    });
    return {
      status: response.status,
      body: Buffer.from(await response.arrayBuffer()),
      contentType: response.headers.get('content-type') ?? '',
      location: response.status >= 300 && response.status < 400 ? response.headers.get('location') : null,
    };
  } catch (error) {
    return failureOf(error, request.timeoutMs);
  }
}

interface Cause {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly cause?: Cause;
}

function failureOf(error: unknown, timeoutMs: number): Failed {
  const thrown = error as Cause;
  if (thrown.name === 'TimeoutError') {
    return { failure: 'timeout', code: 11205, message: `No answer within ${timeoutMs} ms` };
  }
  const { code = '', message = '' } = thrown.cause ?? thrown;
  const [, twilioCode, name] = KINDS.find(([pattern]) => pattern.test(code)) ?? OTHER;
  return { failure: 'connect', code: twilioCode, message: `${name}: ${message === '' ? code : message}` };
}

const OTHER = [/./, 11205, 'HTTP connection failure'] as const;

/** How Node names a failure, with Twilio's number and name for the same. */
const KINDS: readonly (readonly [RegExp, number, string])[] = [
  [/^(ENOTFOUND|EAI_AGAIN)$/, 11210, 'HTTP bad host name'],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, 11235, 'Certificate invalid, domain mismatch'],
  [/^CERT_HAS_EXPIRED$/, 11236, 'Certificate invalid, expired'],
  [/CERT|UNABLE_TO_/, 11237, 'Certificate invalid, could not find path to certificate'],
  [/SSL|^EPROTO$/, 11220, 'TLS handshake error'],
  [/^(HPE_|UND_ERR_SOCKET)/, 11206, 'HTTP protocol violation'],
];
