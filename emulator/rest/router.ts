import express, { type ErrorRequestHandler, type RequestHandler, type Router } from 'express';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Exchange } from '../exchange';
import { callsRouter } from './calls';
import { messagesRouter } from './messages';
import { notificationsRouter } from './notifications';
import { presentAccount } from './present';
import { queuesRouter } from './queues';
import { recordingsRouter } from './recordings';
import { notFound, Refusal, refusalBody } from './refusal';

/** Twilio's REST API of one account, behind basic authentication. */
export function restRouter(exchange: Exchange): Router {
  const router = express.Router();
  const { accountSid } = exchange.options;
  router.use(countRequests(exchange), authenticate(exchange), limitRate(exchange));
  // Read as text because a parser would merge repeated fields and could drop empty ones, which both mean something here.
  router.use(express.text({ type: 'application/x-www-form-urlencoded', limit: '1mb' }));
  router.get(`/Accounts/${accountSid}.json`, (_request, response) => {
    response.json(presentAccount(exchange));
  });
  router.use(
    `/Accounts/${accountSid}`,
    callsRouter(exchange),
    messagesRouter(exchange),
    recordingsRouter(exchange),
    queuesRouter(exchange),
    notificationsRouter(exchange),
  );
  router.use((request) => {
    throw notFound(request.originalUrl);
  });
  router.use(answerRefusal);
  return router;
}

function countRequests(exchange: Exchange): RequestHandler {
  return (_request, response, next) => {
    exchange.requests += 1;
    response.once('close', () => {
      exchange.requests -= 1;
    });
    next();
  };
}

/** Twilio limits how many requests are under way at once. Here it is how many arrive in a second, because a test can bring that about. */
function limitRate({ options, clock }: Exchange): RequestHandler {
  const { requestsPerSecond } = options;
  let recent: number[] = [];
  return (_request, response, next) => {
    if (requestsPerSecond === undefined) {
      next();
      return;
    }
    const now = clock.now().getTime();
    recent = recent.filter((at) => at > now - 1000);
    if (recent.length >= requestsPerSecond) {
      response.set('Retry-After', '1');
      throw new Refusal(429, 20429, 'Too Many Requests');
    }
    recent.push(now);
    next();
  };
}

function authenticate({ options }: Exchange): RequestHandler {
  const wanted = `Basic ${Buffer.from(`${options.accountSid}:${options.authToken}`).toString('base64')}`;
  return (request, _response, next) => {
    if (!same(request.headers.authorization ?? '', wanted)) throw new Refusal(401, 20003, 'Authenticate');
    next();
  };
}

function same(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

const answerRefusal: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const refusal = error instanceof Refusal ? error : new Refusal(500, 20500, String(error));
  response.status(refusal.status).json(refusalBody(refusal));
};
