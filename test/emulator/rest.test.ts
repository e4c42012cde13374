import { problemsOf, problemsOfList } from './conforms';
import { ACCOUNT, CALLER, CREW, NUMBER, startWorld, TOKEN, type World } from './program';

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

  it("[21] answers as Twilio's OpenAPI says", async () => {
    expect(problemsOf('api.v2010.account', (await request('.json')).body)).toEqual([]);
    const created = (await call()).body;
    expect(problemsOf('api.v2010.account.call', created)).toEqual([]);
    const text = await request('/Messages.json', [
      ['To', CREW],
      ['From', NUMBER],
      ['Body', '停电'],
    ]);
    expect(problemsOf('api.v2010.account.message', text.body)).toEqual([]);
    await world.clock.settle();
    await world.emulator.phone(CREW).answer();
    await world.emulator.phone(CREW).hangsUp();
    expect(problemsOf('api.v2010.account.call', (await request(`/Calls/${String(created['sid'])}.json`)).body)).toEqual(
      [],
    );
    expect(
      problemsOf('api.v2010.account.message', (await request(`/Messages/${String(text.body['sid'])}.json`)).body),
    ).toEqual([]);
    world.on('/voice', '<Record action="/page"/>');
    await world.emulator.phone(CALLER).dial();
    await world.emulator.phone(CALLER).presses('1');
    const { sid } = world.emulator.recordings[0]!;
    expect(problemsOf('api.v2010.account.recording', (await request(`/Recordings/${sid}.json`)).body)).toEqual([]);
    expect(problemsOfList('api.v2010.account.call', 'calls', (await request('/Calls.json')).body)).toEqual([]);
    expect(problemsOfList('api.v2010.account.message', 'messages', (await request('/Messages.json')).body)).toEqual([]);
    expect(
      problemsOfList('api.v2010.account.recording', 'recordings', (await request('/Recordings.json')).body),
    ).toEqual([]);
    const ofCall = `/Calls/${world.emulator.recordings[0]!.callSid}/Recordings`;
    expect(
      problemsOfList('api.v2010.account.call.call_recording', 'recordings', (await request(`${ofCall}.json`)).body),
    ).toEqual([]);
    expect(problemsOf('api.v2010.account.call.call_recording', (await request(`${ofCall}/${sid}.json`)).body)).toEqual(
      [],
    );
  });

  it("[21] answers about queues and notifications as Twilio's OpenAPI says", async () => {
    world.on('/voice', '<Enqueue waitUrl="/missing">support</Enqueue><Enqueue waitUrl="">support</Enqueue>');
    await world.emulator.phone(CALLER).dial();
    const queues = (await request('/Queues.json')).body;
    expect(problemsOfList('api.v2010.account.queue', 'queues', queues)).toEqual([]);
    const [{ sid }] = queues['queues'] as [{ sid: string }];
    expect(problemsOf('api.v2010.account.queue', (await request(`/Queues/${sid}.json`)).body)).toEqual([]);
    const members = `/Queues/${sid}/Members`;
    expect(
      problemsOfList('api.v2010.account.queue.member', 'queue_members', (await request(`${members}.json`)).body),
    ).toEqual([]);
    expect(problemsOf('api.v2010.account.queue.member', (await request(`${members}/Front.json`)).body)).toEqual([]);
    const notifications = (await request('/Notifications.json')).body;
    expect(problemsOfList('api.v2010.account.notification', 'notifications', notifications)).toEqual([]);
    const [{ sid: notice }] = notifications['notifications'] as [{ sid: string }];
    expect(
      problemsOf('api.v2010.account.notification-instance', (await request(`/Notifications/${notice}.json`)).body),
    ).toEqual([]);
    const ofCall = `/Calls/${world.emulator.calls[0]!.sid}/Notifications.json`;
    expect(
      problemsOfList('api.v2010.account.call.call_notification', 'notifications', (await request(ofCall)).body),
    ).toEqual([]);
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
    expect(await request('/Conferences.json')).toMatchObject({ status: 404, body: { code: 20404 } });
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
