/** What can go wrong that somebody outside can understand; anything else is a bug. */
export type ErrorCode =
  | 'bad_request'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'rate_limited'
  | 'invalid_settings'
  | 'invalid_policy'
  | 'invalid_flow'
  | 'invalid_import'
  | 'database_unavailable'
  | 'carrier_refused'
  | 'carrier_unavailable';

/** The only error that services throw on purpose; each edge (HTTP, call, command line, job) translates `code` once. */
export class HotlineError extends Error {
  override readonly name = 'HotlineError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export function isHotlineError(error: unknown, code?: ErrorCode): error is HotlineError {
  return error instanceof HotlineError && (code === undefined || error.code === code);
}
