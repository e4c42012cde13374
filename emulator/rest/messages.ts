import { Router } from 'express';
import type { Exchange } from '../exchange';
import { createMessage, type Message, sendMessage } from '../message';
import { Form } from './form';
import { matches, page, within } from './list';
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
    const message = exchange.messages.find(({ sid }) => sid === request.params.sid);
    if (!message) throw notFound(request.path);
    response.json(presentMessage(exchange, message));
  });
  return router;
}

function create(exchange: Exchange, form: Form): Message {
  const to = form.phone('To', 21604, 21211);
  const from = form.phone('From', 21603, 21212);
  const body = form.text('Body');
  if (body === null) throw new Refusal(400, 21602, 'Message body is required.');
  if (body.length > LONGEST_BODY) {
    throw new Refusal(400, 21617, `The concatenated message body exceeds the ${LONGEST_BODY} character limit`);
  }
  if (from !== exchange.options.number) {
    throw new Refusal(400, 21606, `The 'From' phone number ${from} is not a valid, SMS-capable number of this account`);
  }
  if (exchange.optOuts.has(to)) throw new Refusal(400, 21610, 'Attempt to send to unsubscribed recipient');
  const statusCallback = form.url('StatusCallback', 21609);
  const message = createMessage(exchange, { from, to, body, direction: 'outbound-api', statusCallback });
  sendMessage(exchange, message);
  return message;
}
