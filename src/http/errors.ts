import type { ErrorRequestHandler, RequestHandler } from 'express';
import { z } from 'zod';
import { type ErrorCode, HotlineError } from '../errors';
import type { Logger } from '../logger';

const statuses: Readonly<Partial<Record<ErrorCode, number>>> = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rate_limited: 429,
  carrier_refused: 502,
  carrier_unavailable: 503,
  database_unavailable: 503,
};

interface Answer {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

const bug: Answer = { status: 500, code: 'internal', message: 'Something went wrong on our side.', details: {} };

/** The library that reads bodies throws errors with a status of its own (malformed, too large, wrong encoding). */
const unreadable = z.object({ status: z.number().min(400).max(499), type: z.string() });

function toAnswer(error: unknown): Answer {
  if (error instanceof HotlineError) {
    const status = statuses[error.code];
    return status === undefined ? bug : { status, code: error.code, message: error.message, details: error.details };
  }
  if (error instanceof z.ZodError) {
    const problems = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    return { status: 400, code: 'bad_request', message: 'The request has wrong values.', details: { problems } };
  }
  const body = unreadable.safeParse(error);
  if (!body.success) return error instanceof URIError ? { ...bug, status: 400, code: 'bad_request' } : bug;
  const { status, type } = body.data;
  return { status, code: 'bad_request', message: 'The body cannot be read.', details: { problem: type } };
}

/** Answers errors as `{ error: { code, message, details } }`; what is no HotlineError is a bug: logged with its stack, and nothing of it leaks. */
export function errorAnswers(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const { status, ...told } = toAnswer(error);
    if (status === 500) log.error('a request failed', { method: request.method, path: request.path, error });
    else if (status > 500) log.warn('a request could not be served', { path: request.path, error });
    if (response.headersSent) next(error);
    else response.status(status).json({ error: told });
  };
}

/** The last route: nothing else answered. */
export function unknownRoute(): RequestHandler {
  return (request, _response, next) => {
    next(new HotlineError('not_found', 'There is nothing here.', { method: request.method, path: request.path }));
  };
}
