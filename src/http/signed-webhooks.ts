import { parse } from 'node:querystring';
import express from 'express';
import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import { isSigned } from '../carrier/signature';
import { HotlineError } from '../errors';
import type { Logger } from '../logger';
import { inCallContext } from './request-context';

export interface WebhookSecurity {
  /** The URL that the carrier was given; never taken from the request's own headers. */
  readonly publicBaseUrl: string;
  /** The token and, during a change, the next one. */
  readonly tokens: readonly string[];
  readonly log: Logger;
}

const bodyLimit = '64kb';
const formType = 'application/x-www-form-urlencoded';

/** Stands before every webhook: reads the form, then lets only what the carrier signed through; anything else is 403 and changes nothing. */
export function signedWebhooks(security: WebhookSecurity): (RequestHandler | ErrorRequestHandler)[] {
  return [readBody(), refuseUnreadable(security.log), checkSignature(security)];
}

/** Reads a form into its fields, all of them and under their names as they were signed (in UTF-8, as the carrier writes), and JSON as the text that its signature is about. */
function readBody(): RequestHandler {
  const text: RequestHandler = express.text({ type: ['application/json', formType], limit: bodyLimit });
  return (request, response, next) => {
    text(request, response, (error?: unknown) => {
      const body: unknown = request.body;
      if (typeof body === 'string' && request.is(formType) !== false)
        request.body = { ...parse(body, '&', '=', { maxKeys: 0 }) };
      next(error);
    });
  };
}

/** Refuses a body that cannot be read and so not checked; here, so that no later error handler answers a stranger. */
function refuseUnreadable(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, _response, next) => {
    log.warn('a webhook could not be read and was refused', { path: request.path, ip: request.ip, error });
    next(new HotlineError('forbidden', 'The body cannot be read, so its signature cannot be checked.'));
  };
}

function checkSignature(security: WebhookSecurity): RequestHandler {
  return (request, _response, next) => {
    inCallContext(request, () => {
      next(problemOf(security, request));
    });
  };
}

/** What speaks against a webhook, logged; undefined when the carrier signed it. */
function problemOf({ publicBaseUrl, tokens, log }: WebhookSecurity, request: Request): HotlineError | undefined {
  const body: unknown = request.body;
  const signature = request.get('X-Twilio-Signature');
  const url = `${publicBaseUrl}${request.originalUrl}`;
  const content =
    typeof body === 'string' ? { params: {}, rawBody: body } : { params: (body ?? {}) as Record<string, unknown> };
  if (isSigned({ signature, url, ...content }, tokens)) return undefined;
  const why = signature === undefined ? 'has no signature' : 'has a wrong signature';
  log.warn(`a webhook ${why} and was refused; the signed URL would be ${url}`, { ip: request.ip });
  return new HotlineError('forbidden', 'The request is not signed by the carrier.');
}
