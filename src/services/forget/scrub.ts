import { DataTypes, type ModelAttributeColumnOptions, QueryTypes, type Sequelize } from 'sequelize';
import { noteChange } from '../../../models/database';
import { tables } from '../../../models/tables';
import { nationalNumber } from '../../phone-number';

/** What identifies rows, not people: never rewritten, even if its digits look like the number. */
const identifier = /(^code|Code|sid|Sid|No|^number|Number|Hash|^key)$/;

/** A text, or a value that contains texts, without these words. */
export function scrubbed<T>(value: T, words: readonly string[]): T {
  if (words.length === 0) return value;
  const inText = (text: string): string => words.reduce((rest, word) => rest.replaceAll(word, '…'), text);
  const clean = (inner: unknown): unknown => {
    if (typeof inner === 'string') return inText(inner);
    if (typeof inner !== 'object' || inner === null) return inner;
    if (Array.isArray(inner)) return inner.map(clean);
    return Object.fromEntries(
      Object.entries(inner).map(([key, one]) => [key, key === 'recording' ? null : clean(one)]),
    );
  };
  return clean(value) as T;
}

/** Removes a number from every table, wherever it came from. */
export async function scrubEverywhere(phone: string): Promise<void> {
  for (const column of textColumns()) await (column.isPhone ? rewrite(column, phone, '') : scrubColumn(column, phone));
  // The rows are changed without the models, which would have noted the change.
  await noteChange();
}

/** Whether some column for phone numbers holds exactly this one. */
export async function isOnFile(phone: string): Promise<boolean> {
  for (const { table, column, isPhone } of textColumns()) {
    if (!isPhone) continue;
    const statement = `SELECT 1 FROM ${table.tableName} WHERE ${column} = :phone LIMIT 1`;
    const found = await database(table).query(statement, { replacements: { phone }, type: QueryTypes.SELECT });
    if (found.length > 0) return true;
  }
  return false;
}

type Table = (typeof tables)[number];

interface TextColumn {
  readonly table: Table;
  /** The quoted name: some of our columns have names that MySQL reserves. */
  readonly column: string;
  /** Whether the column holds exactly one number and nothing else. */
  readonly isPhone: boolean;
}

const textColumns = (): TextColumn[] =>
  tables.flatMap((table) =>
    Object.entries(table.getAttributes())
      .filter(([name, column]) => holdsText(name, column))
      .map(([name, { field = name }]) => ({ table, column: quoted(table, field), isPhone: /phone2?$/i.test(name) })),
  );

function holdsText(name: string, { type, primaryKey }: ModelAttributeColumnOptions): boolean {
  const isText = type instanceof DataTypes.STRING || type instanceof DataTypes.TEXT;
  return isText && primaryKey !== true && !identifier.test(name);
}

function database({ sequelize }: Table): Sequelize {
  if (sequelize === undefined) throw new Error('No database is open.');
  return sequelize;
}

const quoted = (table: Table, field: string): string => database(table).getQueryInterface().quoteIdentifier(field);

async function scrubColumn({ table, column }: TextColumn, phone: string): Promise<void> {
  const replacements = { pattern: `%${nationalNumber(phone)}%` };
  const statement = `SELECT DISTINCT ${column} AS found FROM ${table.tableName} WHERE ${column} LIKE :pattern`;
  const rows = await database(table).query<{ found: string }>(statement, { replacements, type: QueryTypes.SELECT });
  for (const { found } of rows) {
    const text = withoutNumber(found, phone);
    if (text !== found) await rewrite({ table, column }, found, text);
  }
}

async function rewrite({ table, column }: Pick<TextColumn, 'table' | 'column'>, found: string, text: string) {
  const statement = `UPDATE ${table.tableName} SET ${column} = :text WHERE ${column} = :found`;
  await database(table).query(statement, { replacements: { found, text }, type: QueryTypes.UPDATE });
}

/** A text without this number in any form of dialling; a longer number that contains the same digits stays. */
function withoutNumber(text: string, phone: string): string {
  const national = nationalNumber(phone);
  const country = phone.slice(1, phone.length - national.length);
  return text.replace(new RegExp(`(?<![\\d+])(?:(?:\\+|00)?${country}|0)?${national}(?!\\d)`, 'g'), '');
}
