import { Chaos } from '../../emulator/chaos';
import { settingsOf } from '../../emulator/settings';
import type { EmulatorOptions } from '../../emulator/options';
import { CALLER, CREW, NUMBER, startWorld, type World } from './program';

let world: World;
afterEach(() => world.stop());

const start = async (chaos: EmulatorOptions['chaos']) => {
  world = await startWorld({ chaos });
  world.on('/voice', '<Gather numDigits="1" action="/next"><Say>Press</Say></Gather>');
  world.on('/next', '<Hangup/>');
  world.on('/callee', '<Pause length="8"/>');
  return world;
};

/** A call that the program places: four callbacks, in order when nothing goes wrong. */
async function placeCall(): Promise<void> {
  await world.client.calls.create({
    to: CREW,
    from: NUMBER,
    url: `${world.base}/callee`,
    statusCallback: `${world.base}/status`,
    statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
  });
  const crew = world.emulator.phone(CREW);
  await world.clock.until(() => crew.state === 'ringing', 5000);
  await world.clock.advance(3000);
  await crew.answer();
  await world.clock.advance(60_000);
}

const statuses = () => world.at('/status').map(({ params }) => params['CallStatus']);
const inOrder = ['initiated', 'ringing', 'in-progress', 'completed'];

it('[10] without chaos every callback comes once and in order', async () => {
  await start(undefined);
  await placeCall();
  expect(statuses()).toEqual(inOrder);
});

it('[10] drops callbacks', async () => {
  await start({ drop: 1 });
  await placeCall();
  expect(statuses()).toEqual([]);
  expect((await world.client.calls.list({ to: CREW }))[0]).toMatchObject({ status: 'completed' });
});

it('[10] repeats callbacks with their token, later', async () => {
  await start({ duplicate: 1 });
  await placeCall();
  expect(statuses()).toHaveLength(8);
  const tokens = world.at('/status').map(({ token }) => token);
  expect(new Set(tokens).size).toBe(4);
  for (const [sequence, status] of inOrder.entries()) {
    const both = world.at('/status').filter(({ params }) => params['SequenceNumber'] === String(sequence));
    expect(both.map(({ params }) => params['CallStatus'])).toEqual([status, status]);
  }
});

it('lets the next callback of the same call overtake one', async () => {
  await start({ reorder: 1 });
  await placeCall();
  expect(statuses()).toEqual(['ringing', 'initiated', 'completed', 'in-progress']);
});

it('a callback that nothing overtakes comes all the same', async () => {
  await start({ reorder: 1 });
  await world.emulator.phone(CALLER).dial();
  await world.emulator.phone(CALLER).hangsUp();
  expect(statuses()).toEqual([]);
  await world.clock.advance(15_000);
  expect(statuses()).toEqual(['completed']);
});

it('delays callbacks by ten seconds at most, and what they say is of the moment that they tell of', async () => {
  await start({ delay: 1 });
  await world.emulator.phone(CALLER).dial();
  await world.clock.advance(2000);
  await world.emulator.phone(CALLER).hangsUp();
  const over = world.clock.now();
  expect(statuses()).toEqual([]);
  await world.clock.advance(10_000);
  expect(world.at('/status')).toMatchObject([{ params: { CallStatus: 'completed', CallDuration: '2' }, signed: true }]);
  expect(Date.parse(world.at('/status')[0]!.params['Timestamp']!)).toBe(Math.floor(over.getTime() / 1000) * 1000);
});

it('does the same to texts and recordings', async () => {
  await start({ duplicate: 1, delay: 1 });
  world.on('/voice', '<Record action="/next" recordingStatusCallback="/recorded"/>');
  await world.client.messages.create({
    to: CREW,
    from: NUMBER,
    body: 'hello',
    statusCallback: `${world.base}/sms-status`,
  });
  const caller = world.emulator.phone(CALLER);
  await caller.dial();
  await caller.says('dark');
  await caller.presses('#');
  await world.clock.advance(30_000);
  expect(world.at('/recorded').map(({ token }) => token)).toHaveLength(2);
  expect(world.at('/sms-status')).toHaveLength(6);
  expect(world.emulator.phone(CREW).texts).toHaveLength(1);
});

it('asks twice for documents with one token and notes answers that differ, but drops and delays none', async () => {
  await start({ duplicate: 1, drop: 1, delay: 1, reorder: 1 });
  let asked = 0;
  world.on('/next', (_request, response) =>
    response.type('text/xml').send(`<Response><!-- ${(asked += 1)} --></Response>`),
  );
  const caller = world.emulator.phone(CALLER);
  await caller.dial();
  expect(world.at('/voice')).toHaveLength(2);
  expect(new Set(world.at('/voice').map(({ token }) => token)).size).toBe(1);
  expect(world.emulator.violations).toEqual([]);
  await caller.presses('1');
  expect(world.emulator.violations).toMatchObject([{ url: `${world.base}/next` }]);
});

it('hits the same callbacks with the same seed, and others with another', async () => {
  const heard: string[][] = [];
  for (const seed of [7, 7, 8]) {
    await start({ seed, duplicate: 0.5, reorder: 0.3, delay: 0.3, drop: 0.3 });
    for (let call = 0; call < 4; call += 1) await placeCall();
    heard.push(world.emulator.journal.filter(({ kind }) => kind === 'status').map(({ text }) => text));
    await world.stop();
  }
  expect(heard[0]!.length).toBeGreaterThan(4);
  expect(heard[1]).toEqual(heard[0]);
  expect(heard[2]).not.toEqual(heard[0]);
});

it('is switched while calls go on', async () => {
  await start(undefined);
  const put = async (body: object) => {
    const headers = { 'Content-Type': 'application/json' };
    const response = await fetch(`${world.emulatorUrl}/chaos`, { method: 'PUT', headers, body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as object };
  };
  const calm = { seed: 1, duplicate: 0, reorder: 0, delay: 0, drop: 0 };
  expect(await (await fetch(`${world.emulatorUrl}/chaos`)).json()).toEqual(calm);
  expect(await put({ drop: 1 })).toEqual({ status: 200, body: { ...calm, drop: 1 } });
  await placeCall();
  expect(statuses()).toEqual([]);
  expect(await put({ drop: 2 })).toMatchObject({
    status: 409,
    body: { error: expect.stringMatching(/drop/) as string },
  });
  await put({});
  await placeCall();
  expect(statuses()).toEqual(inOrder);
});

describe('its setting', () => {
  const needed = { EMULATOR_ACCOUNT_SID: 'AC1', EMULATOR_AUTH_TOKEN: 'x', EMULATOR_NUMBER: '+8657195598' };
  const read = (text: string) => settingsOf({ ...needed, EMULATOR_CHAOS: text }).chaos;
  beforeEach(() => start(undefined));

  it('names a seed and shares', () => {
    const rest = { reorder: 0, delay: 0, drop: 0 };
    expect(read('seed:42, duplicate:0.2')).toEqual({ seed: 42, duplicate: 0.2, ...rest });
    expect(read('')).toBeUndefined();
  });

  it.each(['duplicate', 'duplicate:x', 'drop:1.1', 'drop:-1', 'seed:0.5', 'noise:1', 'toString:1', '42'])(
    'refuses %s',
    (text) => {
      expect(() => read(text)).toThrow(/chaos/);
      expect(() => Chaos.parse(text)).toThrow(/chaos/);
    },
  );
});
