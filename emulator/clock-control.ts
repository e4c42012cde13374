import express, { type Router } from 'express';
import type { FastForward } from './fast-forward';

/** The clock over HTTP: where it stands, and moving it forward until a phone rings. */
export function clockRouter(time: FastForward): Router {
  const router = express.Router();
  router.get('/', (_request, response) => {
    response.json(time.state);
  });
  router.get('/events', (_request, response) => {
    response.type('text/event-stream').flushHeaders();
    const tell = (): void => {
      response.write(`event: clock\ndata: ${JSON.stringify(time.state)}\n\n`);
    };
    tell();
    response.once('close', time.listen(tell));
  });
  router.post('/forward', (request, response) => {
    const { minutes } = (request.body ?? {}) as { readonly minutes?: unknown };
    response.json(time.forward(Number(minutes)));
  });
  router.post('/stop', (_request, response) => {
    time.stop();
    response.json(time.state);
  });
  return router;
}
