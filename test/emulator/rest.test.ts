import Ajv from 'ajv';
import { readFileSync } from 'node:fs';
import { ACCOUNT, CALLER, CREW, NUMBER, startWorld, TOKEN, type World } from './program';

const spec = JSON.parse(
  readFileSync(require.resolve('@twilio-alpha/mcp/twilio-oai/spec/json/twilio_api_v2010.json'), 'utf8'),
) as { components: { schemas: Record<string, object> }; paths: Record<string, unknown> };
const ajv = new Ajv({ strict: false, validateFormats: false });

/** Twilio's description leaves fields free: here every one it names must be there. */
function expectConforms(name: string, body: unknown): void {
  const schema = spec.components.schemas[name] as { properties: Record<string, unknown> };
  const validate = ajv.compile(openapiToSchema(schema) as object);
  validate(body);
  expect(validate.errors).toBeNull();
  expect(Object.keys(body as object).sort()).toEqual(Object.keys(schema.properties).sort());
}

/** `nullable` of OpenAPI in the words of JSON schema, references resolved. */
function openapiToSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(openapiToSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $ref, nullable, type, ...rest } = schema as Record<string, unknown>;
  if (typeof $ref === 'string') return openapiToSchema(spec.components.schemas[$ref.replace(/.*\//, '')]);
  const { properties, ...others } = rest;
  return {
    ...mapped(others),
    ...(properties === undefined ? {} : { properties: mapped(properties as object) }),
    ...(type === undefined ? {} : { type: nullable === true ? [type, 'null'] : type }),
  };
}

function mapped(object: object): object {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, openapiToSchema(value)]));
}

describe('the REST API', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
    world.on('/page', '<Pause length="60"/>');
  });
  afterEach(() => world.stop());

  const path = `/2010-04-01/Accounts/${ACCOUNT}`;
  const request = async (route: string, fields?: string[][], credentials = `${ACCOUNT}:${TOKEN}`) => {
    const response = await fetch(`${world.emulatorUrl}${path}${route}`, {
      headers: { Authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
      ...(fields ? { method: 'POST', body: new URLSearchParams(fields) } : {}),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const call = (more: string[][] = []) =>
    request('/Calls.json', [['To', CREW], ['From', NUMBER], ['Url', `${world.base}/page`], ...more]);

  it("answers as Twilio's OpenAPI says", async () => {
    expectConforms('api.v2010.account', (await request('.json')).body);
    const created = (await call()).body;
    expectConforms('api.v2010.account.call', created);
    const text = await request('/Messages.json', [
      ['To', CREW],
      ['From', NUMBER],
      ['Body', '停电'],
    ]);
    expectConforms('api.v2010.account.message', text.body);
    await world.clock.settle();
    await world.emulator.phone(CREW).answer();
    await world.emulator.phone(CREW).hangsUp();
    expectConforms('api.v2010.account.call', (await request(`/Calls/${String(created['sid'])}.json`)).body);
    expectConforms('api.v2010.account.message', (await request(`/Messages/${String(text.body['sid'])}.json`)).body);
    world.on('/voice', '<Record action="/page"/>');
    await world.emulator.phone(CALLER).dial();
    await world.emulator.phone(CALLER).presses('1');
    const { sid } = world.emulator.recordings[0]!;
    expectConforms('api.v2010.account.recording', (await request(`/Recordings/${sid}.json`)).body);
    const list = (await request('/Calls.json')).body;
    expect(Object.keys(list).sort()).toEqual([
      'calls',
      'end',
      'first_page_uri',
      'next_page_uri',
      'page',
      'page_size',
      'previous_page_uri',
      'start',
      'uri',
    ]);
  });

  it('wants the right credentials', async () => {
    expect(await request('.json', undefined, `${ACCOUNT}:wrong`)).toEqual({
      status: 401,
      body: {
        code: 20003,
        message: 'Authenticate',
        more_info: 'https://www.twilio.com/docs/errors/20003',
        status: 401,
      },
    });
  });

  it.each([
    [
      'no To',
      [
        ['From', NUMBER],
        ['Url', 'http://a.example/'],
      ],
      21201,
    ],
    [
      'a bad To',
      [
        ['To', '138'],
        ['From', NUMBER],
        ['Url', 'http://a.example/'],
      ],
      21211,
    ],
    [
      'no From',
      [
        ['To', CREW],
        ['Url', 'http://a.example/'],
      ],
      21213,
    ],
    [
      "somebody else's From",
      [
        ['To', CREW],
        ['From', CALLER],
        ['Url', 'http://a.example/'],
      ],
      21210,
    ],
    [
      'no Url',
      [
        ['To', CREW],
        ['From', NUMBER],
      ],
      21205,
    ],
    [
      'a bad Url',
      [
        ['To', CREW],
        ['From', NUMBER],
        ['Url', 'nonsense'],
      ],
      21205,
    ],
    [
      'an undialable Url',
      [
        ['To', CREW],
        ['From', NUMBER],
        ['Url', 'http://[::]:8081/'],
      ],
      21205,
    ],
    [
      'an underscore',
      [
        ['To', CREW],
        ['From', NUMBER],
        ['Url', 'http://a_b.example/'],
      ],
      21205,
    ],
    [
      'long Twiml',
      [
        ['To', CREW],
        ['From', NUMBER],
        ['Twiml', 'x'.repeat(4001)],
      ],
      32018,
    ],
    [
      'bad digits',
      [
        ['To', CREW],
        ['From', NUMBER],
        ['Url', 'http://a.example/'],
        ['SendDigits', 'x'],
      ],
      21206,
    ],
    [
      'a bad method',
      [
        ['To', CREW],
        ['From', NUMBER],
        ['Url', 'http://a.example/'],
        ['Method', 'PUT'],
      ],
      21209,
    ],
    [
      'a bad StatusCallback',
      [
        ['To', CREW],
        ['From', NUMBER],
        ['Url', 'http://a.example/'],
        ['StatusCallback', 'x'],
      ],
      21609,
    ],
    [
      'joined events',
      [
        ['To', CREW],
        ['From', NUMBER],
        ['Url', 'http://a.example/'],
        ['StatusCallbackEvent', 'initiated ringing'],
      ],
      21626,
    ],
  ])('refuses a call with %s', async (_name, fields, code) => {
    expect(await request('/Calls.json', fields)).toMatchObject({ status: 400, body: { code, status: 400 } });
    expect(world.emulator.calls).toHaveLength(0);
  });

  it.each([
    [
      'no To',
      [
        ['From', NUMBER],
        ['Body', 'x'],
      ],
      21604,
    ],
    [
      'no Body',
      [
        ['To', CREW],
        ['From', NUMBER],
      ],
      21602,
    ],
    [
      'a long Body',
      [
        ['To', CREW],
        ['From', NUMBER],
        ['Body', 'x'.repeat(1601)],
      ],
      21617,
    ],
    [
      "somebody else's From",
      [
        ['To', CREW],
        ['From', CALLER],
        ['Body', 'x'],
      ],
      21606,
    ],
  ])('refuses a text with %s', async (_name, fields, code) => {
    expect(await request('/Messages.json', fields)).toMatchObject({ status: 400, body: { code } });
  });

  it('knows what it does not know', async () => {
    await expect(world.client.calls(`CA${'f'.repeat(32)}`).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    expect(await request('/Queues.json')).toMatchObject({ status: 404, body: { code: 20404 } });
  });

  it('lists calls by number, state and time, newest first, page by page', async () => {
    for (let hour = 0; hour < 3; hour += 1) {
      await call();
      await world.clock.advance(3_600_000);
    }
    await request('/Calls.json', [
      ['To', CALLER],
      ['From', NUMBER],
      ['Url', `${world.base}/page`],
    ]);
    await world.clock.settle();
    const { calls } = world.client;
    expect(await calls.list({ to: CREW })).toHaveLength(3);
    expect(await calls.list({ to: CREW, startTimeAfter: new Date('2026-03-01T03:00:00Z') })).toHaveLength(2);
    expect(await calls.list({ startTimeBefore: new Date('2026-03-01T03:00:00Z') })).toHaveLength(2);
    expect(await calls.list({ startTime: new Date('2026-02-28T00:00:00Z') })).toHaveLength(0);
    expect((await calls.list({ status: 'ringing' })).map(({ to }) => to)).toEqual([CALLER]);
    const paged = await calls.list({ pageSize: 1, limit: 10 });
    expect(paged.map(({ sid }) => sid)).toEqual(world.emulator.calls.map(({ sid }) => sid).reverse());
  });

  it('gives the same Sids for the same seed', async () => {
    const { sid } = (await call()).body;
    await world.stop();
    world = await startWorld();
    expect((await call()).body['sid']).toBe(sid);
  });
});

describe('texts', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.stop());

  const send = async () => {
    const message = await world.client.messages.create({
      to: CREW,
      from: NUMBER,
      body: '停电',
      statusCallback: `${world.base}/events`,
    });
    await world.clock.settle();
    return message;
  };
  const statuses = () => world.at('/events').map(({ params }) => params['MessageStatus']);

  it('arrive, and report each step in order', async () => {
    const { sid, status } = await send();
    expect(status).toBe('queued');
    expect(world.emulator.phone(CREW).texts).toMatchObject([{ from: NUMBER, body: '停电', sid }]);
    expect(statuses()).toEqual(['queued', 'sent', 'delivered']);
    expect(world.at('/events').every(({ signed }) => signed)).toBe(true);
    expect(await world.client.messages(sid).fetch()).toMatchObject({ status: 'delivered', numSegments: '1' });
    expect(
      await world.client.messages.list({ to: CREW, dateSentAfter: new Date('2026-03-01T01:00:00Z') }),
    ).toHaveLength(1);
    expect(await world.client.messages.list({ to: CALLER })).toHaveLength(0);
  });

  it('fail as their phone says', async () => {
    world.emulator.phone(CREW).textFailure = 30006;
    await send();
    expect(statuses()).toEqual(['queued', 'sent', 'undelivered']);
    expect(world.at('/events').at(-1)?.params['ErrorCode']).toBe('30006');
    expect(world.emulator.phone(CREW).texts).toHaveLength(0);
  });

  it('come in, and are replied to', async () => {
    world.on('/sms', '<Message>Got it</Message>');
    await world.emulator.phone(CREW).sendText('1');
    expect(world.at('/sms')[0]).toMatchObject({
      signed: true,
      params: { From: CREW, To: NUMBER, Body: '1', NumMedia: '0', FromCity: '' },
    });
    expect(world.emulator.phone(CREW).texts).toMatchObject([{ body: 'Got it' }]);
  });

  it('stop after STOP, until START', async () => {
    world.on('/sms', '');
    await world.emulator.phone(CREW).sendText('stop');
    await expect(send()).rejects.toMatchObject({ code: 21610 });
    await world.emulator.phone(CREW).sendText('START');
    await send();
    expect(world.emulator.phone(CREW).texts).toHaveLength(1);
  });
});
