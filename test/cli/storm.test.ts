import { freePort } from '../support/free-port';
import { faultline, ServedHotline, until } from './hotline-process';
import { runHere } from './run-here';

const token = 'a-token-of-this-test';
let hotline: ServedHotline;

beforeAll(async () => {
  hotline = await ServedHotline.prepare('storm', token);
  await hotline.start();
});
afterAll(() => hotline.remove());

async function ticketCount(): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(hotline.at('PORT', '/api/v1/tickets?limit=200'), { headers });
  return ((await response.json()) as { items: unknown[] }).items.length;
}

async function phonesInCalls(): Promise<number> {
  const response = await fetch(hotline.at('EMULATOR_PORT', '/phones'));
  const { phones } = (await response.json()) as { phones: { state: string }[] };
  return phones.filter(({ state }) => state === 'connected').length;
}

it('lets callers report at once and tells calls, time and that nothing went wrong', async () => {
  // Quicker, and somebody might call twice.
  await hotline.speakAt(4);
  const { code, out, err } = await faultline(['storm', '--seconds', '1', '--callers', '3'], hotline.settings).ended;
  expect({ code, out }).toMatchObject({ code: 0, out: expect.stringMatching(/^wrong +nothing$/m) as string });
  expect(out).toMatch(/^calls +3 in \d+ s, [\d,]+ calls an hour$/m);
  expect(out).toMatch(/^webhook +p50 \d+ ms, p95 \d+ ms, p99 \d+ ms/m);
  expect(err).toMatch(/^3 callers at once for 1 s\./m);
  expect([await ticketCount(), await phonesInCalls()]).toEqual([3, 0]);
});

it('hangs up at once when it is interrupted, and still tells what there was', async () => {
  // No call must end by itself before.
  await hotline.speakAt(1);
  const { child, ended } = faultline(['storm', '--callers', '2'], hotline.settings);
  await until('both callers are in a call', 20_000, async () => ((await phonesInCalls()) === 2 ? true : null));
  child.kill('SIGINT');
  const { code, out } = await ended;
  expect({ code, out }).toMatchObject({ code: 0, out: expect.stringMatching(/^calls +0 in /) as string });
  expect(await phonesInCalls()).toBe(0);
});

it('is for the emulator of this machine alone', async () => {
  const elsewhere = await runHere(['storm', '--emulator', 'http://hotline.example.org:3001'], hotline.settings);
  expect(elsewhere).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(/^faultline: A storm is for [^\n]+\n$/) as string,
  });
  const nowhere = `http://127.0.0.1:${await freePort()}`;
  const gone = await runHere(['storm', '--emulator', nowhere], hotline.settings);
  expect(gone).toMatchObject({ code: 1, err: expect.stringMatching(/^faultline: [^\n]+npm start\n$/) as string });
  const endless = await faultline(['storm', '--seconds', '3601'], hotline.settings).ended;
  expect(endless).toMatchObject({ code: 1, err: expect.stringMatching(/from 1 to 3600/) as string });
});
