import { type CreationAttributes, type Model, type ModelStatic, QueryTypes, type Sequelize } from 'sequelize';
import { Meta } from './meta';

export type SqlValue = string | number | boolean | Date;
export type SqlValues = Readonly<Record<string, SqlValue | readonly SqlValue[]>>;

function openDatabase(): Sequelize {
  const { sequelize } = Meta;
  if (!sequelize) throw new Error('No database is open.');
  return sequelize;
}

/**
 * Saves a new row and returns it with its id, as `Model.create` does, without the checks and hooks of a model: they cost three
 * times what the row does. For what every report writes. Throws UniqueConstraintError as `create` does.
 */
export async function insertRow<Row extends Model>(
  model: ModelStatic<Row>,
  values: CreationAttributes<Row>,
): Promise<Row> {
  // What is remembered of a table ends by a hook.
  if (model.hasHook('afterSave')) throw new Error(`${model.name} is remembered: use create.`);
  const sequelize = openDatabase();
  const row = model.build(values).dataValues as Readonly<Record<string, SqlValue | null | undefined>>;
  const attributes = model.getAttributes() as Readonly<Record<string, { readonly field?: string }>>;
  // The database puts NULL where nothing is given.
  const given = Object.keys(row).filter((name) => (row[name] ?? null) !== null);
  const columns = given.map((name) => `\`${attributes[name]?.field ?? name}\``).join(', ');
  const places = given.map((_, index) => `$${index + 1}`).join(', ');
  // Bound, because Sequelize takes some words in the SQL for its own, whoever said them.
  const bind = given.map((name) => bound(sequelize, row[name] ?? null));
  const sql = `INSERT INTO ${model.tableName} (${columns}) VALUES (${places})`;
  const [id] = await sequelize.query(sql, { type: QueryTypes.INSERT, bind });
  return model.build({ ...row, id } as never, { isNewRecord: false, raw: true });
}

/** Inserts plain rows, named by their columns, in one statement; those whose unique key is taken are left out. For rows without a model to build: that costs four times as much. */
export async function insertMissing<Column extends string>(
  table: string,
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, SqlValue | null>>[],
): Promise<void> {
  const sequelize = openDatabase();
  const valuesOf = (row: Readonly<Record<Column, SqlValue | null>>) =>
    columns.map((column) => written(sequelize, row[column])).join(', ');
  const ignore = sequelize.getDialect() === 'sqlite' ? 'OR IGNORE' : 'IGNORE';
  const names = columns.map((column) => `\`${column}\``).join(', ');
  await sequelize.query(
    `INSERT ${ignore} INTO ${table} (${names}) VALUES ${rows.map((row) => `(${valuesOf(row)})`).join(', ')}`,
  );
}

/** The SQL with every `:name` in it replaced by its value, a list of them by all of it. */
export function withValues(sql: string, values: SqlValues): string {
  const sequelize = openDatabase();
  return sql.replaceAll(/:(\w+)/g, (found, name: string) => {
    const value = values[name];
    return value === undefined
      ? found
      : [value]
          .flat()
          .map((one) => written(sequelize, one))
          .join(', ');
  });
}

/** A value as SQL. */
function written(sequelize: Sequelize, value: SqlValue | null): string {
  const plain = bound(sequelize, value);
  return plain === null ? 'NULL' : sequelize.escape(plain);
}

/** A value as it stands in a column: Sequelize would cut the milliseconds of a moment off for MariaDB. */
function bound(sequelize: Sequelize, value: SqlValue | null): string | number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (!(value instanceof Date)) return value;
  return value
    .toISOString()
    .replace('T', ' ')
    .replace('Z', sequelize.getDialect() === 'sqlite' ? ' +00:00' : '');
}

/** An expression that gives each row its own value by a column that tells the rows apart; for updates of many rows in one statement. */
export const valueOfEach = (column: string, values: ReadonlyMap<string, SqlValue>, otherwise = 'NULL'): string =>
  `CASE ${column} ${[...values].map(([key, value]) => withValues('WHEN :key THEN :value', { key, value })).join(' ')} ELSE ${otherwise} END`;
