import { DataTypes, type ModelAttributeColumnOptions, QueryTypes } from 'sequelize';
import { tables } from '../../../models/tables';

/** What identifies rows, not people: never rewritten, even if its digits look like the number. */
const identifier = /(^code|Code|sid|Sid|No|^number|Number|Hash|^key)$/;

/** A text, or whatever holds texts, without these words. */
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

/** Takes these words out of every text of every table, whatever put them there; answers in how many places they stood. */
export async function scrubEverywhere(words: readonly string[]): Promise<number> {
  let places = 0;
  for (const table of tables) {
    for (const [name, column] of Object.entries(table.getAttributes())) {
      if (!holdsText(name, column)) continue;
      for (const word of words) places += await scrubColumn(table, column.field ?? name, word);
    }
  }
  return places;
}

function holdsText(name: string, { type, primaryKey }: ModelAttributeColumnOptions): boolean {
  const isText = type instanceof DataTypes.STRING || type instanceof DataTypes.TEXT;
  return isText && primaryKey !== true && !identifier.test(name);
}

async function scrubColumn(table: (typeof tables)[number], field: string, word: string): Promise<number> {
  const { sequelize, tableName } = table;
  if (sequelize === undefined) throw new Error('No database is open.');
  // Some of our columns have names that MySQL keeps for itself.
  const column = sequelize.getQueryInterface().quoteIdentifier(field);
  const statement = `UPDATE ${tableName} SET ${column} = REPLACE(${column}, :word, '') WHERE ${column} LIKE :pattern`;
  const [, changed] = await sequelize.query(statement, {
    replacements: { word, pattern: `%${word}%` },
    type: QueryTypes.UPDATE,
  });
  return changed;
}
