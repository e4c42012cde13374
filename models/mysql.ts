import { promisify } from 'node:util';
import mysql2, { type Connection } from 'mysql2';
import type { Options, Sequelize } from 'sequelize';
import type { MysqlAddress } from './mysql-hosts';

const CONNECT_WITHIN_MS = 3000;
/** Longer than a lock wait; a server that is silent for so long is frozen, and a caller is waiting. */
const ANSWER_WITHIN_MS = 8000;

/** Options for MariaDB and MySQL: UTC, utf8mb4, and waits short enough that a dead database is known quickly; `waitMs` as in DatabaseSettings. */
export function mysqlOptions(address: MysqlAddress, waitMs: number): Options {
  return {
    dialect: 'mysql',
    dialectModule: mysql2,
    username: address.user,
    password: address.password,
    database: address.database,
    pool: { max: 10, min: 0, acquire: waitMs, idle: 60_000 },
    dialectOptions: {
      connectTimeout: CONNECT_WITHIN_MS,
      charset: 'utf8mb4',
      // Counts of an update are rows found, not rows that became different: the same as on SQLite.
      flags: 'FOUND_ROWS',
    },
  };
}

interface ConnectionManager {
  connect(config: object): Promise<Connection>;
}

/** Makes each new connection go to the first host that takes part: it answers, and in a cluster it is ready. */
export function tryHostsInOrder(sequelize: Sequelize, hosts: MysqlAddress['hosts']): void {
  // Sequelize has no place for several hosts that are all writable; this is its one method that connects.
  const manager = (sequelize as unknown as { connectionManager: ConnectionManager }).connectionManager;
  const connect = manager.connect.bind(manager);
  manager.connect = async (config) => {
    let failure: unknown;
    for (const { host, port } of hosts) {
      try {
        return await prepared(await connect({ ...config, host, port }), hosts.length > 1);
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  };
}

async function prepared(connection: Connection, inCluster: boolean): Promise<Connection> {
  limitSilence(connection);
  const query = promisify(connection.query.bind(connection)) as unknown as (sql: string) => Promise<unknown>;
  try {
    await query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
    await query('SET SESSION innodb_lock_wait_timeout = 5');
    if (inCluster) await refuseIfNotReady(query);
    return connection;
  } catch (error) {
    connection.destroy();
    throw error;
  }
}

/** A Galera node that lost its cluster takes connections but no statements. */
async function refuseIfNotReady(query: (sql: string) => Promise<unknown>): Promise<void> {
  const valueOf = async (sql: string) => ((await query(sql)) as readonly { readonly Value?: string }[])[0]?.Value;
  // Outside a cluster wsrep_ready is OFF too, and means nothing.
  if ((await valueOf("SHOW VARIABLES LIKE 'wsrep_on'")) !== 'ON') return;
  if ((await valueOf("SHOW STATUS LIKE 'wsrep_ready'")) === 'OFF')
    throw Object.assign(new Error('This node is not part of its cluster.'), { errno: 1047 });
}

interface Statement {
  readonly sql: string;
  readonly timeout?: number;
}
type Run = (options: string | Statement, ...rest: unknown[]) => unknown;
type Answer = (error: { readonly code?: string } | null, ...results: unknown[]) => void;

/** Gives every statement except changes of tables a time limit; a connection whose statement exceeds it is closed. */
function limitSilence(connection: Connection): void {
  const limited = connection as unknown as { query: Run; execute: Run };
  for (const method of ['query', 'execute'] as const) {
    const run = limited[method].bind(connection);
    limited[method] = (options, ...rest) => {
      const statement = typeof options === 'string' ? { sql: options } : options;
      if (/^\s*(ALTER|CREATE|DROP)\b/i.test(statement.sql)) return run(statement, ...rest);
      const answer = rest.pop() as Answer;
      const answerOrEnd: Answer = (error, ...results) => {
        if (error?.code === 'PROTOCOL_SEQUENCE_TIMEOUT') connection.destroy();
        answer(error, ...results);
      };
      return run({ ...statement, timeout: ANSWER_WITHIN_MS }, ...rest, answerOrEnd);
    };
  }
}
