import { ServedHotline, faultline, until } from './hotline-process';

const caller = '%2B8613800000001';
const token = 'a-token-of-this-test';
let hotline: ServedHotline;

beforeEach(async () => {
  hotline = await ServedHotline.prepare('serve', token);
});
afterEach(() => hotline.remove());

const act = (name: string, body?: object): Promise<void> => hotline.post(`/phones/${caller}/${name}`, body);

/** Presses a key once the caller is asked at a node; the prompt is cut short. */
async function pressAt(node: string, keys: string): Promise<void> {
  await until(`the caller is asked at ${node}`, 20_000, async () => {
    const response = await fetch(hotline.at('EMULATOR_PORT', `/phones/${caller}`));
    const { asking } = (await response.json()) as { asking: { path: string } | null };
    return asking?.path === `/voice/step/${node}` ? true : null;
  });
  await act('keys', { keys });
}

async function tickets(): Promise<{ number: string; state: string; accountNo: string }[]> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(hotline.at('PORT', '/api/v1/tickets'), { headers });
  return ((await response.json()) as { items: { number: string; state: string; accountNo: string }[] }).items;
}

const answersNot = (port: 'PORT' | 'EMULATOR_PORT') => () =>
  fetch(hotline.at(port, '/healthz')).then(
    () => null,
    () => true,
  );

it('serves, takes a report from first ring to ticket, and ends on SIGTERM with its emulator', async () => {
  const { child, ended } = await hotline.start();
  await hotline.speakAt(8);
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
  await hotline.start();
  const { code, err } = await faultline(['serve'], hotline.settings).ended;
  expect(code).toBe(1);
  expect(err.trim()).toMatch(/^faultline: Another program listens on 127\.0\.0\.1:\d+ already[^\n]*$/);
  expect((await fetch(hotline.at('PORT', '/readyz'))).status).toBe(200);
}, 120_000);

it('places a call from a pipe, each line when the phone is asked for it', async () => {
  await hotline.start();
  await hotline.speakAt(8);
  const { code, out } = await faultline(['dial', '--as', '王芳'], hotline.settings, '1\n1\nhangup\n').ended;
  expect(code).toBe(0);
  const steps = out.split('\n').filter((line) => /^(⌨|\s+▸)/u.test(line));
  expect(steps.join('\n')).toMatch(/main-menu\n⌨ 1\n.*account\n⌨ 1\n/);
  expect(out).toMatch(/⏹/u);
}, 120_000);
