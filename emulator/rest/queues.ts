import { Router } from 'express';
import type { Exchange } from '../exchange';
import { LARGEST_SIZE, LONGEST_NAME, type Member, Queue, type QueueExchange } from '../queue';
import { Form } from './form';
import { page } from './list';
import { presentMember, presentQueue } from './present-queue';
import { notFound, Refusal } from './refusal';

/** Twilio's Queues resource, and the Members who wait in each. */
export function queuesRouter(exchange: Exchange): Router {
  const router = Router();
  router.post('/Queues.json', (request, response) => {
    const form = new Form(new URLSearchParams(String(request.body)));
    const name = nameOf(form, exchange, null);
    if (name === null) throw new Refusal(400, 20001, "Missing required parameter 'FriendlyName' in the post body");
    response.status(201).json(presentQueue(new Queue(exchange, name, sizeOf(form) ?? undefined)));
  });
  router.get('/Queues.json', (request, response) => {
    response.json(page(request, 'queues', exchange.queues.map(presentQueue)));
  });
  router.get('/Queues/:sid.json', (request, response) => {
    response.json(presentQueue(find(exchange, request.params.sid, request.path)));
  });
  router.post('/Queues/:sid.json', (request, response) => {
    const queue = find(exchange, request.params.sid, request.path);
    change(queue, new Form(new URLSearchParams(String(request.body))));
    response.json(presentQueue(queue));
  });
  router.delete('/Queues/:sid.json', (request, response) => {
    const queue = find(exchange, request.params.sid, request.path);
    if (queue.members.length > 0) throw new Refusal(400, 20001, 'Queue is not empty');
    exchange.queues.splice(exchange.queues.indexOf(queue), 1);
    response.status(204).end();
  });
  addMembers(router, exchange);
  return router;
}

function addMembers(router: Router, exchange: Exchange): void {
  router.get('/Queues/:sid/Members.json', (request, response) => {
    const { members } = find(exchange, request.params.sid, request.path);
    response.json(page(request, 'queue_members', members.map(presentMember)));
  });
  router.get('/Queues/:sid/Members/:call.json', (request, response) => {
    const queue = find(exchange, request.params.sid, request.path);
    response.json(presentMember(memberOf(queue, request.params.call, request.path)));
  });
  router.post('/Queues/:sid/Members/:call.json', (request, response) => {
    const member = memberOf(find(exchange, request.params.sid, request.path), request.params.call, request.path);
    const form = new Form(new URLSearchParams(String(request.body)));
    const url = form.url('Url', 21205);
    if (url === null) throw new Refusal(400, 20001, "Missing required parameter 'Url' in the post body");
    const shown = presentMember(member);
    member.call.start({ kind: 'fetch', url, method: form.method('Method'), params: {} });
    response.json(shown);
  });
}

function change(queue: Queue, form: Form): void {
  queue.name = nameOf(form, queue.exchange, queue) ?? queue.name;
  queue.maxSize = sizeOf(form) ?? queue.maxSize;
  queue.updatedAt = queue.exchange.clock.now();
}

/** Throws Refusal 22003 for a name that another queue has. */
function nameOf(form: Form, { queues }: QueueExchange, self: Queue | null): string | null {
  const name = form.text('FriendlyName');
  if (name === null) return null;
  if (name.length > LONGEST_NAME) {
    throw new Refusal(400, 20002, `FriendlyName is longer than ${LONGEST_NAME} characters`);
  }
  if (queues.some((queue) => queue !== self && queue.name === name)) {
    throw new Refusal(400, 22003, `Queue with the given name already exists: ${name}`);
  }
  return name;
}

function sizeOf(form: Form): number | null {
  const text = form.text('MaxSize');
  if (text === null) return null;
  const size = Number(text);
  if (Number.isInteger(size) && size >= 1 && size <= LARGEST_SIZE) return size;
  throw new Refusal(400, 20001, `MaxSize must be between 1 and ${LARGEST_SIZE}`);
}

function find({ queues }: Exchange, sid: string, path: string): Queue {
  const queue = queues.find((one) => one.sid === sid);
  if (!queue) throw notFound(path);
  return queue;
}

/** The member with this CallSid, or the `Front` one. */
function memberOf({ members }: Queue, call: string, path: string): Member {
  const member = call === 'Front' ? members[0] : members.find((one) => one.call.sid === call);
  if (!member) throw notFound(path);
  return member;
}
