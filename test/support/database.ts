import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import mysql from 'mysql2/promise';
import { type Database, openDatabase } from '../../models/database';
import { migrate } from '../../models/migrate';
import { tables } from '../../models/tables';

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

/** A migrated, empty database of the project's kind; the same one for all test files of a jest worker. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const url = await workerUrl();
  const dataDir = await mkdtemp(join(tmpdir(), 'faultline-data-'));
  const database = await openDatabase({ url, dataDir });
  await migrate(database);
  const reset = () => emptyTables(database);
  await reset();
  const drop = async () => {
    await database.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { database, url, dataDir, reset, drop };
}

/** The address of an empty database beside the worker's, not migrated; `name` tells several of one test file apart. */
export async function workerUrl(name = 'main'): Promise<string> {
  const worker = `w${setting('JEST_WORKER_ID')}_${name}`;
  if (databaseKind === 'sqlite') return `sqlite:${join(setting('TEST_RUN_DIR'), `${worker}.sqlite`)}`;
  const given = setting('TEST_DATABASE_URL');
  const server = given.slice(0, given.lastIndexOf('/'));
  const schema = `${basename(setting('TEST_RUN_DIR')).replaceAll('-', '_')}_${worker}`;
  const connection = await mysql.createConnection(server);
  await connection.query(`CREATE DATABASE IF NOT EXISTS \`${schema}\` CHARACTER SET utf8mb4`);
  await connection.end();
  return `${server}/${schema}`;
}

function setting(name: string): string {
  // eslint-disable-next-line no-restricted-properties -- how the global setup speaks to the workers
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run the tests through jest with its global setup.`);
  return value;
}

async function emptyTables(database: Database): Promise<void> {
  for (const table of tables) {
    await database.sequelize.query(`DELETE FROM ${table.tableName}`);
  }
}
