import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import mysql from 'mysql2/promise';
import { QueryTypes } from 'sequelize';
import { type Database, type DatabaseSettings, forgetRemembered, openDatabase } from '../../models/database';
import { migrate } from '../../models/migrate';
import { tables } from '../../models/tables';

// Sequelize takes a stack for every query, and jest asks for a hundred lines of each and maps them to the sources.
Error.stackTraceLimit = 10;

export interface FreshDatabase {
  readonly database: Database;
  readonly url: string;
  /** An empty folder of this database's own. */
  readonly dataDir: string;
  /** Empties every table. */
  reset(): Promise<void>;
  /** Closes the database and removes its folder; the tables stay for the next test file of this worker. */
  drop(): Promise<void>;
}

/** Set by the jest project: every test of these folders runs once on each. */
export const databaseKind = (globalThis as { DATABASE_KIND?: 'sqlite' | 'mariadb' }).DATABASE_KIND ?? 'sqlite';

/** In ms. What a busy machine makes of 200 transactions at once is measured in bench/, not here. */
const patient = { waitMs: 60_000 };

/** A migrated, empty database of the project's kind; the same one for all test files of a jest worker; with `{}` it waits as long as the product does. */
export async function freshDatabase(waits: Pick<DatabaseSettings, 'waitMs'> = patient): Promise<FreshDatabase> {
  const url = await workerUrl();
  const dataDir = await mkdtemp(join(tmpdir(), 'faultline-data-'));
  const database = await openDatabase({ url, dataDir, ...waits });
  await migrate(database);
  const reset = async () => {
    await emptyTables(database);
    // What goes past the models is not noticed.
    forgetRemembered();
  };
  await reset();
  const drop = async () => {
    await database.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { database, url, dataDir, reset, drop };
}

/** Opens the database for the tests of a file and empties its tables before each, then `set` lays out what they share. */
export function onEmptyTables(set: (fresh: FreshDatabase) => void | Promise<void>): void {
  let fresh: FreshDatabase;
  beforeAll(async () => {
    fresh = await freshDatabase();
  });
  beforeEach(async () => {
    await fresh.reset();
    await set(fresh);
  });
  afterAll(() => fresh.drop());
}

/** The address of an empty database beside the worker's, not migrated; `name` tells several of one test file apart. */
export async function workerUrl(name = 'main'): Promise<string> {
  const worker = `w${setting('JEST_WORKER_ID')}_${name}`;
  if (databaseKind === 'sqlite') return `sqlite:${runFile(`${worker}.sqlite`)}`;
  const given = setting('TEST_DATABASE_URL');
  const server = given.slice(0, given.lastIndexOf('/'));
  const schema = `${basename(setting('TEST_RUN_DIR')).replaceAll('-', '_')}_${worker}`;
  const connection = await mysql.createConnection(server);
  await connection.query(`CREATE DATABASE IF NOT EXISTS \`${schema}\` CHARACTER SET utf8mb4`);
  await connection.end();
  return `${server}/${schema}`;
}

/** A file that all workers of this run share; it goes when the run ends. */
export function runFile(name: string): string {
  return join(setting('TEST_RUN_DIR'), name);
}

function setting(name: string): string {
  // eslint-disable-next-line no-restricted-properties -- how the global setup speaks to the workers
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run the tests through jest with its global setup.`);
  return value;
}

/** Few tests write into more than a third of them; in one transaction, so that the disk is written to once. */
async function emptyTables({ sequelize }: Database): Promise<void> {
  const hasRows = tables.map(({ tableName }) => `EXISTS (SELECT 1 FROM ${tableName}) AS ${tableName}`);
  const filled = await sequelize.query<Record<string, number>>(`SELECT ${hasRows.join()}`, {
    type: QueryTypes.SELECT,
    plain: true,
  });
  await sequelize.transaction(async (transaction) => {
    for (const { tableName } of tables)
      if (filled?.[tableName] === 1) await sequelize.query(`DELETE FROM ${tableName}`, { transaction });
  });
}
