import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Options, QueryTypes, Sequelize, Transaction } from 'sequelize';
import { libsqlDialect } from './libsql-dialect';
import { mysqlOptions, tryHostsInOrder } from './mysql';
import { parseMysqlUrl } from './mysql-hosts';
import { noteChanges } from './remembered';
import { shareReads } from './read-once';
import { rarelyChanged, tables } from './tables';
import './transaction';

export { isDatabaseUnavailable } from './database-errors';
export { readAfresh, readOnce } from './read-once';
export { askForChanges, forgetRemembered, noteChange, remembered } from './remembered';
export { select } from './select';
export { afterCommit, inTransaction, isInTransaction } from './transaction';

/** `url` is `sqlite:<path>` (empty: faultline.sqlite in `dataDir`) or `mysql://user:password@h1:p1,h2:p2/database`. */
export interface DatabaseSettings {
  readonly url: string;
  readonly dataDir: string;
  readonly log?: (sql: string) => void;
  /** How long a query waits for a connection or its turn to write, in ms, before the database counts as unavailable; 5 s, since a caller is waiting. */
  readonly waitMs?: number;
}

export interface Database {
  readonly sequelize: Sequelize;
  readonly kind: 'sqlite' | 'mysql';
  close(): Promise<void>;
  /** The database's own clock. */
  now(): Promise<Date>;
  /** Whether a query is answered within three seconds; never throws. */
  reachable(): Promise<boolean>;
}

const REACHABLE_WITHIN_MS = 3000;
const WAIT_MS = 5000;

/** Opens the database and binds every model to it; a process has one open database at a time. Connects at the first query. */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  const kind = settings.url.startsWith('sqlite:') ? 'sqlite' : 'mysql';
  const sequelize = kind === 'sqlite' ? openSqlite(settings) : openMysql(settings);
  for (const table of tables) table.register(sequelize);
  noteChanges(rarelyChanged);
  shareReads(sequelize);
  if (kind === 'sqlite') await sequelize.query('SELECT 1');
  return {
    sequelize,
    kind,
    close: () => sequelize.close(),
    now: () => databaseTime(sequelize, kind),
    reachable: () => answersInTime(sequelize),
  };
}

function common({ log }: DatabaseSettings): Options {
  return {
    logging:
      log === undefined
        ? false
        : (sql) => {
            log(sql);
          },
    timezone: '+00:00',
    retry: { max: 1 },
  };
}

function openSqlite(settings: DatabaseSettings): Sequelize {
  const path = settings.url.slice('sqlite:'.length) || join(settings.dataDir, 'faultline.sqlite');
  return new Sequelize({
    ...common(settings),
    dialect: 'sqlite',
    dialectModule: libsqlDialect(settings.waitMs ?? WAIT_MS),
    storage: path,
    transactionType: Transaction.TYPES.IMMEDIATE,
  });
}

function openMysql(settings: DatabaseSettings): Sequelize {
  const address = parseMysqlUrl(settings.url);
  const sequelize = new Sequelize({ ...common(settings), ...mysqlOptions(address, settings.waitMs ?? WAIT_MS) });
  tryHostsInOrder(sequelize, address.hosts);
  return sequelize;
}

async function databaseTime(sequelize: Sequelize, kind: Database['kind']): Promise<Date> {
  const expression = kind === 'sqlite' ? "unixepoch('now', 'subsec')" : 'UNIX_TIMESTAMP(NOW(3))';
  const [row] = await sequelize.query<{ seconds: number | string }>(`SELECT ${expression} AS seconds`, {
    type: QueryTypes.SELECT,
  });
  return new Date(Math.round(Number(row?.seconds) * 1000));
}

async function answersInTime(sequelize: Sequelize): Promise<boolean> {
  const stop = new AbortController();
  const answered = sequelize.query('SELECT 1').then(
    () => true,
    () => false,
  );
  const late = pause(REACHABLE_WITHIN_MS, false, { signal: stop.signal, ref: false }).catch(() => false);
  const reachable = await Promise.race([answered, late]);
  stop.abort();
  return reachable;
}
