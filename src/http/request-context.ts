import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import type { Clock } from '../clock';
import { withLogFields } from '../log-context';
import type { Metrics } from '../metrics';
import { readOnce } from '../services/database-state';

/** What may stand in a log line and a header unescaped. */
const plainId = /^[\w.:-]{1,64}$/;

/** Gives every request an id that its log lines carry and its answer repeats (a sensible X-Request-Id of a proxy is kept), and lets what is read twice for its answer be asked of the database only once. */
export function requestContext(): RequestHandler {
  return (request, response, next) => {
    const given = request.get('X-Request-Id') ?? '';
    const requestId = plainId.test(given) ? given : randomUUID();
    response.setHeader('X-Request-Id', requestId);
    withLogFields({ requestId }, () => {
      readOnce((end) => {
        response.once('close', end);
        next();
      });
    });
  };
}

/** Runs the rest of a webhook with its CallSid (or MessageSid) in its log lines; after the body has been read. */
export function inCallContext(request: Request, next: () => void): void {
  const { CallSid, MessageSid } = (request.body ?? {}) as Record<string, unknown>;
  const fields = {
    ...(typeof CallSid === 'string' && plainId.test(CallSid) && { callSid: CallSid }),
    ...(typeof MessageSid === 'string' && plainId.test(MessageSid) && { messageSid: MessageSid }),
  };
  withLogFields(fields, next);
}

/** Measures how long each webhook takes to answer, by the pattern of its path. */
export function measureWebhooks(metrics: Pick<Metrics, 'webhookAnswered'>, clock: Clock): RequestHandler {
  return (request, response, next) => {
    const begun = clock.now().getTime();
    response.once('finish', () => {
      const { path } = (request.route ?? { path: '/unknown' }) as { path: string };
      metrics.webhookAnswered(`${request.baseUrl}${path}`, clock.now().getTime() - begun);
    });
    next();
  };
}
