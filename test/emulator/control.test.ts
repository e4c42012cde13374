import { request } from 'node:http';
import { realClock } from '../../emulator/clock';
import { settingsOf } from '../../emulator/settings';
import { CALLER, startWorld, type World } from './program';

describe('phones for people', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld({ clock: realClock });
    world.on('/voice', '<Gather numDigits="1" action="/next"><Say>Press</Say></Gather>');
    world.on('/next', '<Say>Next</Say><Record action="/kept" finishOnKey="#"/>');
    world.on('/kept', '<Pause length="9"/>');
    world.on('/sms', '');
  });
  afterEach(() => world.stop());

  const phone = `/phones/${encodeURIComponent(CALLER)}`;
  const get = async (path: string) => (await (await fetch(world.emulatorUrl + path)).json()) as Record<string, unknown>;
  const send = (what: string, body: object, headers: Record<string, string>) => {
    const options = { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers } };
    return fetch(`${world.emulatorUrl}${phone}/${what}`, { ...options, body: JSON.stringify(body) });
  };
  const act = async (what: string, body: object = {}) => {
    const response = await send(what, body, {});
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  /** Does not wait until it is over. */
  const begin = async (what: string, body: object = {}) => (await send(what, body, { Prefer: 'respond-async' })).status;

  it('[20] dial, press, speak, text and hang up over HTTP, in real time', async () => {
    expect((await act('dial')).body).toMatchObject({
      state: 'connected',
      lastHeard: 'Press',
      asking: { path: '/next' },
    });
    expect((await act('keys', { keys: '1' })).body).toMatchObject({ lastHeard: 'Next' });
    await act('say', { words: 'dark' });
    await act('keys', { keys: '#' });
    expect(world.emulator.recordings).toMatchObject([{ words: 'dark' }]);
    expect((await act('hangup')).body).toMatchObject({ state: 'idle' });
    await act('text', { body: 'hello' });
    expect(world.at('/sms')[0]?.params['Body']).toBe('hello');
    expect(await get('/phones')).toMatchObject({ phones: [{ number: CALLER, state: 'idle' }] });
    expect(await get('/debugger')).toEqual({ notices: [], violations: [] });
  });

  it('answer as soon as an act has begun to who wants that, so that the next one comes after it', async () => {
    await act('dial');
    await act('keys', { keys: '1' });
    await world.emulator.phone(CALLER).listens();
    // Half a minute of words: nobody waits here until they have been spoken.
    const words = 'dark '.repeat(90);
    expect(await begin('say', { words })).toBe(202);
    expect(await begin('keys', { keys: '#' })).toBe(202);
    expect(world.emulator.recordings).toMatchObject([{ words }]);
    expect(await begin('answer')).toBe(409);
  });

  it('say what is not possible', async () => {
    expect(await act('answer')).toEqual({ status: 409, body: { error: `${CALLER} cannot answer: it is idle` } });
    expect((await act('fly')).status).toBe(404);
  });

  it('stream what happens', async () => {
    const abort = new AbortController();
    const stream = await fetch(`${world.emulatorUrl}${phone}/events`, { signal: abort.signal });
    const reader = stream.body!.getReader();
    await act('dial');
    const { value } = await reader.read();
    expect(new TextDecoder().decode(value)).toMatch(/^event: ring\ndata: \{.*"text":"dials /);
    abort.abort();
  });

  it.each([
    ['a page of another site', { Origin: 'https://evil.example' }],
    ['another name for this machine', { Host: 'evil.example' }],
  ])('are closed to %s', async (_name, headers) => {
    const status = await new Promise((resolve, reject) => {
      const sent = request(`${world.emulatorUrl}/phones`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject).end();
    });
    expect(status).toBe(403);
  });
});

describe('the settings of the program', () => {
  const needed = { EMULATOR_ACCOUNT_SID: 'AC1', EMULATOR_AUTH_TOKEN: 'x', EMULATOR_NUMBER: '+8657195598' };

  it('are read from the environment', () => {
    expect(
      settingsOf({ ...needed, EMULATOR_PORT: '3001', EMULATOR_VOICE_URL: 'http://a.example/', EMULATOR_HOST: '' }),
    ).toMatchObject({
      accountSid: 'AC1',
      number: '+8657195598',
      port: 3001,
      voiceUrl: 'http://a.example/',
      host: undefined,
    });
  });

  it.each([
    ['production', { ...needed, NODE_ENV: 'production' }, 'does not run in production'],
    ['a missing token', { ...needed, EMULATOR_AUTH_TOKEN: '' }, 'EMULATOR_AUTH_TOKEN is not set'],
    ['a bad port', { ...needed, EMULATOR_PORT: 'x' }, 'EMULATOR_PORT is no port'],
  ])('refuse %s', (_name, environment, message) => {
    expect(() => settingsOf(environment)).toThrow(message);
  });
});
