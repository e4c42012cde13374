import { Router } from 'express';
import type { Exchange } from '../exchange';
import type { Message } from '../message';
import { createMessage, sendMessage } from '../send-message';
import { Form } from './form';
import { matches, page, within } from './list';
import { refuseMagic, TAKEN_NOT_CARRIED } from './magic-numbers';
import { presentMessage } from './present';
import { notFound, Refusal } from './refusal';

const LONGEST_BODY = 1600;

/** Twilio's Messages resource. */
export function messagesRouter(exchange: Exchange): Router {
  const router = Router();
  router.post('/Messages.json', (request, response) => {
    const message = create(exchange, new Form(new URLSearchParams(String(request.body))));
    response.status(201).json(presentMessage(exchange, message));
  });
  router.get('/Messages.json', (request, response) => {
    const found = exchange.messages.filter(
      (message) =>
        matches(request, 'To', message.to) &&
        matches(request, 'From', message.from) &&
        within(request, 'DateSent', message.sentAt ?? message.createdAt),
    );
    const shown = found.reverse().map((message) => presentMessage(exchange, message));
    response.json(page(request, 'messages', shown));
  });
  router.get('/Messages/:sid.json', (request, response) => {
    response.json(presentMessage(exchange, find(exchange, request.params.sid, request.path)));
  });
  router.post('/Messages/:sid.json', (request, response) => {
    const message = find(exchange, request.params.sid, request.path);
    redact(message, new URLSearchParams(String(request.body)));
    response.json(presentMessage(exchange, message));
  });
  router.delete('/Messages/:sid.json', (request, response) => {
    const message = find(exchange, request.params.sid, request.path);
    exchange.messages.splice(exchange.messages.indexOf(message), 1);
    response.status(204).end();
  });
  return router;
}

function find({ messages }: Exchange, sid: string, path: string): Message {
  const message = messages.find((one) => one.sid === sid);
  if (!message) throw notFound(path);
  return message;
}

/** Blanks the text when Body is empty: nothing else can be changed once a message has been sent, at Twilio too. */
function redact(message: Message, fields: URLSearchParams): void {
  if (fields.get('Body') !== '') throw new Refusal(400, 20001, 'Body may only be set to nothing');
  message.body = '';
}

function create(exchange: Exchange, form: Form): Message {
  const to = form.phone('To', 21604, 21211);
  const from = form.phone('From', 21603, 21212);
  const body = bodyOf(form);
  refuseMagic('text', from, to);
  if (from !== exchange.options.number && from !== TAKEN_NOT_CARRIED) {
    throw new Refusal(400, 21606, `The 'From' phone number ${from} is not a valid, SMS-capable number of this account`);
  }
  if (exchange.optOuts.has(to)) throw new Refusal(400, 21610, 'Attempt to send to unsubscribed recipient');
  const statusCallback = form.url('StatusCallback', 21609);
  const message = createMessage(exchange, { from, to, body, direction: 'outbound-api', statusCallback });
  if (from !== TAKEN_NOT_CARRIED) sendMessage(exchange, message);
  return message;
}

function bodyOf(form: Form): string {
  const body = form.text('Body');
  if (body === null) throw new Refusal(400, 21602, 'Message body is required.');
  if (body.length <= LONGEST_BODY) return body;
  throw new Refusal(400, 21617, `The concatenated message body exceeds the ${LONGEST_BODY} character limit`);
}
