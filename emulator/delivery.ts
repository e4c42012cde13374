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
  /** Where a 3xx points. */
  readonly location: string | null;
}

export type Delivery = Answered | { readonly failure: 'connect' | 'timeout'; readonly message: string };

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

function failureOf(error: unknown, timeoutMs: number): Delivery {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return { failure: 'timeout', message: `No answer within ${timeoutMs} ms` };
  }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
  return { failure: 'connect', message: `HTTP connection failure: ${cause}` };
}
