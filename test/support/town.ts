import type { Sequelize } from 'sequelize';
import { Account } from '../../models/account';
import { forgetRemembered } from '../../models/database';
import { tables } from '../../models/tables';
import { importData } from '../../src/services/data/import-data';
import { readShared, share } from './shared';
import { statementsOf } from './statements';

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

/** What writes them, as Sequelize worked it out the first time. */
let inserts: readonly string[] | null = null;

/** The demo town, with nothing that has happened in it, in an empty database. */
export async function buildTown(): Promise<void> {
  // As another test file has imported it: hashing every PIN takes seconds.
  town ??= readShared('town.json') as Town | null;
  if (town === null) town = await importTown();
  else if (inserts === null) inserts = await writeRows(town);
  else await writeAgain(inserts);
}

async function writeRows(rows: Town): Promise<readonly string[]> {
  const statements = await statementsOf(database(), async () => {
    for (const table of tables) await table.bulkCreate([...(rows[table.tableName] ?? [])]);
  });
  // Without what else follows when rows change.
  return statements.filter((sql) => townTables.has(/^INSERT INTO `(\w+)`/.exec(sql)?.[1] ?? ''));
}

async function writeAgain(statements: readonly string[]): Promise<void> {
  for (const statement of statements) await database().query(statement);
  // What goes past the models is not noticed.
  forgetRemembered();
}

/** The one that is open now. */
const database = (): Sequelize => Account.sequelize!;

async function importTown(): Promise<Town> {
  await importData({ timezone: 'Asia/Shanghai' }, 'demo');
  const rows: Record<string, readonly Row[]> = {};
  for (const table of tables) {
    if (townTables.has(table.tableName)) rows[table.tableName] = (await table.findAll()).map((row) => row.get() as Row);
  }
  share('town.json', rows);
  return rows;
}
