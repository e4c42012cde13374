import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { elapse, realClock } from '../../emulator/clock';
import { readDirectory } from '../../emulator/directory';
import { CALLER, startWorld, type World } from './program';

/** What the web page of the phones is given: itself, one stream for all phones, people, sound. */

const somebody = {
  number: CALLER,
  name: '王芳',
  group: { zh: '来电人', en: 'Callers' },
  role: { zh: '用户', en: 'customer' },
  note: { zh: '', en: '' },
};

let folder: string;
let world: World;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-page-'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Phones</title>');
  world = await startWorld({ clock: realClock, phonePage: folder, directory: { people: [somebody] } });
  world.on('/voice', '<Record action="/kept" timeout="1" finishOnKey="#"/><Redirect>/silent</Redirect>');
  world.on('/kept', '<Pause length="9"/>');
  world.on('/silent', '<Pause length="9"/>');
});
afterEach(async () => {
  await world.stop();
  await rm(folder, { recursive: true, force: true });
});

const phonePath = `/phones/${encodeURIComponent(CALLER)}`;
const get = (path: string, headers: Record<string, string> = {}) => fetch(world.emulatorUrl + path, { headers });
const act = (what: string, body: object = {}, headers: Record<string, string> = {}) =>
  fetch(`${world.emulatorUrl}${phonePath}/${what}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

it('serves the page under a policy that lets nothing in from elsewhere', async () => {
  const page = await get('/phone/');
  expect(await page.text()).toContain('Phones');
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  expect(page.headers.get('cache-control')).toBe('no-cache');
});

it.each([
  ['its own page', { origin: 'self', 'sec-fetch-site': 'same-origin' }, 200],
  ['a page on another port of this machine', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }, 403],
  ['a page of another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
  ['a page of another site that hides its origin', { origin: 'null' }, 403],
])('lets %s use the phones as %j says: %d', async (_who, { origin, ...headers }, status) => {
  const answer = await act(
    'text',
    { body: 'hello' },
    { ...headers, origin: origin === 'self' ? world.emulatorUrl : origin },
  );
  expect(answer.status).toBe(status);
});

it('refuses what another site loads without saying where it is from', async () => {
  expect((await get('/phones', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
});

it('tells who is there to be', async () => {
  expect(await (await get('/directory')).json()).toEqual({ people: [somebody] });
});

interface Told {
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** What the stream tells until `isLast`. */
async function streamed(isLast: (told: Told) => boolean): Promise<Told[]> {
  const abort = new AbortController();
  const response = await fetch(`${world.emulatorUrl}/events`, { signal: abort.signal });
  const told: Told[] = [];
  let rest = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, event = '', data = ''] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
      told.push({ event, data: JSON.parse(data) as Record<string, unknown> });
    }
    if (told.some(isLast)) break;
  }
  abort.abort();
  return told;
}

it('streams all phones at once: what was, and each change as it comes', async () => {
  await act('text', { body: 'before' });
  const ended = streamed(({ event, data }) => event === 'phone' && data['state'] === 'idle');
  await act('dial');
  await act('hangup');
  const [first, ...later] = await ended;
  expect(first).toMatchObject({
    event: 'snapshot',
    data: { number: '+8657195598', texts: [{ body: 'before', mine: true }] },
  });
  const states = later.filter(({ event }) => event === 'phone').map(({ data }) => data['state']);
  expect(states).toEqual(expect.arrayContaining(['connected', 'idle']));
  expect(later.filter(({ event }) => event === 'entry').map(({ data }) => data['kind'])).toEqual(
    expect.arrayContaining(['ring', 'answer', 'ask', 'hangup']),
  );
  expect(later.some(({ data }) => data['kind'] === 'webhook')).toBe(false);
  const asked = later.find(({ event, data }) => event === 'phone' && data['asking'] !== null);
  expect(asked?.data['asking']).toMatchObject({ kind: 'record', path: '/kept' });
});

it('waits for somebody who draws breath, and only as long', async () => {
  await act('dial');
  const ask = async () => ((await (await get(phonePath)).json()) as { asking: object | null }).asking;
  await act('breathe');
  await elapse(realClock, 1500);
  expect(await ask()).not.toBeNull();
  await act('say', { words: 'dark' });
  await act('keys', { keys: '#' });
  expect(world.at('/kept')[0]?.params['Digits']).toBe('#');
});

it('gives up on silence when nobody draws breath', async () => {
  await act('dial');
  await elapse(realClock, 1500);
  expect(world.at('/silent')).toHaveLength(1);
});

/** A tenth of a second of a sound that is not silence. */
function hum(): Buffer {
  const data = Buffer.alloc(1600, 1);
  const head = Buffer.from(
    'RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\0\0\0\0',
    'latin1',
  );
  head.writeUInt32LE(36 + data.length, 4);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

it('keeps the sound of a microphone as the recording', async () => {
  await act('dial');
  const send = (type: string, body: Buffer) =>
    fetch(`${world.emulatorUrl}${phonePath}/sound?words=dark`, {
      method: 'POST',
      headers: { 'Content-Type': type },
      body: new Uint8Array(body),
    });
  expect((await send('audio/wav', Buffer.from('no sound'))).status).toBe(409);
  expect((await send('audio/wav', hum())).status).toBe(200);
  await act('keys', { keys: '#' });
  const [recording] = world.emulator.recordings;
  expect(recording).toMatchObject({ words: 'dark' });
  expect(recording?.sounds[0]?.data).toEqual(Buffer.alloc(1600, 1));
});

describe('a directory file', () => {
  const written = async (content: object) => {
    const file = join(folder, 'people.json');
    await writeFile(file, JSON.stringify(content));
    return file;
  };

  it('is read', async () => {
    const directory = { timezone: 'Asia/Shanghai', people: [somebody] };
    expect(readDirectory(await written(directory))).toEqual(directory);
    expect(readDirectory(undefined)).toEqual({ people: [] });
  });

  it.each([
    ['no people', {}],
    ['a number that is none', { people: [{ ...somebody, number: '110' }] }],
    ['a note in one language', { people: [{ ...somebody, note: { zh: '' } }] }],
  ])('is refused with %s', async (_what, content) => {
    const file = await written(content);
    expect(() => readDirectory(file)).toThrow(`${file} is no directory`);
  });
});
