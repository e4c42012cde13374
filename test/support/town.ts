import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tables } from '../../models/tables';
import { importData } from '../../src/services/data/import-data';
import { runFile } from './database';

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

/** The demo town, with nothing that has happened in it, in an empty database. */
export async function buildTown(): Promise<void> {
  town ??= readTown();
  if (town === null) town = await importTown();
  else for (const table of tables) await table.bulkCreate([...(town[table.tableName] ?? [])]);
}

/** As another test file of this run has imported it: hashing every PIN takes seconds. */
function readTown(): Town | null {
  const file = runFile('town.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Town) : null;
}

async function importTown(): Promise<Town> {
  await importData({ timezone: 'Asia/Shanghai' }, 'demo');
  const rows: Record<string, readonly Row[]> = {};
  for (const table of tables) {
    if (townTables.has(table.tableName)) rows[table.tableName] = (await table.findAll()).map((row) => row.get() as Row);
  }
  const file = runFile('town.json');
  // Whole or not at all: another worker may look for it now.
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(rows));
  renameSync(`${file}.${process.pid}`, file);
  return rows;
}
