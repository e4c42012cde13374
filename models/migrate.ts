import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { DataTypes, type QueryInterface, QueryTypes, type Sequelize } from 'sequelize';
import { HotlineError } from '../src/errors';
import type { Database } from './database';
import * as referenceData from './migrations/0001-reference-data';
import * as tickets from './migrations/0002-tickets';
import * as calls from './migrations/0003-calls';
import * as outbound from './migrations/0004-outbound';
import * as outages from './migrations/0010-outages';
import * as tasks from './migrations/0011-tasks';
import * as callContacts from './migrations/0012-call-contacts';
import * as crewAndCallbacks from './migrations/0013-crew-and-callbacks';
import * as numberChecks from './migrations/0014-number-checks';
import * as dueIndexes from './migrations/0015-due-indexes';
import * as tokensAndAudit from './migrations/0017-tokens-and-audit';
import * as lateOutages from './migrations/0018-late-outages';
import * as unendedCalls from './migrations/0019-unended-calls';
import * as taskTickets from './migrations/0020-task-tickets';
import * as timelineKeys from './migrations/0021-timeline-keys';
import * as toldFacts from './migrations/0022-told-facts';
import * as limitedTries from './migrations/0023-limited-tries';

interface Migration {
  readonly name: string;
  readonly up: (queries: QueryInterface) => Promise<void>;
}

/** All steps in order. Names have no file extension: a database made from sources and one made from a build are the same. */
const steps: readonly Migration[] = [
  { name: '0001-reference-data', ...referenceData },
  { name: '0002-tickets', ...tickets },
  { name: '0003-calls', ...calls },
  { name: '0004-outbound', ...outbound },
  { name: '0010-outages', ...outages },
  { name: '0011-tasks', ...tasks },
  { name: '0012-call-contacts', ...callContacts },
  { name: '0013-crew-and-callbacks', ...crewAndCallbacks },
  { name: '0014-number-checks', ...numberChecks },
  { name: '0015-due-indexes', ...dueIndexes },
  { name: '0017-tokens-and-audit', ...tokensAndAudit },
  { name: '0018-late-outages', ...lateOutages },
  { name: '0019-unended-calls', ...unendedCalls },
  { name: '0020-task-tickets', ...taskTickets },
  { name: '0021-timeline-keys', ...timelineKeys },
  { name: '0022-told-facts', ...toldFacts },
  { name: '0023-limited-tries', ...limitedTries },
];

const LOCK_FOR_MS = 120_000;
const LOOK_AGAIN_AFTER_MS = 200;

/** Brings the tables up to date and returns the names of the steps done; processes that start together take turns. */
export async function migrate(database: Database): Promise<readonly string[]> {
  if ((await pending(database)).length === 0) return [];
  await prepareTables(database.sequelize.getQueryInterface());
  const holder = randomUUID();
  await lock(database, holder);
  try {
    // Asked again: another process may have been at it meanwhile.
    const missing = await pending(database);
    for (const step of missing) await take(database, step);
    return namesOf(missing);
  } finally {
    await unlock(database.sequelize, holder);
  }
}

/** The names of the steps that this database has not seen. */
export async function pendingMigrations(database: Database): Promise<readonly string[]> {
  return namesOf(await pending(database));
}

const namesOf = (migrations: readonly Migration[]): readonly string[] => migrations.map(({ name }) => name);

async function pending({ sequelize }: Database): Promise<readonly Migration[]> {
  const done = new Set(await executed(sequelize));
  return steps.filter(({ name }) => !done.has(name));
}

async function take({ sequelize }: Database, { name, up }: Migration): Promise<void> {
  const queries = sequelize.getQueryInterface();
  await up(queries);
  await queries.bulkInsert('migrations', [{ name }]);
}

async function executed(sequelize: Sequelize): Promise<string[]> {
  if (!(await sequelize.getQueryInterface().tableExists('migrations'))) return [];
  const rows = await sequelize.query<{ name: string }>('SELECT name FROM migrations ORDER BY name', {
    type: QueryTypes.SELECT,
  });
  return rows.map(({ name }) => name);
}

async function prepareTables(queries: QueryInterface): Promise<void> {
  const name = { type: DataTypes.STRING(191), primaryKey: true };
  await queries.createTable('migrations', { name });
  const holder = { type: DataTypes.STRING(64), allowNull: true };
  await queries.createTable('migration_locks', { name, holder, until_ms: DataTypes.BIGINT });
  await queries.bulkInsert('migration_locks', [{ name: 'migrate', holder: null, until_ms: 0 }], {
    ignoreDuplicates: true,
  } as object);
}

// A row and not GET_LOCK, which a Galera cluster refuses. Its lease ends by the database's clock if the holder dies.
async function lock(database: Database, holder: string): Promise<void> {
  for (let waited = 0; waited <= LOCK_FOR_MS; waited += LOOK_AGAIN_AFTER_MS) {
    const now = (await database.now()).getTime();
    const [, changed] = await database.sequelize.query(
      "UPDATE migration_locks SET holder = ?, until_ms = ? WHERE name = 'migrate' AND (holder IS NULL OR until_ms < ?)",
      { replacements: [holder, now + LOCK_FOR_MS, now], type: QueryTypes.UPDATE },
    );
    if (changed === 1) return;
    await pause(LOOK_AGAIN_AFTER_MS);
  }
  throw new HotlineError('database_unavailable', 'Another process has been migrating this database for two minutes.');
}

async function unlock(sequelize: Sequelize, holder: string): Promise<void> {
  await sequelize.query('UPDATE migration_locks SET holder = NULL WHERE holder = ?', { replacements: [holder] });
}
