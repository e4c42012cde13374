import { DataTypes, type QueryInterface } from 'sequelize';

/** Columns as migrations write them. A merged migration never changes, so what is here only grows. */
interface Column {
  readonly type: DataTypes.DataType;
  readonly allowNull: boolean;
  readonly primaryKey?: boolean;
  readonly autoIncrement?: boolean;
}

export const text = (length = 191): Column => ({ type: DataTypes.STRING(length), allowNull: false });
export const code = (): Column => text(64);
export const phone = (): Column => text(32);
export const longText = (): Column => ({ type: DataTypes.TEXT, allowNull: false });
export const list = (): Column => longText();
export const json = (): Column => ({ type: DataTypes.TEXT, allowNull: false });
export const integer = (): Column => ({ type: DataTypes.INTEGER, allowNull: false });
export const flag = (): Column => ({ type: DataTypes.BOOLEAN, allowNull: false });
export const moment = (): Column => ({ type: DataTypes.DATE(3), allowNull: false });
export const day = (): Column => ({ type: DataTypes.DATEONLY, allowNull: false });
export const optional = (column: Column): Column => ({ ...column, allowNull: true });
export const key = (column: Column): Column => ({ ...column, primaryKey: true });
export const autoId = (): Column => ({ ...key(integer()), autoIncrement: true });

interface Index {
  readonly fields: string[];
  readonly unique?: boolean;
}

/** Creates a table and its indexes; goes on where a run was cut short (MySQL has no transaction around this). */
export async function createTable(
  queries: QueryInterface,
  name: string,
  columns: Readonly<Record<string, Column>>,
  indexes: readonly Index[] = [],
): Promise<void> {
  // Compared byte by byte, so that codes and phones mean the same on both databases.
  await queries.createTable(name, { ...columns }, { charset: 'utf8mb4', collate: 'utf8mb4_bin' });
  for (const index of indexes) await addIndex(queries, name, index);
}

/** Adds an index; goes on where a run was cut short. */
export async function addIndex(
  queries: QueryInterface,
  table: string,
  { fields, unique = false }: Index,
): Promise<void> {
  const name = `${table}_${fields.join('_')}`;
  const present = (await queries.showIndex(table)) as readonly { readonly name: string }[];
  if (!present.some((one) => one.name === name)) await queries.addIndex(table, fields, { unique, name });
}

/** Adds a column that may be empty, and an index on it; goes on where a run was cut short. */
export async function addColumn(
  queries: QueryInterface,
  table: string,
  name: string,
  column: Column,
  indexed = false,
): Promise<void> {
  const columns = await queries.describeTable(table);
  if (columns[name] === undefined) await queries.addColumn(table, name, { ...column });
  if (indexed) await addIndex(queries, table, { fields: [name] });
}
