import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import { HotlineError } from '../errors';

/** Who asks the API: a token or, later, a signed-in user. */
interface ApiCaller {
  readonly name: string;
  readonly role: 'admin';
}

/** Looks up whom a token belongs to; null for nobody. */
export type FindCaller = (token: string) => Promise<ApiCaller | null>;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The one token of API_TOKEN, compared in constant time; without the setting nobody gets in. */
export function settingsCaller(apiToken: string | undefined): FindCaller {
  const expected = apiToken === undefined ? null : digest(apiToken);
  return (token) => {
    const known = expected !== null && timingSafeEqual(expected, digest(token));
    return Promise.resolve(known ? { name: 'API_TOKEN', role: 'admin' } : null);
  };
}

/** Lets only requests with a known bearer token through and remembers whose it is (`callerOf`); 401 otherwise. */
export function requireBearer(find: FindCaller): RequestHandler {
  return async (request, response, next) => {
    const [, token] = /^Bearer +(\S+)$/i.exec(request.get('Authorization') ?? '') ?? [];
    const caller = token === undefined ? null : await find(token);
    if (caller === null) {
      response.set('WWW-Authenticate', 'Bearer');
      throw new HotlineError('unauthorized', 'A valid bearer token is needed.');
    }
    response.locals['caller'] = caller;
    next();
  };
}

/** Whose token a request carried; after `requireBearer`. */
export function callerOf(response: Response): ApiCaller {
  return response.locals['caller'] as ApiCaller;
}

/** Keeps one caller from starving the calls: so many requests a second each, then 429. After `requireBearer`. */
export function limitPerCaller(requestsPerSecond: number): RequestHandler {
  return rateLimit({
    windowMs: 1000,
    limit: requestsPerSecond,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (_request, response) => callerOf(response).name,
    handler: (_request, _response, next) => {
      next(new HotlineError('rate_limited', `At most ${requestsPerSecond} requests a second.`));
    },
  });
}
