import { z } from 'zod';
import { newOptOut, optOutsQuery } from './opt-outs';
import { newOutage, outageChange, outagesQuery } from './outages';
import { taskAction, tasksQuery } from './tasks';
import { callbacksQuery, callsQuery, pagesQuery, ticketsQuery } from './query';

interface Endpoint {
  /** `get` unless given. */
  readonly method?: 'post' | 'patch' | 'delete';
  readonly path: string;
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Other than 200. */
  readonly status?: 201 | 204;
}

const endpoints: readonly Endpoint[] = [
  { path: '/tickets', summary: 'Tickets that fit every filter, the newest first.', query: ticketsQuery },
  { path: '/tickets/{number}', summary: 'One ticket with its timeline, pages, callbacks, calls and promises.' },
  { path: '/calls', summary: 'Calls with the nodes they walked, the newest first.', query: callsQuery },
  { path: '/calls/{sid}', summary: 'One call with the nodes it walked.' },
  { path: '/pages', summary: 'Pages to the crew, also those that wait and why.', query: pagesQuery },
  { path: '/callbacks', summary: 'Calls that we owe customers or have made.', query: callbacksQuery },
  { path: '/outages', summary: 'Outages that fit every filter, the latest start first.', query: outagesQuery },
  { method: 'post', path: '/outages', summary: 'Puts down an outage.', body: newOutage, status: 201 },
  { path: '/outages/{code}', summary: 'One outage.' },
  {
    method: 'patch',
    path: '/outages/{code}',
    summary: 'Changes what is known of an outage, or reports it restored: everybody linked to it is told.',
    body: outageChange,
  },
  { path: '/tasks', summary: 'What the desk must do, drafts among it, the newest first.', query: tasksQuery },
  {
    method: 'post',
    path: '/tasks/{id}/actions',
    summary: 'Ends a task: done with a note, the place found, or the team paged.',
    body: taskAction,
  },
  { path: '/optouts', summary: 'Numbers that want no texts, the newest first.', query: optOutsQuery },
  { method: 'post', path: '/optouts', summary: 'No more texts to this number.', body: newOptOut, status: 201 },
  {
    method: 'delete',
    path: '/optouts',
    summary: 'Texts to a number again, by `id` or `phone`.',
    body: newOptOut,
    status: 204,
  },
];

const answer = (description: string, schema: object = { type: 'object' }) => ({
  description,
  content: { 'application/json': { schema } },
});
const list = {
  type: 'object',
  required: ['items', 'nextCursor'],
  properties: { items: { type: 'array', items: { type: 'object' } }, nextCursor: { type: ['string', 'null'] } },
};
const error = { $ref: '#/components/schemas/Error' };

function parametersOf({ path, query }: Endpoint): object[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const properties = query ? z.toJSONSchema(query, { io: 'input' }).properties : {};
  const inQuery = Object.entries(properties ?? {}).map(([name, one]) => ({ name, in: 'query', schema: one }));
  return [...inPath, ...inQuery];
}

function bodyOf({ body }: Endpoint): object {
  if (body === undefined) return {};
  const schema = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' });
  return { requestBody: { required: true, content: { 'application/json': { schema } } } };
}

function operation(endpoint: Endpoint): object {
  const wrong = endpoint.query || endpoint.body ? { 400: answer('A parameter is wrong or unknown.', error) } : {};
  const missing = endpoint.path.includes('{') ? { 404: answer('There is none.', error) } : {};
  return {
    summary: endpoint.summary,
    parameters: parametersOf(endpoint),
    ...bodyOf(endpoint),
    responses: {
      [endpoint.status ?? 200]: answer('OK', endpoint.query ? list : { type: 'object' }),
      ...wrong,
      ...(endpoint.body && { 409: answer('The state does not allow it.', error) }),
      401: answer('No valid bearer token.', error),
      ...missing,
      429: answer('Too many requests.', error),
    },
  };
}

const errorSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'details'],
      properties: { code: { type: 'string' }, message: { type: 'string' }, details: { type: 'object' } },
    },
  },
};

function pathsOf(all: readonly Endpoint[]): Record<string, object> {
  const paths: Record<string, object> = {};
  for (const endpoint of all)
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method ?? 'get']: operation(endpoint) };
  return paths;
}

/** The API described in OpenAPI 3.1; its parameters come from the schemas that check them. */
export function openApiDocument(): object {
  return {
    openapi: '3.1.0',
    info: { title: 'Faultline', version: '1', description: 'Phone numbers are masked, times are ISO 8601 in UTC.' },
    servers: [{ url: '/api/v1' }],
    security: [{ bearer: [] }],
    paths: pathsOf(endpoints),
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: errorSchema },
    },
  };
}
