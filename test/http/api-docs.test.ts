import Ajv2020 from 'ajv/dist/2020';
import type { Router } from 'express';
import { endpoints } from '../../src/http/api/endpoints';
import { apiParts, apiRouter } from '../../src/http/api/router';
import { settingsCaller } from '../../src/http/bearer';
import { answerSchemas, type AnswerName } from '../../src/services/views/answers';
import { apiToken, Hotline } from '../support/hotline';
import { reportPowerCut } from '../support/power-cut';

interface Operation {
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: object }[];
  readonly requestBody?: { readonly content: { 'application/json': { schema: object; example: unknown } } };
  readonly responses: Readonly<Record<string, { content?: { 'application/json': { schema: object } } }>>;
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: object;
}

let hotline: Hotline;
let description: Description;
let ajv: Ajv2020;

beforeAll(async () => {
  hotline = await Hotline.start({ env: { ALLOWED_PREFIXES: '+86' } });
  description = (await (await fetch(`${hotline.url}/api/v1/openapi.json`)).json()) as Description;
  ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'api', components: description.components });
});
afterAll(() => hotline.close({ anybodyMayRing: true }));

const ticketFields = [
  ...['number', 'kind', 'category', 'responsibility', 'priority', 'state', 'stateReason', 'channel', 'region'],
  ...['accountNo', 'place', 'summary', 'reporter', 'access', 'startedAt', 'reportedAt', 'arrivalDueAt', 'restoreDueAt'],
  ...['etaAt', 'acceptedAt', 'departedAt', 'arrivedAt', 'expectedRestoreAt', 'restoredAt', 'completedAt', 'closedAt'],
  ...['slaBreachedAt', 'updatedAt', 'arrivalVerifiedBy', 'team', 'person', 'cause', 'result', 'chargeable', 'feeCents'],
  ...['warrantyClass', 'appointment', 'outage', 'parent', 'reopenedCount', 'keyFollowup', 'satisfaction'],
];
/** What clients rely on in each answer: the schemas decide what is shown, so they cannot tell that a field is gone. */
const fields: Readonly<Record<AnswerName, readonly string[]>> = {
  Ticket: ticketFields,
  TicketInFull: [...ticketFields, 'timeline', 'pages', 'callbacks', 'calls', 'promises'],
  Call: [
    ...['sid', 'direction', 'from', 'to', 'language', 'flow', 'startedAt', 'endedAt', 'status', 'ticket', 'person'],
    ...['accountNo', 'attempt', 'nodes'],
  ],
  Page: [
    ...['id', 'ticket', 'person', 'channel', 'attempt', 'level', 'round', 'state', 'outcome', 'dueAt', 'sentAt'],
    ...['answeredAt', 'endedAt', 'heldUntil', 'heldBecause'],
  ],
  Callback: [
    ...['id', 'ticket', 'kind', 'cycle', 'state', 'dueAt', 'hardLimitAt', 'attempts', 'lastOutcome', 'outcome'],
    ...['reason', 'language', 'createdAt', 'finishedAt'],
  ],
  Outage: [
    ...['code', 'kind', 'networkNode', 'cause', 'startsAt', 'expectedEndAt', 'nextNewsAt', 'state', 'restoredAt'],
    'reports',
  ],
  Task: [
    ...['id', 'kind', 'reason', 'state', 'ticket', 'outage', 'draft', 'phone', 'recording', 'createdAt', 'dueAt'],
    ...['doneAt', 'doneBy', 'note'],
  ],
  OptOut: ['id', 'phone', 'source', 'since', 'person'],
  Error: ['error'],
};

it('shows every field that clients rely on', () => {
  const shapes: Readonly<Record<string, { readonly shape: object }>> = answerSchemas;
  expect(Object.fromEntries(Object.entries(shapes).map(([name, { shape }]) => [name, Object.keys(shape)]))).toEqual(
    fields,
  );
});

/** A schema of the description, its references made absolute. */
const within = (schema: object): object => JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')) as object;

/** Why a value is not what the description says; null when it is. */
function wrong(schema: object, value: unknown): unknown {
  const validate = ajv.compile(within(schema));
  return validate(value) ? null : (validate.errors ?? 'wrong');
}

const schemaOf = (method: string, path: string, status: number | string): object =>
  description.paths[path]?.[method]?.responses[String(status)]?.content?.['application/json'].schema ?? { not: {} };

interface Layer {
  readonly route?: {
    readonly path: string;
    readonly methods?: Record<string, boolean>;
    readonly stack: { method: string }[];
  };
  readonly handle: { readonly stack?: readonly Layer[] };
}

function routesOf(layers: readonly Layer[]): string[] {
  return layers.flatMap(({ route, handle }) => {
    if (route)
      return [...new Set(route.stack.map(({ method }) => `${method} ${route.path.replace(/:(\w+)/g, '{$1}')}`))];
    return routesOf(handle.stack ?? []);
  });
}

it('describes every route that the API has, and no other', () => {
  const router: Router = apiRouter(hotline.context, settingsCaller('x'), ...apiParts(hotline.context));
  const served = routesOf(router.stack as unknown as Layer[]).filter((route) => route !== 'get /openapi.json');
  const told = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(served.length).toBeGreaterThan(12);
  expect(told.sort()).toEqual(served.sort());
});

it('gives an example of every body, which is taken as it stands', () => {
  const bodies = Object.values(description.paths).flatMap((methods) =>
    Object.values(methods).flatMap(({ requestBody }) => requestBody?.content['application/json'] ?? []),
  );
  expect(bodies.length).toBeGreaterThan(3);
  for (const { schema, example } of bodies) {
    expect(example).toBeDefined();
    expect(wrong(schema, example)).toBeNull();
  }
});

async function ask(method: string, path: string, body?: unknown) {
  const response = await fetch(`${hotline.url}/api/v1${path}`, {
    method: method.toUpperCase(),
    headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>) };
}

it('answers as described: every list and every single thing, after a report with crew, draft and texts', async () => {
  const ticket = await reportPowerCut(hotline);
  const crew = await (await hotline.phone('+8613800011101').rings()).answers();
  await crew.presses('1');
  await crew.enters('20#');
  const caller = hotline.phone('+8613800000001');
  await caller.dials();
  for (const keys of ['1', '1', '1']) await caller.presses(keys);
  await caller.hangsUp();
  await hotline.advance({ minutes: 3 });
  await hotline.phone('+8613800000004').texts('STOP');
  await hotline.context.callLog.flush();

  const paths: Record<string, string> = {
    '/tickets/{number}': `/tickets/${ticket.number}`,
    '/outages/{code}': '/outages/D-PLAN',
  };
  const calls = (await ask('get', '/calls')).body as { items: { sid: string }[] };
  paths['/calls/{sid}'] = `/calls/${calls.items[0]?.sid ?? ''}`;
  for (const { path, list } of endpoints.filter(({ method }) => method === undefined)) {
    const answer = await ask('get', paths[path] ?? path);
    expect({ path, status: answer.status }).toEqual({ path, status: 200 });
    expect({ path, wrong: wrong(schemaOf('get', path, 200), answer.body) }).toEqual({ path, wrong: null });
    const items = list === true ? (answer.body as { items: unknown[] }).items : [1];
    expect({ path, isEmpty: items.length === 0 && path !== '/callbacks' }).toEqual({ path, isEmpty: false });
  }
  const whole = await ask('get', `/tickets/${ticket.number}?phones=full`);
  expect(whole.body).toMatchObject({ reporter: { phone: '+8613800000003' } });
});

it('answers changes as described', async () => {
  const { items } = (await ask('get', '/tasks?state=open')).body as { items: { id: number }[] };
  const paths: Record<string, string> = {
    '/outages/{code}': '/outages/D-PLAN',
    '/tasks/{id}/actions': `/tasks/${items[0]?.id ?? 0}/actions`,
  };
  for (const { method = 'get', path, example, status = 200 as const } of endpoints.filter(
    ({ body }) => body !== undefined,
  )) {
    const answer = await ask(method, paths[path] ?? path, example);
    expect({ path, status: answer.status, body: answer.body }).toMatchObject({ path, status });
    if (status === 204) continue;
    expect({ path, wrong: wrong(schemaOf(method, path, status), answer.body) }).toEqual({ path, wrong: null });
  }
});

it.each([
  ['get', '/tickets?limit=0', '/tickets', 400],
  ['get', '/tickets/99999999', '/tickets/{number}', 404],
  ['post', '/outages', '/outages', 400],
  ['patch', '/outages/NONE', '/outages/{code}', 404],
])('answers the error of %s %s as described', async (method, url, path, status) => {
  const body = method === 'get' ? undefined : method === 'patch' ? { state: 'restored' } : {};
  const answer = await ask(method, url, body);
  expect(answer.status).toBe(status);
  expect(wrong(schemaOf(method, path, status), answer.body)).toBeNull();
});

it('has a page to read with every route, schema and error, no script and nothing from elsewhere', async () => {
  const response = await fetch(`${hotline.url}/api/docs`);
  const page = await response.text();
  expect(response.status).toBe(200);
  expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
  expect(page).not.toMatch(/<script|<style|style="|https?:\/\/(?!127\.0\.0\.1)/);
  for (const { path } of endpoints) expect(page).toContain(`/api/v1${path}`);
  for (const word of [
    'nextCursor',
    'rate_limited',
    'conflict',
    'phones=full',
    'arrivalDueAt',
    'networkNode',
    'updatedSince',
  ])
    expect(page).toContain(word);
  const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  expect(links.filter((id) => !page.includes(`id="${id ?? ''}"`))).toEqual([]);
  const style = await fetch(`${hotline.url}/api/docs/style.css`);
  expect(style.headers.get('content-type')).toContain('text/css');
});
