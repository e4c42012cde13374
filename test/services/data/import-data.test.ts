import { cp, mkdir, mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { Account } from '../../../models/account';
import { AccountPhone } from '../../../models/account-phone';
import { NetworkNode } from '../../../models/network-node';
import { Outage } from '../../../models/outage';
import { Person } from '../../../models/person';
import { Region } from '../../../models/region';
import { RosterEntry } from '../../../models/roster-entry';
import { Team } from '../../../models/team';
import { tables } from '../../../models/tables';
import type { HotlineError } from '../../../src/errors';
import { exportData } from '../../../src/services/data/export-data';
import { loadDemo } from '../../../src/services/data/load-demo';
import { type ImportProgress, importData } from '../../../src/services/data/import-data';
import { pinMatches } from '../../../src/services/directory/pin-hash';
import { type FreshDatabase, freshDatabase } from '../../support/database';

const settings = { timezone: 'Asia/Shanghai' };
const demo = join(__dirname, '../../../demo');

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
beforeEach(() => fresh.reset());
afterAll(() => fresh.drop());

type Files = Readonly<Record<string, string | Buffer>>;

const folderWith = async (files: Files) => {
  const folder = await mkdtemp(join(fresh.dataDir, 'csv-'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, `${name}.csv`), content);
  return folder;
};
const imported = async (files: Files, timezone = 'Asia/Shanghai') => importData({ timezone }, await folderWith(files));
const problemsOf = async (files: Files) => {
  const error = await imported(files).then(
    () => null,
    (reason: unknown) => reason as HotlineError,
  );
  expect(error).toMatchObject({ code: 'invalid_import' });
  return (error!.details as { problems: { file: string; line: number; column: string; message: string }[] }).problems;
};
const rowCounts = () => Promise.all(tables.map((table) => table.count()));
const exported = async (timezone = 'Asia/Shanghai') => {
  const folder = join(await mkdtemp(join(fresh.dataDir, 'out-')), 'new');
  await exportData({ timezone }, folder);
  const names = (await readdir(folder)).sort();
  const contents = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return { folder, files: Object.fromEntries(names.map((name, index) => [name, contents[index] ?? ''])) };
};

const regions = 'code,name_zh,name_en,profile,class\nR1,城区,Town,power,urban\nE1,小区,Estate,property,estate\n';
const network =
  'code,kind,parent,region,name_zh,name_en,label\nS1,substation,,R1,一站,First,\nF1,feeder,S1,R1,一线,Line 1,F-1\n';
const accountHeader =
  'account_no,name,phones,address_zh,address_en,region,network_node,meter,supply,balance_cents,medical,critical,language';
const accounts = `${accountHeader}\n1001,王芳,+8613800000001;+8613800000002,一号,"No. 1, Main",E1,F1,postpaid,connected,-500,1,0,zh-CN\n`;
const teams =
  'code,name_zh,name_en,department,regions,categories,assign_mode,hours,slot_minutes,capacity\nG1,一班,Crew 1,grid,R1,lv;hv,roster,,,\n';
const people = 'code,name,phone,role,team,skills,language,pin\n501,李强,+8613800000501,technician,G1,lv,zh-CN,2468\n';
const roster = 'team,person,level,starts_at,ends_at\nG1,501,1,2026-01-01T08:00,\n';
const base = { regions, network, accounts, teams, people, roster };

describe('a good import', () => {
  it('reads every kind of value, in any order of columns, with or without a byte order mark', async () => {
    const shuffled =
      'class,profile,name_en,name_zh,code\r\nurban,power,Town,"城,区",R1\r\nestate,property,Estate,小区,E1\r\n';
    const summary = await imported({ ...base, regions: `\uFEFF${shuffled}` });
    expect(summary).toEqual({
      'regions.csv': 2,
      'network.csv': 2,
      'accounts.csv': 1,
      'teams.csv': 1,
      'people.csv': 1,
      'roster.csv': 1,
    });
    expect(await Region.findByPk('R1')).toMatchObject({ nameZh: '城,区', class: 'urban' });
    expect(await Account.findOne({ where: { accountNo: '1001' } })).toMatchObject({
      addressEn: 'No. 1, Main',
      balanceCents: -500,
      medical: true,
      critical: false,
      care: null,
      warrantyUntil: null,
    });
    expect(await AccountPhone.findAll({ order: ['id'] })).toMatchObject([
      { phone: '+8613800000001', tenant: false },
      { phone: '+8613800000002', tenant: false },
    ]);
    expect(await NetworkNode.findByPk('S1')).toMatchObject({ parentCode: null, label: null });
    expect(await Team.findByPk('G1')).toMatchObject({ regions: ['R1'], categories: ['lv', 'hv'], capacity: null });
    const [entry] = await RosterEntry.findAll();
    expect(entry).toMatchObject({ startsAt: new Date('2026-01-01T00:00:00.000Z'), endsAt: null });
    const person = await Person.findByPk('501');
    expect(await pinMatches('2468', person!.pinHash)).toBe(true);
    expect(person!.pinHash).not.toContain('2468');
  });

  it('updates known rows by their key, and leaves absent ones and an empty PIN alone', async () => {
    await imported(base);
    const before = await Person.findByPk('501');
    await Person.update({ pinFailures: 2 }, { where: {} });
    const changed = people.replace('李强', '李刚').replace('2468', '');
    await imported({
      people: changed,
      roster: roster.replace('08:00,', '08:00,2026-02-01T08:00:30'),
      accounts: accounts.replace('+8613800000001;+8613800000002', '+8613800000002;+8613800000009'),
      regions: 'code,name_zh,name_en,profile,class\nR2,新区,New,power,rural\n',
    });
    expect(await Person.findAll()).toMatchObject([{ name: '李刚', pinHash: before!.pinHash, pinFailures: 2 }]);
    expect(await RosterEntry.findAll()).toMatchObject([{ endsAt: new Date('2026-02-01T00:00:30.000Z') }]);
    const phones = await AccountPhone.findAll({ order: ['id'] });
    expect(phones.map(({ phone }) => phone)).toEqual(['+8613800000002', '+8613800000009']);
    expect(await Region.count()).toBe(3);
    await imported({ people: people.replace('2468', '135790') });
    const after = await Person.findByPk('501');
    expect(after!.pinFailures).toBe(0);
    expect(await pinMatches('135790', after!.pinHash)).toBe(true);
  });

  it('keeps the state of a known outage', async () => {
    await imported(base);
    const outages =
      'code,kind,network_node,cause_zh,cause_en,starts_at,expected_end_at\nO1,fault,F1,树枝,Tree,2026-01-01T08:00,\n';
    await imported({ outages });
    await Outage.update({ state: 'restored' }, { where: { code: 'O1' } });
    await imported({ outages: outages.replace('Tree', 'Storm') });
    expect(await Outage.findByPk('O1')).toMatchObject({ state: 'restored', causeEn: 'Storm' });
  });

  it('tells how far it is', async () => {
    const seen: ImportProgress[] = [];
    await importData(settings, await folderWith(base), (progress) => seen.push(progress));
    expect(seen.filter(({ phase }) => phase === 'writing').at(-1)).toEqual({
      file: 'roster.csv',
      phase: 'writing',
      done: 1,
      total: 1,
    });
    expect(seen.every(({ done, total }) => done <= total)).toBe(true);
  });
});

describe('a bad import', () => {
  const bad = (name: keyof typeof base, from: string | RegExp, to: string): [string, Files] => [
    `${from.toString()} → ${to}`,
    { ...base, [name]: base[name].replace(from, to) },
  ];
  const cases: [string, Files, { file: string; line: number; column: string; message?: string }][] = [
    [...bad('accounts', '+8613800000002', '013800000002'), { file: 'accounts.csv', line: 2, column: 'phones' }],
    [...bad('accounts', '+8613800000002', '+8613800000001'), { file: 'accounts.csv', line: 2, column: 'phones' }],
    [...bad('accounts', '1001', 'A1'), { file: 'accounts.csv', line: 2, column: 'account_no' }],
    [...bad('accounts', '-500', '-5.00'), { file: 'accounts.csv', line: 2, column: 'balance_cents' }],
    [...bad('accounts', ',1,0,', ',yes,0,'), { file: 'accounts.csv', line: 2, column: 'medical' }],
    [...bad('accounts', 'postpaid', ''), { file: 'accounts.csv', line: 2, column: 'meter' }],
    [...bad('accounts', ',E1,F1', ',E9,F1'), { file: 'accounts.csv', line: 2, column: 'region' }],
    [...bad('accounts', ',E1,F1', ',E1,F9'), { file: 'accounts.csv', line: 2, column: 'network_node' }],
    [...bad('accounts', ',zh-CN', ''), { file: 'accounts.csv', line: 2, column: '' }],
    [...bad('accounts', 'balance_cents', 'balance'), { file: 'accounts.csv', line: 1, column: 'balance' }],
    [...bad('regions', 'urban', 'city'), { file: 'regions.csv', line: 2, column: 'class' }],
    [...bad('regions', 'E1,', 'R1,'), { file: 'regions.csv', line: 3, column: 'code' }],
    [...bad('regions', ',class', ',class,class'), { file: 'regions.csv', line: 1, column: 'class' }],
    [...bad('regions', /^[^]*$/, ''), { file: 'regions.csv', line: 0, column: '' }],
    [...bad('network', 'F1,feeder,S1', 'F1,feeder,S9'), { file: 'network.csv', line: 3, column: 'parent' }],
    [...bad('network', 'substation,,', 'substation,F1,'), { file: 'network.csv', line: 2, column: 'parent' }],
    [...bad('teams', 'lv;hv', 'lv;xx'), { file: 'teams.csv', line: 2, column: 'categories' }],
    [...bad('teams', ',R1,', ',R1;R7,'), { file: 'teams.csv', line: 2, column: 'regions' }],
    [
      ...bad('people', '2468', '12'),
      { file: 'people.csv', line: 2, column: 'pin', message: 'is not a PIN of 4 to 6 digits' },
    ],
    [...bad('people', 'technician', 'boss'), { file: 'people.csv', line: 2, column: 'role' }],
    [...bad('people', ',G1,', ',G2,'), { file: 'people.csv', line: 2, column: 'team' }],
    [...bad('roster', '501', '502'), { file: 'roster.csv', line: 2, column: 'person' }],
    [...bad('roster', '2026-01-01T08:00', '1/1/2026'), { file: 'roster.csv', line: 2, column: 'starts_at' }],
    [...bad('roster', '08:00,', '08:00,2025-01-01T08:00'), { file: 'roster.csv', line: 2, column: 'ends_at' }],
    ['an unknown file', { ...base, region: regions }, { file: 'region.csv', line: 0, column: '' }],
    [
      'a quote that is never closed',
      { ...base, regions: `${regions}R2,"新` },
      { file: 'regions.csv', line: 4, column: '' },
    ],
    [
      'bytes that are not UTF-8',
      {
        ...base,
        regions: Buffer.from([
          ...Buffer.from(regions),
          ...Buffer.from('R2,'),
          0xd0,
          0xc2,
          ...Buffer.from(',New,power,rural\n'),
        ]),
      },
      { file: 'regions.csv', line: 4, column: 'name_zh', message: 'is not UTF-8' },
    ],
  ];

  it.each(cases)('%s: is named by file, line and column, and nothing is imported', async (_, files, expected) => {
    const problems = await problemsOf(files);
    expect(problems[0]).toMatchObject(expected);
    expect(Math.max(...(await rowCounts()))).toBe(0);
  });

  it('shows all problems of all files at once, at most fifty, and counts lines inside quotes', async () => {
    const problems = await problemsOf({
      regions: regions.replace('Town', '"To\nwn"').replace('E1,小区', 'E 1,'),
      teams: teams.replace('grid', 'power'),
    });
    expect(problems.map(({ file, line, column }) => [file, line, column])).toEqual([
      ['regions.csv', 2, 'name_en'],
      ['regions.csv', 4, 'code'],
      ['regions.csv', 4, 'name_zh'],
      ['teams.csv', 2, 'department'],
    ]);
    const many = Array.from({ length: 200 }, (_, index) => `R${index},名,Name,power,city`).join('\n');
    expect(await problemsOf({ regions: `code,name_zh,name_en,profile,class\n${many}\n` })).toHaveLength(50);
  });

  it('changes nothing in what was there', async () => {
    await imported(base);
    const before = await exported();
    await problemsOf({ regions: regions.replace('城区', '新城'), people: people.replace('technician', 'boss') });
    expect((await exported()).files).toEqual(before.files);
  });

  it('says so when the folder is missing or empty', async () => {
    await expect(importData(settings, join(fresh.dataDir, 'nowhere'))).rejects.toMatchObject({
      code: 'invalid_import',
    });
    await mkdir(join(fresh.dataDir, 'empty'));
    await expect(importData(settings, join(fresh.dataDir, 'empty'))).rejects.toMatchObject({ code: 'invalid_import' });
  });
});

describe('export', () => {
  it('writes all nine files so that an import of them changes nothing', async () => {
    await importData(settings, demo);
    const first = await exported();
    expect(Object.keys(first.files)).toHaveLength(9);
    expect(first.files['people.csv']).not.toMatch(/scrypt/);
    await importData(settings, first.folder);
    expect((await exported()).files).toEqual(first.files);
    await fresh.reset();
    await importData(settings, first.folder);
    expect((await exported()).files).toEqual(first.files);
  });

  it('round-trips any names, sums, times and zones', async () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((text) => text === text.trim() && !/\p{Cc}|\uFFFD/u.test(text));
    const row = fc.record({
      zh: name,
      en: name,
      cents: fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }),
      at: fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
    });
    const zone = fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'UTC');
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), zone, async (rows, timezone) => {
        await fresh.reset();
        await imported(base);
        await RosterEntry.destroy({ where: {} });
        await Account.bulkCreate(
          rows.map(({ zh, en, cents }, index) => ({
            ...{ accountNo: `2${index}`, name: zh, addressZh: zh, addressEn: en, balanceCents: cents, language: 'en' },
            ...{ regionCode: 'E1', networkNodeCode: 'F1', meter: 'prepaid', supply: 'connected' },
            ...{ medical: false, critical: true },
          })),
        );
        await RosterEntry.bulkCreate(
          rows.map(({ at }, index) => ({
            teamCode: 'G1',
            personCode: '501',
            level: index + 1,
            startsAt: at,
            endsAt: null,
          })),
        );
        const starts = async () =>
          (await RosterEntry.findAll({ order: ['level'] })).map((one) => one.startsAt.toISOString());
        const before = { ...(await exported(timezone)), starts: await starts() };
        await fresh.reset();
        await importData({ timezone }, before.folder);
        expect((await exported(timezone)).files).toEqual(before.files);
        expect(await starts()).toEqual(before.starts);
      }),
      { numRuns: 15 },
    );
  });
});

it('loads the demo into an empty database only, with its outages at the present', async () => {
  const now = new Date('2027-05-06T07:08:09.000Z');
  const clock = { now: () => now, after: () => () => undefined };
  expect(await loadDemo({ clock, settings }, demo)).toBe(true);
  const outages = await Outage.findAll();
  expect(outages).toHaveLength(2);
  for (const { startsAt, expectedEndAt } of outages) {
    expect(startsAt < now && expectedEndAt! > now).toBe(true);
  }
  expect(await loadDemo({ clock, settings }, demo)).toBe(false);
});

it('the demo town stands by itself and covers the nine files', async () => {
  const folder = await mkdtemp(join(fresh.dataDir, 'demo-'));
  await cp(demo, folder, { recursive: true });
  const summary = await importData(settings, folder);
  expect(Object.keys(summary)).toHaveLength(9);
  expect(Math.min(...Object.values(summary))).toBeGreaterThan(0);
});
