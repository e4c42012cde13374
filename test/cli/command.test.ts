import { appendFile, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workerUrl } from '../support/database';
import { freePort } from '../support/free-port';
import { type Ended, faultline } from './hotline-process';
import { runHere } from './run-here';

let folder: string;
let settings: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-command-'));
  // As on a server before its carrier is set.
  settings = { NODE_ENV: 'production', DATA_DIR: folder, DATABASE_URL: await workerUrl('command') };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (...args: string[]): Promise<Ended> => runHere(args, settings);
const runApart = (...args: string[]): Promise<Ended> => faultline(args, settings).ended;

it('migrates an empty database, and again without harm', async () => {
  for (let times = 0; times < 2; times += 1) {
    expect(await runApart('migrate')).toMatchObject({ code: 0, out: 'The database is up to date.\n', err: '' });
  }
});

it('names file, line and column of a wrong row and imports nothing', async () => {
  const wrong = join(folder, 'wrong');
  const empty = join(folder, 'empty');
  await cp('demo', wrong, { recursive: true });
  const regions = await readFile(join(wrong, 'regions.csv'), 'utf8');
  await writeFile(join(wrong, 'regions.csv'), `${regions.trimEnd()}\nX9,新区,New,steam,urban\n`);
  const { code, err } = await run('import', wrong);
  const line = regions.trimEnd().split('\n').length + 1;
  expect(code).toBe(1);
  expect(err.split('\n')).toHaveLength(2);
  expect(err).toMatch(new RegExp(`regions\\.csv\\D+${line}\\D.*profile`));
  expect(err).not.toMatch(/\n\s+at /);

  await run('export', empty);
  expect((await readFile(join(empty, 'regions.csv'), 'utf8')).trim().split('\n')).toHaveLength(1);
});

it('names every wrong row at once', async () => {
  const wrong = join(folder, 'wrong-twice');
  await cp('demo', wrong, { recursive: true });
  await appendFile(join(wrong, 'regions.csv'), 'X9,新区,New,steam,urban\n');
  await appendFile(join(wrong, 'people.csv'), '9999,无名,12345,technician,G-URB,,zh-CN,1234,\n');
  const { code, err } = await run('import', wrong);
  expect(code).toBe(1);
  expect(err).toMatch(/Nothing was imported/);
  expect(err).toMatch(/^ {2}regions\.csv, line \d+, column profile: /m);
  expect(err).toMatch(/^ {2}people\.csv, line \d+, column phone: /m);
});

it('makes a token once and ends it, and forgets a person', async () => {
  const made = await run('token', 'create', '--name', 'the console', '--role', 'desk');
  expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^faultline_[\w-]{43}\n$/) as string });
  expect((await run('token', 'list')).out).toMatch(/^1 +desk +the console +last used never\n$/);
  expect(await run('token', 'revoke', '1')).toMatchObject({ code: 0 });
  expect((await run('token', 'list')).out).toMatch(/revoked \d{4}-/);
  const king = await runApart('token', 'create', '--name', 'x', '--role', 'king');
  expect(king).toMatchObject({ code: 1, err: expect.stringMatching(/no role king/) as string });

  await run('import', 'demo');
  const unasked = await runApart('forget', '+8613800000001');
  expect(unasked).toMatchObject({ code: 1, err: expect.stringMatching(/give --yes/) as string });
  const forgotten = await run('forget', '--yes', '+8613800000001');
  expect(forgotten).toMatchObject({
    code: 0,
    out: expect.stringMatching(/Erased: 0 reports, .* 1 account\.\n/) as string,
  });
  const staff = await run('forget', '--yes', '+8613800011101');
  expect(staff).toMatchObject({ code: 1, err: expect.stringMatching(/1101 .* people\.csv/) as string });
  const after = join(folder, 'after');
  await run('export', after);
  const accounts = await readFile(join(after, 'accounts.csv'), 'utf8');
  expect(accounts).not.toMatch(/13800000001|王芳/);
  expect(await run('import', after)).toMatchObject({ code: 0, err: '' });
});

it('imports the demo town and exports the same nine files', async () => {
  expect(await run('import', 'demo')).toMatchObject({ code: 0 });
  const out = join(folder, 'out');
  expect(await run('export', out)).toMatchObject({ code: 0 });
  const written = (await readdir(out)).sort();
  expect(written).toEqual((await readdir('demo')).filter((file) => file.endsWith('.csv')).sort());
  const rows = async (dir: string) => (await readFile(join(dir, 'accounts.csv'), 'utf8')).trim().split('\n').length;
  expect(await rows(out)).toBe(await rows('demo'));
});

it('checks and draws the dialogues', async () => {
  expect(await run('flows', 'check')).toMatchObject({ code: 0, err: '' });
  const graph = await run('flows', 'graph', 'caller');
  expect(graph).toMatchObject({ code: 0, err: '' });
  expect(graph.out).toMatch(/^%% caller\nflowchart/);
  expect(await run('flows', 'graph', 'nowhere')).toMatchObject({ code: 1 });
});

it('tells all wrong settings together and without a stack', async () => {
  const wrong = { ...settings, PORT: 'x', TIMEZONE: 'Mars', CARRIER: 'twilio' };
  const { code, err } = await faultline(['serve'], wrong).ended;
  expect(code).toBe(1);
  for (const name of ['PORT', 'TIMEZONE', 'TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN']) expect(err).toContain(`${name}:`);
  expect(err).not.toMatch(/\n\s+at /);
});

it('says what to do when there is no database or no emulator', async () => {
  const port = String(await freePort());
  const database = await runHere(['migrate'], { ...settings, DATABASE_URL: `mysql://root@127.0.0.1:${port}/x` });
  expect(database).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^faultline: [^\n]+DATABASE_URL\.\n$/) as string,
  });
  const dial = await faultline(['dial'], { ...settings, NODE_ENV: '', EMULATOR_PORT: port }).ended;
  expect(dial).toMatchObject({ code: 1, err: expect.stringMatching(/^faultline: [^\n]+npm start\n$/) as string });
});
