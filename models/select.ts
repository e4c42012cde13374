import { QueryTypes, type Sequelize } from 'sequelize';
import { Meta } from './meta';
import { runningTransaction } from './transaction';

type Value = string | number | null;

/** The part of a mysql2 connection that is used here. */
interface Connection {
  execute(sql: string, values: readonly Value[], answer: (error: Error | null, rows: unknown) => void): void;
}

/** What Sequelize has and does not declare. */
interface Inside {
  readonly connectionManager: ConnectionManager;
  log(sql: string): void;
}

interface ConnectionManager {
  getConnection(options: { readonly type: 'SELECT' }): Promise<Connection>;
  releaseConnection(connection: Connection): void;
}

/**
 * Rows as the database gives them (a flag is 0 or 1), with the columns that are asked for and no model around them:
 * for what every call asks. A prepared statement on MariaDB and MySQL; joins the transaction of this flow of control.
 * It fails like every other query.
 */
export async function select<Row extends object>(sql: string, values: readonly Value[]): Promise<Row[]> {
  const { sequelize } = Meta;
  if (!sequelize) throw new Error('No database is open.');
  if (sequelize.getDialect() === 'sqlite')
    return sequelize.query<Row>(sql, { type: QueryTypes.SELECT, replacements: [...values] });
  return (await prepared(sequelize, sql, values)) as Row[];
}

async function prepared(sequelize: Sequelize, sql: string, values: readonly Value[]): Promise<unknown> {
  (sequelize as unknown as Inside).log(sql);
  const own = runningTransaction() as { readonly connection?: Connection } | null;
  if (own?.connection !== undefined) return execute(own.connection, sql, values);
  const { connectionManager: manager } = sequelize as unknown as Inside;
  const connection = await manager.getConnection({ type: 'SELECT' });
  try {
    return await execute(connection, sql, values);
  } finally {
    manager.releaseConnection(connection);
  }
}

function execute(connection: Connection, sql: string, values: readonly Value[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    connection.execute(sql, values, (error, rows) => {
      if (error) reject(error);
      else resolve(rows);
    });
  });
}
