import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workerUrl } from '../support/database';
import { freePort } from '../support/free-port';
import { type Started, faultline, until } from './hotline-process';

const caller = '%2B8613800000001';
const token = 'a-token-of-this-test';
let folder: string;
let settings: Record<string, string>;
let hotline: Started | null = null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-serve-'));
  settings = {
    PORT: String(await freePort()),
    EMULATOR_PORT: String(await freePort()),
    DATA_DIR: folder,
    DATABASE_URL: await workerUrl('serve'),
    API_TOKEN: token,
  };
});

afterEach(async () => {
  hotline?.child.kill('SIGKILL');
  await hotline?.ended;
  hotline = null;
  await rm(folder, { recursive: true, force: true });
});

const at = (port: 'PORT' | 'EMULATOR_PORT', path: string): string => `http://127.0.0.1:${settings[port] ?? ''}${path}`;

async function start(): Promise<Started> {
  hotline = faultline(['serve'], settings);
  await until('/readyz answers 200', 60_000, async () => ((await fetch(at('PORT', '/readyz'))).ok ? true : null));
  return hotline;
}

async function act(name: string, body: object = {}): Promise<void> {
  const response = await fetch(at('EMULATOR_PORT', `/phones/${caller}/${name}`), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** Presses a key once the caller is asked at a node; the prompt is cut short. */
async function pressAt(node: string, keys: string): Promise<void> {
  await until(`the caller is asked at ${node}`, 20_000, async () => {
    const response = await fetch(at('EMULATOR_PORT', `/phones/${caller}`));
    const { asking } = (await response.json()) as { asking: { path: string } | null };
    return asking?.path === `/voice/step/${node}` ? true : null;
  });
  await act('keys', { keys });
}

async function tickets(): Promise<{ number: string; state: string; accountNo: string }[]> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(at('PORT', '/api/v1/tickets'), { headers });
  return ((await response.json()) as { items: { number: string; state: string; accountNo: string }[] }).items;
}

const answersNot = (port: 'PORT' | 'EMULATOR_PORT') => () =>
  fetch(at(port, '/healthz')).then(
    () => null,
    () => true,
  );

it('serves, takes a report from first ring to ticket, and ends on SIGTERM with its emulator', async () => {
  const { child, ended } = await start();
  await act('dial');
  await pressAt('caller/main-menu', '1');
  await pressAt('caller/account', '1');
  await pressAt('caller/neighbours', '1');
  await pressAt('caller/describe', '#');
  await pressAt('caller/confirm', '1');
  const [ticket] = await until('the ticket is there', 20_000, async () => {
    const found = await tickets();
    return found.length > 0 ? found : null;
  });
  expect(ticket).toMatchObject({ accountNo: '5710000101' });

  child.kill('SIGTERM');
  const late = until('the hotline ends', 15_000, () => Promise.resolve(null)).catch(() => 'late');
  const end = await Promise.race([ended, late]);
  expect(end).toMatchObject({ code: 0, err: '' });
  await until('both ports are free', 5000, answersNot('PORT'));
  await until('both ports are free', 5000, answersNot('EMULATOR_PORT'));
}, 120_000);

it('says in one sentence that the port is taken, and leaves the first hotline alone', async () => {
  await start();
  const { code, err } = await faultline(['serve'], settings).ended;
  expect(code).toBe(1);
  expect(err.trim()).toMatch(/^faultline: Another program listens on 127\.0\.0\.1:\d+ already[^\n]*$/);
  expect((await fetch(at('PORT', '/readyz'))).status).toBe(200);
}, 120_000);

it('places a call from a pipe, each line when the phone is asked for it', async () => {
  await start();
  const { code, out } = await faultline(['dial', '--as', '王芳'], settings, '1\n1\nhangup\n').ended;
  expect(code).toBe(0);
  const steps = out.split('\n').filter((line) => /^(⌨|\s+▸)/u.test(line));
  expect(steps.join('\n')).toMatch(/main-menu\n⌨ 1\n.*account\n⌨ 1\n/);
  expect(out).toMatch(/⏹/u);
}, 120_000);
