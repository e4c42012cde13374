import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import { type ApiRole, may, type Right } from '../domain/api-roles';
import { HotlineError } from '../errors';

/** Who asks the API: a token or, later, a signed-in user. */
interface ApiCaller {
  /** Tells callers of the same name apart. */
  readonly key: string;
  readonly name: string;
  readonly role: ApiRole;
}

/** Looks up whom a token belongs to; null for nobody. */
export type FindCaller = (token: string) => Promise<ApiCaller | null>;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The one token of API_TOKEN, compared in constant time; without the setting nobody gets in. */
export function settingsCaller(apiToken: string | undefined): FindCaller {
  const expected = apiToken === undefined ? null : digest(apiToken);
  return (token) => {
    const known = expected !== null && timingSafeEqual(expected, digest(token));
    return Promise.resolve(known ? { key: 'API_TOKEN', name: 'API_TOKEN', role: 'admin' } : null);
  };
}

/** The tokens of the database, looked up by `find`. */
export function tokenCaller(
  find: (token: string) => Promise<{ readonly id: number; readonly name: string; readonly role: ApiRole } | null>,
): FindCaller {
  return async (token) => {
    const owner = await find(token);
    return owner && { key: `token ${owner.id}`, name: owner.name, role: owner.role };
  };
}

/** The first of several that knows the token. */
export function anyCaller(...finders: readonly FindCaller[]): FindCaller {
  return async (token) => {
    for (const find of finders) {
      const caller = await find(token);
      if (caller !== null) return caller;
    }
    return null;
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

/** Lets callers read or change something only if they have the right to; 403 otherwise. Use after `requireBearer`. */
export function requireRight(): RequestHandler {
  return (request, response, next) => {
    refuseWithout(neededFor(request), response);
    next();
  };
}

const neededFor = ({ method }: Request): Right => (method === 'GET' || method === 'HEAD' ? 'read' : 'act');

/** Throws `forbidden` when the caller's role does not hold the right. */
export function refuseWithout(right: Right, response: Response): void {
  const { role } = callerOf(response);
  if (!may(role, right)) throw new HotlineError('forbidden', `The role ${role} may not do this.`, { role, right });
}

/** Whose token a request carried. Use after `requireBearer`. */
export function callerOf(response: Response): ApiCaller {
  return response.locals['caller'] as ApiCaller;
}

/** Keeps one caller of the API from starving the phone calls: more requests a second than this get 429. Use after `requireBearer`. */
export function limitPerCaller(requestsPerSecond: number): RequestHandler {
  return rateLimit({
    windowMs: 1000,
    limit: requestsPerSecond,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (_request, response) => callerOf(response).key,
    handler: (_request, _response, next) => {
      next(new HotlineError('rate_limited', `At most ${requestsPerSecond} requests a second.`));
    },
  });
}
