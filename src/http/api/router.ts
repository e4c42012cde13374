import { Router, type RequestHandler } from 'express';
import { HotlineError } from '../../errors';
import type { Context } from '../../services/context';
import { listCallbacks } from '../../services/views/callbacks';
import { listCalls, readCall } from '../../services/views/calls';
import { listPages } from '../../services/views/pages';
import { listTickets } from '../../services/views/tickets';
import { readTicket } from '../../services/views/read-ticket';
import { type FindCaller, limitPerCaller, requireBearer, requireRight } from '../bearer';
import { openApiDocument } from './openapi';
import { optOutsRouter } from './opt-outs';
import { outagesRouter } from './outages';
import { shownPhones } from './phones';
import { tasksRouter } from './tasks';
import { callbacksQuery, callsQuery, onePhonesQuery, pagesQuery, ticketsQuery } from '../../services/views/queries';

/** Well above the 50 a second that the contract promises to each token. */
const requestsPerSecond = 200;

/** The REST API (contract section 8), to be mounted at /api/v1; all but its own description needs a bearer token; `more` are the parts that change things. */
export function apiRouter(
  context: Pick<Context, 'settings' | 'clock'>,
  findCaller: FindCaller,
  ...more: readonly Router[]
): Router {
  const router = Router();
  router.get('/openapi.json', (_request, response) => {
    response.json(openApiDocument());
  });
  router.use(refuseNul);
  router.use(requireBearer(findCaller), limitPerCaller(requestsPerSecond), requireRight());
  router.get('/tickets', async (request, response) => {
    response.json(await listTickets(context, ticketsQuery.parse(request.query)));
  });
  router.get('/tickets/:number', async (request, response) => {
    const { number } = request.params;
    const { phones } = onePhonesQuery.parse(request.query);
    const show = await shownPhones(context, response, phones, { ticket: number });
    response.json(await readTicket(context, number, show));
  });
  router.get('/calls', async (request, response) => {
    response.json(await listCalls(context, callsQuery.parse(request.query)));
  });
  router.get('/calls/:sid', async (request, response) => {
    const { sid } = request.params;
    const { phones } = onePhonesQuery.parse(request.query);
    const show = await shownPhones(context, response, phones, { call: sid });
    response.json(await readCall(context, sid, show));
  });
  router.get('/pages', async (request, response) => {
    response.json(await listPages(context, pagesQuery.parse(request.query)));
  });
  router.get('/callbacks', async (request, response) => {
    response.json(await listCallbacks(context, callbacksQuery.parse(request.query)));
  });
  for (const part of more) router.use(part);
  return router;
}

/** The parts of the API that change things, for `apiRouter`. */
export const apiParts = (context: Context): Router[] => [
  outagesRouter(context),
  optOutsRouter(context),
  tasksRouter(context),
];

/** Refuses the character NUL, which no name, number or word contains and which databases reject. */
const refuseNul: RequestHandler = (request, _response, next) => {
  if (request.path.includes('%00')) throw new HotlineError('bad_request', 'The address holds a NUL character.');
  next();
};
