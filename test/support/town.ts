import { tables } from '../../models/tables';
import { importData } from '../../src/services/data/import-data';
import { laidOut } from './laid-out';
import { readShared, share } from './shared';

type Row = Readonly<Record<string, unknown>>;
type Town = Readonly<Record<string, readonly Row[]>>;

/** What the demo town is made of. */
const townTables = new Set([
  'regions',
  'network_nodes',
  'accounts',
  'account_phones',
  'teams',
  'people',
  'roster_entries',
  'outages',
  'prices',
  'vendors',
]);

/** Its rows as they were imported, for all calls of a test file. */
let town: Town | null = null;

const writeRows = laidOut(async () => {
  for (const table of tables) await table.bulkCreate([...(town?.[table.tableName] ?? [])]);
});

/** The demo town, with nothing that has happened in it, in an empty database. */
export async function buildTown(): Promise<void> {
  // As another test file has imported it: hashing every PIN takes seconds.
  town ??= readShared('town.json') as Town | null;
  if (town === null) town = await importTown();
  else await writeRows();
}

async function importTown(): Promise<Town> {
  await importData({ timezone: 'Asia/Shanghai' }, 'demo');
  const rows: Record<string, readonly Row[]> = {};
  for (const table of tables) {
    if (townTables.has(table.tableName)) rows[table.tableName] = (await table.findAll()).map((row) => row.get() as Row);
  }
  share('town.json', rows);
  return rows;
}
