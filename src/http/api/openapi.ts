import { z } from 'zod';
import { answerSchemas } from '../../services/views/answers';
import { type Endpoint, endpoints } from './endpoints';

const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const answer = (description: string, schema: object) => ({ description, content: { 'application/json': { schema } } });

const pageOf = (items: object): object => ({
  type: 'object',
  required: ['items', 'nextCursor'],
  additionalProperties: false,
  properties: { items: { type: 'array', items }, nextCursor: { type: ['string', 'null'] } },
});

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

function bodyOf({ body, example }: Endpoint): object {
  if (body === undefined) return {};
  const schema = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' });
  return { requestBody: { required: true, content: { 'application/json': { schema, example } } } };
}

function successOf({ answer: name, list, ...endpoint }: Endpoint): object {
  const status = endpoint.status ?? 200;
  if (name === undefined) return { [status]: { description: 'Done.' } };
  return { [status]: answer('Done.', list === true ? pageOf(ref(name)) : ref(name)) };
}

const right = ({ method }: Endpoint): string => (method === undefined ? 'read' : 'act');

function operation(endpoint: Endpoint): object {
  const { path, query, body } = endpoint;
  const wrong = (query ?? body) ? { 400: answer('A value is wrong or unknown: `bad_request`.', ref('Error')) } : {};
  const missing = path.includes('{') || query ? { 404: answer('There is none: `not_found`.', ref('Error')) } : {};
  const conflict = body ? { 409: answer('The state does not allow it: `conflict`.', ref('Error')) } : {};
  return {
    summary: endpoint.summary,
    description: `For roles with the right \`${right(endpoint)}\`.`,
    parameters: parametersOf(endpoint),
    ...bodyOf(endpoint),
    responses: {
      ...successOf(endpoint),
      ...wrong,
      401: answer('No valid bearer token: `unauthorized`.', ref('Error')),
      403: answer('The role may not do this: `forbidden`.', ref('Error')),
      ...missing,
      ...conflict,
      429: answer('More than 200 requests in a second: `rate_limited`.', ref('Error')),
      503: answer('The database does not answer: `database_unavailable`.', ref('Error')),
    },
  };
}

function pathsOf(all: readonly Endpoint[]): Record<string, object> {
  const paths: Record<string, object> = {};
  for (const endpoint of all)
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method ?? 'get']: operation(endpoint) };
  return paths;
}

function schemas(): Record<string, unknown> {
  const named = Object.entries(answerSchemas).map(([name, schema]) => {
    const { $schema, ...rest } = z.toJSONSchema(schema);
    if ($schema?.includes('2020-12') !== true) throw new Error('OpenAPI 3.1 wants JSON Schema 2020-12.');
    return [name, rest] as const;
  });
  return Object.fromEntries(named);
}

const description = [
  'Times are ISO 8601 in UTC with milliseconds, sums are cents. Lists hold at most 200 items: `nextCursor` is the `cursor` of the next page.',
  'Phone numbers are masked; `phones=full` shows them to the roles admin, desk, cs_supervisor, monitoring and shift_leader, and each time is in the audit trail.',
  'Tokens are made with `npx faultline token create --name … --role …`.',
].join('\n\n');

/** The API described in OpenAPI 3.1; its parameters come from the schemas that check them. */
export function openApiDocument(): object {
  return {
    openapi: '3.1.0',
    info: { title: 'Faultline', version: '1', description },
    servers: [{ url: '/api/v1' }],
    security: [{ bearer: [] }],
    paths: pathsOf(endpoints),
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: schemas(),
    },
  };
}
