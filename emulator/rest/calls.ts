import { type Request, Router } from 'express';
import { Call } from '../call';
import type { Exchange } from '../exchange';
import { placeOutbound } from '../place';
import { callOrderOf, sourceOf, statusTargetOf } from './call-order';
import { Form } from './form';
import { refuseMagic, TAKEN_NOT_CARRIED } from './magic-numbers';
import { matches, page, within } from './list';
import { presentCall } from './present';
import { notFound, Refusal } from './refusal';

/** Twilio's Calls resource. */
export function callsRouter(exchange: Exchange): Router {
  const router = Router();
  router.post('/Calls.json', (request, response) => {
    const form = new Form(new URLSearchParams(String(request.body)));
    response.status(201).json(presentCall(create(exchange, form)));
  });
  router.get('/Calls.json', (request, response) => {
    const found = exchange.calls.filter((call) => isBetween(request, call) && isWhen(request, call));
    response.json(page(request, 'calls', found.reverse().map(presentCall)));
  });
  router.get('/Calls/:sid.json', (request, response) => {
    response.json(presentCall(find(exchange, request.params.sid, request.path)));
  });
  router.post('/Calls/:sid.json', (request, response) => {
    const call = find(exchange, request.params.sid, request.path);
    update(call, new Form(new URLSearchParams(String(request.body))));
    response.json(presentCall(call));
  });
  return router;
}

function isBetween(request: Request, { setup, status }: Call): boolean {
  return (
    matches(request, 'To', setup.to) &&
    matches(request, 'From', setup.from) &&
    matches(request, 'Status', status) &&
    matches(request, 'ParentCallSid', setup.parent?.sid ?? '')
  );
}

function isWhen(request: Request, call: Call): boolean {
  const { createdAt, startedAt, endedAt } = call;
  return within(request, 'StartTime', startedAt ?? createdAt) && within(request, 'EndTime', endedAt ?? createdAt);
}

function find(exchange: Exchange, sid: string, path: string): Call {
  const call = exchange.findCall(sid);
  if (!call) throw notFound(path);
  return call;
}

function create(exchange: Exchange, form: Form): Call {
  const to = form.phone('To', 21201, 21211);
  const from = form.phone('From', 21213, 21212);
  refuseMagic('call', from, to);
  if (from !== exchange.options.number && from !== TAKEN_NOT_CARRIED) {
    throw new Refusal(400, 21210, `The source phone number provided, ${from}, is not yet verified for your account.`);
  }
  const order = callOrderOf(form);
  const fallback = form.url('FallbackUrl', 21205);
  const statusCallback = statusTargetOf(form);
  const turn = from === TAKEN_NOT_CARRIED ? 0 : exchange.takeTurn();
  if (turn === null) throw new Refusal(429, 22005, 'The queue of outbound calls is full.');
  const call = new Call(exchange, {
    from,
    to,
    direction: 'outbound-api',
    parent: null,
    fallback: fallback === null ? null : { url: fallback, method: form.method('FallbackMethod') },
    statusCallback,
  });
  if (from !== TAKEN_NOT_CARRIED) placeOutbound(call, order, turn);
  return call;
}

function update(call: Call, form: Form): void {
  const status = form.text('Status');
  if (status !== null && status !== 'canceled' && status !== 'completed') {
    throw new Refusal(400, 20001, `Status must be canceled or completed, not ${status}`);
  }
  if (status === null) redirectCall(call, form);
  else endCall(call, status);
}

function endCall(call: Call, status: 'canceled' | 'completed'): void {
  const waiting = call.status === 'queued' || call.status === 'ringing';
  if (!call.live || (status === 'canceled' && !waiting)) {
    throw new Refusal(400, 21220, `Call is not in-progress. Cannot change it to ${status}.`);
  }
  if (waiting && call.setup.direction !== 'inbound') call.end('canceled', 'cancelled by the program');
  else call.end('completed', 'ended by the program');
}

function redirectCall(call: Call, form: Form): void {
  const source = sourceOf(form);
  if (call.status !== 'in-progress') throw new Refusal(400, 21220, 'Call is not in-progress. Cannot redirect.');
  call.start(source);
}
