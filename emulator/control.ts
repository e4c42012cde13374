import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import { carrierRouter } from './carrier-control';
import { nextTurn } from './clock';
import { clockRouter } from './clock-control';
import type { Exchange } from './exchange';
import { ownMachineOnly } from './own-machine';
import type { Phone } from './phone';
import { streamPhones } from './phone-stream';

interface Command {
  readonly keys?: string;
  readonly words?: string;
  readonly body?: string;
  readonly from?: string;
  readonly withheld?: boolean;
}

/** About five minutes of speech at a telephone's 8 kHz and 16 bit. */
const LONGEST_SOUND = '5mb';

/** What people's phones do over HTTP: each act is POST /phones/{number}/{act}. */
const ACTS: Readonly<Record<string, (phone: Phone, command: Command) => Promise<void>>> = {
  dial: (phone, { from, withheld }) =>
    phone.dial(undefined, { ...(from === undefined ? {} : { from }), withheld: withheld ?? false }),
  answer: (phone) => phone.answer(),
  reject: (phone) => phone.reject(),
  keys: (phone, { keys }) => phone.presses(keys ?? ''),
  say: (phone, { words }) => phone.says(words ?? ''),
  breathe: (phone) => {
    phone.drawsBreath();
    return Promise.resolve();
  },
  hangup: (phone) => phone.hangsUp(),
  text: (phone, { body }) => phone.sendText(body ?? ''),
};

/** Phones for people: state, acts and events, to programs on the same machine only. */
export function controlRouter(exchange: Exchange): Router {
  const router = express.Router();
  router.use(ownMachineOnly, express.json());
  router.use('/clock', clockRouter(exchange.time));
  router.use(carrierRouter(exchange));
  router.get('/directory', (_request, response) => {
    response.json(exchange.options.directory ?? { people: [] });
  });
  router.get('/events', (_request, response) => {
    streamPhones(exchange, response);
  });
  router.get('/phones', (_request, response) => {
    response.json({ number: exchange.options.number, phones: [...exchange.phones.values()].map(summary) });
  });
  router.get('/phones/:number', (request, response) => {
    response.json(describe(exchange.phone(request.params.number)));
  });
  router.get('/phones/:number/events', (request, response) => {
    const { number } = request.params;
    response.type('text/event-stream').flushHeaders();
    const end = exchange.journal.listen((entry) => {
      if (entry.who === number) response.write(`event: ${entry.kind}\ndata: ${JSON.stringify(entry)}\n\n`);
    });
    response.once('close', end);
  });
  router.post('/phones/:number/sound', express.raw({ type: 'audio/wav', limit: LONGEST_SOUND }), speakSound(exchange));
  router.post('/phones/:number/:act', act(exchange));
  router.get('/debugger', (_request, response) => {
    response.json({ notices: exchange.journal.notices, violations: exchange.webhooks.violations });
  });
  router.use(answerError);
  return router;
}

function act(exchange: Exchange): RequestHandler<{ number: string; act: string }> {
  return async (request, response) => {
    const perform = ACTS[request.params.act];
    if (!perform) {
      response.status(404).json({ error: `A phone cannot ${request.params.act}` });
      return;
    }
    const phone = exchange.phone(request.params.number);
    await answerAct(perform(phone, (request.body ?? {}) as Command), phone, request, response);
  };
}

/** Lets the phone speak with real sound: the body is a wav file, `words` in the query is what it says. */
function speakSound(exchange: Exchange): RequestHandler<{ number: string }> {
  return async (request, response) => {
    const phone = exchange.phone(request.params.number);
    const file = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const { words } = request.query;
    const act = phone.saysSound(file, typeof words === 'string' ? words : '');
    await answerAct(act, phone, request, response);
  };
}

/** Answers with the phone's state once everything that the act set off is over; a client that prefers not to wait is answered as soon as the act has begun. */
async function answerAct(act: Promise<void>, phone: Phone, request: Request, response: Response): Promise<void> {
  if (request.get('prefer') !== 'respond-async') {
    await act;
    response.json(describe(phone));
    return;
  }
  // An act that is not possible fails before the next turn and is refused; what fails later can only be seen in the events.
  act.catch(() => undefined);
  await Promise.race([act, nextTurn()]);
  response.status(202).end();
}

function summary(phone: Phone): object {
  const { number, state, persona } = phone;
  return { number, state, persona };
}

function describe(phone: Phone): object {
  const { asking, bridgedWith, lastHeard, transcript, texts, call } = phone;
  const callSid = call?.sid ?? null;
  const activity = call?.activity ?? null;
  return { ...summary(phone), callSid, activity, asking, bridgedWith, lastHeard, transcript, texts };
}

const answerError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  response.status(409).json({ error: error instanceof Error ? error.message : String(error) });
};
