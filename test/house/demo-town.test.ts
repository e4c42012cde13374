import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

/** The demo town has somebody for every case that a newcomer may want to try, and its guide names them. */

type Row = Readonly<Record<string, string>>;
const rows = (file: string): Row[] => parse<Row>(readFileSync(`demo/${file}.csv`), { columns: true });
const [accounts, regions, network, people, roster, teams, outages] = [
  'accounts',
  'regions',
  'network',
  'people',
  'roster',
  'teams',
  'outages',
].map(rows) as [Row[], Row[], Row[], Row[], Row[], Row[], Row[]];
const guide = readFileSync('demo/README.md', 'utf8');

const onePhone = accounts.map((row) => row['phones']);
const cases: readonly (readonly [what: string, holds: (row: Row) => boolean])[] = [
  ['cut for arrears', (row) => row['supply'] === 'cut_for_arrears'],
  ['paid up', (row) => row['meter'] === 'postpaid' && row['balance_cents'] === '0'],
  ['owing, not cut', (row) => row['supply'] === 'connected' && Number(row['balance_cents']) < 0],
  ['prepaid with credit', (row) => row['meter'] === 'prepaid' && Number(row['balance_cents']) > 0],
  ['prepaid, empty', (row) => row['meter'] === 'prepaid' && Number(row['balance_cents']) <= 0],
  ['several accounts on one phone', (row) => onePhone.filter((phones) => phones === row['phones']).length > 1],
  ['several phones on one account', (row) => (row['phones'] ?? '').includes(';')],
  ['a tenant', (row) => row['tenant_phones'] !== ''],
  ['medical equipment', (row) => row['medical'] === '1' && row['medical_consent_on'] !== ''],
  ['a critical place', (row) => row['critical'] === '1'],
  ['an English speaker', (row) => row['language'] === 'en'],
  ['somebody hard of hearing', (row) => row['care'] === 'hearing'],
];

it.each(cases)('has an account: %s', (_what, holds) => {
  expect(accounts.some(holds)).toBe(true);
});

it('has sixty accounts, three power regions and an estate, down to transformers and buildings', () => {
  expect(accounts.length).toBeGreaterThanOrEqual(60);
  expect(regions.map((row) => row['class']).sort()).toEqual(['estate', 'remote', 'rural', 'urban']);
  const kinds = new Set(network.map((row) => row['kind']));
  expect([...kinds].sort()).toEqual(['building', 'feeder', 'lateral', 'substation', 'transformer']);
  const nodes = new Set(network.map((row) => row['code']));
  expect(accounts.filter((row) => !nodes.has(row['network_node'] ?? ''))).toEqual([]);
});

it('has one planned and one current outage', () => {
  expect(outages.map((row) => row['kind']).sort()).toEqual(['fault', 'planned']);
});

it('has somebody of each team on the roster at every moment, and a PIN for everybody', () => {
  const always = roster.filter((row) => row['level'] === '1' && row['ends_at'] === '').map((row) => row['team']);
  expect(teams.map((row) => row['code']).filter((team) => !always.includes(team))).toEqual([]);
  expect(people.filter((row) => !/^\d{4,6}$/.test(row['pin'] ?? ''))).toEqual([]);
});

it('is told whole in its guide: every person with code and number, every special caller', () => {
  const phones = people.flatMap((row) => [row['phone'] ?? '', row['code'] ?? '']);
  expect(phones.filter((word) => !guide.includes(word))).toEqual([]);
  const special = cases.slice(5).flatMap(([, holds]) => accounts.filter(holds).map((row) => row['name'] ?? ''));
  expect(special.filter((name) => !guide.includes(name))).toEqual([]);
});
