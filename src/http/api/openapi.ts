import { z } from 'zod';
import { callbacksQuery, callsQuery, pagesQuery, ticketsQuery } from './query';

interface Endpoint {
  readonly path: string;
  readonly summary: string;
  readonly query?: z.ZodObject;
}

const endpoints: readonly Endpoint[] = [
  { path: '/tickets', summary: 'Tickets that fit every filter, the newest first.', query: ticketsQuery },
  { path: '/tickets/{number}', summary: 'One ticket with its timeline, pages, callbacks, calls and promises.' },
  { path: '/calls', summary: 'Calls with the nodes they walked, the newest first.', query: callsQuery },
  { path: '/calls/{sid}', summary: 'One call with the nodes it walked.' },
  { path: '/pages', summary: 'Pages to the crew, also those that wait and why.', query: pagesQuery },
  { path: '/callbacks', summary: 'Calls that we owe customers or have made.', query: callbacksQuery },
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

function operation(endpoint: Endpoint): object {
  const wrong = endpoint.query ? { 400: answer('A parameter is wrong or unknown.', error) } : {};
  const missing = endpoint.path.includes('{') ? { 404: answer('There is none.', error) } : {};
  return {
    summary: endpoint.summary,
    parameters: parametersOf(endpoint),
    responses: {
      200: answer('OK', endpoint.query ? list : { type: 'object' }),
      ...wrong,
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

/** The API described in OpenAPI 3.1; its parameters come from the schemas that check them. */
export function openApiDocument(): object {
  return {
    openapi: '3.1.0',
    info: { title: 'Faultline', version: '1', description: 'Phone numbers are masked, times are ISO 8601 in UTC.' },
    servers: [{ url: '/api/v1' }],
    security: [{ bearer: [] }],
    paths: Object.fromEntries(endpoints.map((endpoint) => [endpoint.path, { get: operation(endpoint) }])),
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: errorSchema },
    },
  };
}
