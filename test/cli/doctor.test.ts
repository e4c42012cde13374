import { cp, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Account } from '../../models/account';
import { Attempt } from '../../models/attempt';
import { openDatabase } from '../../models/database';
import { migrate } from '../../models/migrate';
import { Outage } from '../../models/outage';
import { Person } from '../../models/person';
import { RosterEntry } from '../../models/roster-entry';
import { Team } from '../../models/team';
import { examineInstallation } from '../../src/cli/doctor';
import { systemClock } from '../../src/clock';
import type { Examined } from '../../src/services/doctor/examine';
import { importData } from '../../src/services/data/import-data';
import { noteWorker } from '../../src/services/worker/note-worker';
import { databaseKind, workerUrl } from '../support/database';
import { freePort } from '../support/free-port';
import { faultline, type Started, until } from './hotline-process';
import { runHere } from './run-here';

type Settings = Record<string, string>;

let folder: string;
let served: Settings;
/** As `served`, on a database of its own in which nothing happens by itself. */
let settings: Settings;
let hotline: Started;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-doctor-'));
  served = {
    PORT: String(await freePort()),
    EMULATOR_PORT: String(await freePort()),
    DATA_DIR: join(folder, 'served'),
    DATABASE_URL: await workerUrl('doctor_served'),
    CARRIER: 'emulator',
    TWILIO_ACCOUNT_SID: 'AC-of-this-test',
    TWILIO_AUTH_TOKEN: 'the token of this test',
  };
  hotline = faultline(['serve'], served);
  const readyz = `http://127.0.0.1:${served['PORT'] ?? ''}/readyz`;
  await until('/readyz answers 200', 60_000, async () => ((await fetch(readyz)).ok ? true : null));
  settings = { ...served, DATABASE_URL: await workerUrl('doctor'), DATA_DIR: join(folder, 'data') };
  await mkdir(join(folder, 'data'));
  await onDatabase(async () => {
    await importData({ timezone: 'Asia/Shanghai' }, 'demo');
    await Outage.destroy({ where: {} });
    await noteWorker({ clock: systemClock });
  });
}, 120_000);

afterAll(async () => {
  hotline.child.kill('SIGTERM');
  await hotline.ended;
  await rm(folder, { recursive: true, force: true });
});

// On a busy machine the tests take longer than a worker may be silent.
beforeEach(() => onDatabase(() => noteWorker({ clock: systemClock })));

async function onDatabase<T>(work: (sql: (statement: string) => Promise<unknown>) => Promise<T>): Promise<T> {
  const database = await openDatabase({ url: settings['DATABASE_URL'] ?? '', dataDir: folder });
  try {
    await migrate(database);
    return await work((statement) => database.sequelize.query(statement));
  } finally {
    await database.close();
  }
}

interface Told {
  readonly check: string;
  readonly severity: string;
  readonly problem: string;
  readonly meaning: string;
  readonly remedy: string;
}
const told = (examined: readonly Examined[]): Told[] =>
  examined.flatMap(({ check, findings }) => findings.map((finding) => ({ check, ...finding })));

async function errorsWith(over: Settings, clock = systemClock): Promise<Told[]> {
  const examined = await examineInstallation({ ...settings, ...over }, clock);
  return told(examined).filter(({ severity }) => severity !== 'note');
}

/** The finding is there, says what is wrong and what to do, and nothing else is an error. */
function expectFinding(all: readonly Told[], check: string, problem: RegExp, remedy: RegExp, severity = 'error'): void {
  const found = all.find((one) => one.check === check && problem.test(one.problem));
  expect(found ?? all).toMatchObject({ severity, remedy: expect.stringMatching(remedy) as string });
  expect(found?.meaning).not.toBe('');
  expect(all.filter((one) => one.severity === 'error' && one.check !== check)).toEqual([]);
}

it('finds nothing wrong with a demo that runs', async () => {
  const { code, out, err } = await faultline(['doctor'], served).ended;
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^ok +settings\n/);
  expect(out).toMatch(/\n0 errors, \d+ warnings\.\n$/);
  for (const check of ['PUBLIC_BASE_URL', 'database', 'migrations', 'clock', 'processes', 'roster'])
    expect(out).toMatch(new RegExp(`^ok +${check}$`, 'm'));
  const demo = { ...served, TWILIO_ACCOUNT_SID: '', TWILIO_AUTH_TOKEN: '' };
  const withoutAccount = await runHere(['doctor', '--json'], demo);
  expect(withoutAccount.code).toBe(0);
  const findings = told(JSON.parse(withoutAccount.out) as Examined[]);
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(findings.map(({ check }) => check)).toContain('carrier account');
});

it('finds nothing wrong with the installation in which the faults are planted', async () => {
  expect(await errorsWith({})).toEqual([]);
});

it('leaves no trace: no ticket, no call, no file', async () => {
  await examineInstallation(settings);
  expect(await readdir(settings['DATA_DIR'] ?? '')).toEqual([]);
  const page = await fetch(`http://127.0.0.1:${served['PORT'] ?? ''}/metrics`);
  expect(await page.text()).not.toMatch(/^calls_total\{/m);
});

it('ends with exit code 1 and names every wrong setting together', async () => {
  const wrong = { ...served, TIMEZONE: 'Mars', HOTLINE_NUMBER: '95598' };
  const { code, out } = await runHere(['doctor'], wrong);
  expect(code).toBe(1);
  expect(out).toMatch(/ERROR +settings: The setting HOTLINE_NUMBER: must be a number in international form/);
  expect(out).toMatch(/ERROR +settings: The setting TIMEZONE: .*Asia\/Shanghai/);
  expect(out).toMatch(/→ Correct TIMEZONE in the environment or \.env/);
});

describe('names a fault and how to mend it', () => {
  it('a wrong token', async () => {
    const all = await errorsWith({ TWILIO_AUTH_TOKEN: 'another' });
    const account = all.find(({ check }) => check === 'carrier account');
    expect(account).toMatchObject({ problem: expect.stringMatching(/does not take/) as string });
    expect(account?.remedy).toMatch(/auth token.*restart/);
    const url = all.find(({ check }) => check === 'PUBLIC_BASE_URL');
    expect(url?.problem).toMatch(/refuses a request signed with TWILIO_AUTH_TOKEN \(403\)/);
  });

  it('a public URL that nobody answers', async () => {
    const port = await freePort();
    const all = await errorsWith({ PUBLIC_BASE_URL: `http://127.0.0.1:${port}` });
    expectFinding(all, 'PUBLIC_BASE_URL', /does not answer: ECONNREFUSED/, /Start the service|correct PUBLIC_BASE_URL/);
  });

  it('a public URL that another program answers, a redirect, and one that checks no signature', async () => {
    for (const [status, problem] of [
      [200, /answered by another program, with 200/],
      [301, /redirect to https:\/\/elsewhere/],
      [204, /takes a request with a wrong signature/],
    ] as const) {
      const other = await answering(status);
      const all = await errorsWith({ PUBLIC_BASE_URL: other.url });
      other.server.close();
      expectFinding(all, 'PUBLIC_BASE_URL', problem, /PUBLIC_BASE_URL/);
    }
  });

  it('plain http and loopback, once the carrier is a real one', async () => {
    const all = await errorsWith({
      CARRIER: 'twilio',
      TWILIO_API_BASE_URL: `http://127.0.0.1:${served['EMULATOR_PORT'] ?? ''}`,
    });
    expectFinding(all, 'PUBLIC_BASE_URL', /plain http/, /certificate/, 'warning');
    expectFinding(all, 'PUBLIC_BASE_URL', /address of this machine/, /https address/, 'warning');
  });

  it('a change of the token that nobody ended, and a next token that the carrier does not know', async () => {
    const all = await errorsWith({ TWILIO_AUTH_TOKEN_NEXT: 'the next one' });
    expect(all.find(({ check }) => check === 'token change')?.remedy).toMatch(/take TWILIO_AUTH_TOKEN_NEXT out/);
    expect(all.find(({ check }) => check === 'carrier account')?.problem).toMatch(/TWILIO_AUTH_TOKEN_NEXT/);
  });

  it('a pending migration', async () => {
    await onDatabase((sql) => sql("DELETE FROM migrations WHERE name = '0014-number-checks'"));
    const all = await errorsWith({});
    await onDatabase(() => Promise.resolve());
    expectFinding(all, 'migrations', /0014-number-checks/, /npx faultline migrate/);
  });

  it('a clock that is off by a minute', async () => {
    const late = { ...systemClock, now: () => new Date(systemClock.now().getTime() - 60_000) };
    expectFinding(await errorsWith({}, late), 'clock', /60 s behind the database/, /set-ntp/);
  });

  it('no worker since ten minutes', async () => {
    const later = { ...systemClock, now: () => new Date(systemClock.now().getTime() + 600_000) };
    const all = await errorsWith({ ROLE: 'web' }, later);
    const processes = all.find(({ check }) => check === 'processes');
    expect(processes?.problem).toMatch(/No process has worked since .*ROLE=web/);
    expect(processes?.remedy).toMatch(/ROLE=worker/);
  });

  it('a database that is not there', async () => {
    const port = await freePort();
    const mysql = await errorsWith({ DATABASE_URL: `mysql://root:secret@127.0.0.1:${port}/hotline` });
    expectFinding(
      mysql,
      'database',
      new RegExp(`127\\.0\\.0\\.1:${port} .*ECONNREFUSED`),
      /Start the database.*DATABASE_URL/,
    );
    expect(JSON.stringify(mysql)).not.toContain('secret');
    const file = await errorsWith({ DATABASE_URL: `sqlite:${join(folder, 'none.sqlite')}` });
    expectFinding(file, 'database', /none\.sqlite is not there/, /npx faultline migrate/);
  });

  if (databaseKind === 'mariadb') {
    it('one database host of two', async () => {
      const port = await freePort();
      const url = (settings['DATABASE_URL'] ?? '').replace(/@([^/]+)\//, `@127.0.0.1:${port},$1/`);
      expectFinding(
        await errorsWith({ DATABASE_URL: url }),
        'database',
        /1 of 2 database hosts/,
        /Bring the host back/,
        'warning',
      );
    });
  }

  it('an empty roster', async () => {
    const rows = await onDatabase(async () => {
      const before = await RosterEntry.findAll({ raw: true });
      await RosterEntry.destroy({ where: {} });
      return before;
    });
    const all = await errorsWith({});
    await onDatabase(() => RosterEntry.bulkCreate(rows));
    expect(all.find(({ check }) => check === 'roster')).toMatchObject({
      problem: expect.stringMatching(/roster is empty/) as string,
      remedy: expect.stringMatching(/npx faultline import/) as string,
    });
    expect(all.find(({ check }) => check === 'desk and monitoring')?.problem).toMatch(/desk or the monitoring centre/);
  });

  it('a gap in the roster: a level tomorrow, a whole team now', async () => {
    const hour = 3_600_000;
    const at = (ms: number) => new Date(systemClock.now().getTime() + ms);
    await onDatabase(async () => {
      await RosterEntry.update({ endsAt: at(24 * hour) }, { where: { teamCode: 'G-URB', level: 1 } });
      await RosterEntry.update({ startsAt: at(2 * hour) }, { where: { teamCode: 'G-REM' } });
    });
    const all = await errorsWith({});
    await onDatabase(async () => {
      await RosterEntry.update({ endsAt: null }, { where: { teamCode: 'G-URB' } });
      await RosterEntry.update({ startsAt: new Date('2025-01-01') }, { where: { teamCode: 'G-REM' } });
    });
    expectFinding(all, 'roster', /G-URB .*nobody at level 1: \d{4}-/, /roster\.csv/, 'warning');
    expectFinding(all, 'roster', /G-REM .*nobody on call now/, /npx faultline import/);
  });

  it('a policy with an unknown key', async () => {
    const file = join(folder, 'policy.yaml');
    await writeFile(file, 'paging: { ringFour: 25s }\n');
    expectFinding(await errorsWith({ POLICY_FILE: file }), 'policy', /ringFour/, /config\/policy\.yaml/);
  });

  it('a default team that is not there', async () => {
    const file = join(folder, 'teams.yaml');
    await writeFile(file, 'defaults: { powerTeam: G-XXX }\n');
    expectFinding(await errorsWith({ POLICY_FILE: file }), 'teams', /defaults\.powerTeam is G-XXX/, /POLICY_FILE/);
  });

  it('a broken flow file and a missing prompt', async () => {
    const dir = join(folder, 'flows');
    await cp('ivr-flows', dir, { recursive: true });
    const page = await readFile(join(dir, 'page.yaml'), 'utf8');
    await writeFile(join(dir, 'page.yaml'), page.replace(/^flow: page/m, 'flow: pages'));
    expectFinding(
      await errorsWith({ FLOWS_DIR: dir }),
      'flows and prompts',
      /page\.yaml: its flow is named pages/,
      /flows check/,
    );
    await writeFile(join(dir, 'page.yaml'), page);
    const prompts = await readFile(join(dir, 'prompts/en.yaml'), 'utf8');
    await writeFile(join(dir, 'prompts/en.yaml'), prompts.replace(/^page\.offer:/m, 'page.offered:'));
    expectFinding(await errorsWith({ FLOWS_DIR: dir }), 'flows and prompts', /page\.offer/, /flows check/);
  });

  it('prefixes that exclude the crew', async () => {
    const all = await errorsWith({ ALLOWED_PREFIXES: '+1' });
    expectFinding(
      all,
      'people',
      /ALLOWED_PREFIXES \(\+1\) excludes the phones of \d+ people: 1101/,
      /ALLOWED_PREFIXES/,
    );
    expect(all.find(({ check }) => check === 'accounts')).toMatchObject({ severity: 'warning' });
  });

  it('a data folder that takes no files, and one that is not there', async () => {
    // Root may write wherever permission bits forbid it, but not here.
    expectFinding(await errorsWith({ DATA_DIR: '/proc' }), 'DATA_DIR', /takes no files|cannot be written/, /DATA_DIR/);
    expectFinding(await errorsWith({ DATA_DIR: join(folder, 'no') }), 'DATA_DIR', /is not there/, /mkdir -p/);
  });

  it('reports that wait in the spool, and one that cannot be read', async () => {
    const spool = join(settings['DATA_DIR'] ?? '', 'spool');
    await mkdir(spool, { recursive: true });
    const old = new Date(systemClock.now().getTime() - 3_600_000);
    for (const name of ['CA1-1.json', 'CA2-1.json']) {
      await writeFile(join(spool, name), '{}');
      await utimes(join(spool, name), old, old);
    }
    await writeFile(join(spool, 'CA3-1.json.unreadable'), '{');
    const all = await errorsWith({});
    await rm(spool, { recursive: true });
    expectFinding(all, 'spool', /spool .* holds 2 reports, the oldest for 60 minutes/, /database back/);
    expectFinding(all, 'spool', /cannot be read: CA3-1\.json\.unreadable/, /Call the customer/);
  });

  it('people, accounts, outages and calls that are not as they should be', async () => {
    const past = new Date(systemClock.now().getTime() - 3_600_000);
    await onDatabase(async () => {
      await Person.update({ pinHash: null }, { where: { code: '1101' } });
      await Account.update({ networkNodeCode: 'T-NONE' }, { where: { accountNo: '5710000101' } });
      await Outage.create({
        ...{ code: 'O-1', kind: 'fault', networkNodeCode: 'T-BH', causeZh: '', causeEn: '', state: 'current' },
        ...{ startsAt: past, expectedEndAt: past, nextNewsAt: null, restoredAt: null },
      });
      await Attempt.create({ ...text, dueAt: past, createdAt: past });
      await Team.update({ regions: [] }, { where: { code: 'G-REM' } });
    });
    const all = await errorsWith({});
    await onDatabase(async () => {
      await importData({ timezone: 'Asia/Shanghai' }, 'demo');
      await Outage.destroy({ where: {} });
      await Attempt.destroy({ where: {} });
    });
    const problems = Object.fromEntries(all.map(({ check, problem }) => [check, problem]));
    expect(problems).toMatchObject({
      people: expect.stringMatching(/no PIN for 1 person of the crews: 1101/) as string,
      accounts: expect.stringMatching(/network node of 1 account is not there: 5710000101 \(T-NONE\)/) as string,
      outages: expect.stringMatching(/1 outage should be over: O-1/) as string,
      'calls and texts to go out': expect.stringMatching(/two minutes 1 call or text should have gone out/) as string,
      teams: expect.stringMatching(/No team serves REM/) as string,
    });
    expect(all.every(({ remedy }) => remedy.length > 20)).toBe(true);
  });

  it('a number that calls somebody else, has no fallback, or is not of the account', async () => {
    const numbers = { voice_url: 'https://elsewhere.example/voice', voice_method: 'GET', sms_url: null };
    for (const [list, problems] of [
      [
        [{ phone_number: '+8657195598', ...numbers }],
        [/voice URL of the number is https:\/\/elsewhere/, /has no fallback URL/, /called with GET/],
      ],
      [[], [/account has no number \+8657195598/]],
    ] as const) {
      const carrier = await twilioWith(list);
      const all = await errorsWith({ CARRIER: 'twilio', TWILIO_API_BASE_URL: carrier.url });
      carrier.server.close();
      const found = all.filter(({ check }) => check === 'the number at the carrier');
      for (const problem of problems)
        expect(found.map((one) => one.problem)).toContainEqual(expect.stringMatching(problem));
      expect(found.length).toBeGreaterThanOrEqual(problems.length);
    }
  });
});

const text: Omit<Attempt['dataValues'], 'id' | 'dueAt' | 'createdAt' | 'attemptNo' | 'statusSequence'> = {
  ...{ kind: 'receipt', channel: 'text', priorityRank: 50, toPhone: '+8613800000001', language: 'zh-CN' },
  ...{ personCode: null, ticketId: null, pagingId: null, callbackId: null, level: null, round: null, step: null },
  ...{ flow: null, node: null, body: 'x', state: 'due', outcome: null, errorCode: null, leaseUntil: null },
  ...{ heldUntil: null, heldBecause: null, sentAt: null, answeredAt: null, endedAt: null, carrierSid: null },
};

interface Serving {
  readonly server: Server;
  readonly url: string;
}

function serving(answer: Parameters<typeof createServer>[1]): Promise<Serving> {
  const server = createServer(answer as never);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({ server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    });
  });
}

const answering = (status: number): Promise<Serving> =>
  serving((_request, response) => {
    response.writeHead(status, { location: status === 301 ? 'https://elsewhere.example/' : '' }).end();
  });

const twilioWith = (numbers: readonly object[]): Promise<Serving> =>
  serving((request, response) => {
    const isList = request.url?.includes('/IncomingPhoneNumbers.json') === true;
    const body = isList
      ? { incoming_phone_numbers: numbers, page: 0, page_size: 50, uri: '', first_page_uri: '' }
      : { sid: 'AC', friendly_name: 'a', status: 'active' };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
