import express, { type Router } from 'express';
import { Chaos } from './chaos';
import type { Exchange } from './exchange';

const QUICKEST_PACE = 100;

/** How the carrier behaves from now on: what goes wrong, and how quickly it speaks. */
export function carrierRouter(exchange: Exchange): Router {
  const router = express.Router();
  router.get('/chaos', (_request, response) => {
    response.json(exchange.chaos.options);
  });
  router.put('/chaos', (request, response) => {
    exchange.chaos = Chaos.of((request.body ?? {}) as object);
    response.json(exchange.chaos.options);
  });
  router.get('/speech', (_request, response) => {
    response.json({ pace: exchange.speechPace });
  });
  router.put('/speech', (request, response) => {
    exchange.speechPace = paceOf((request.body ?? {}) as { readonly pace?: unknown });
    response.json({ pace: exchange.speechPace });
  });
  return router;
}

/** Reads the pace of a request. Throws when the pace is not allowed. */
function paceOf({ pace }: { readonly pace?: unknown }): number {
  if (typeof pace === 'number' && pace > 0 && pace <= QUICKEST_PACE) return pace;
  throw new Error(`The pace of speech is a number above 0 and at most ${QUICKEST_PACE}`);
}
