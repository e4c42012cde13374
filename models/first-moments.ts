import { QueryTypes } from 'sequelize';
import { Meta } from './meta';

/** A SELECT of one moment, with `:names` in it for what is in `values`; the same text for SQLite and MariaDB. */
export interface MomentSelect {
  readonly sql: string;
  readonly values?: Readonly<Record<string, string | readonly string[] | Date>>;
}

/** What each SELECT finds, all of them asked in one statement; null where it finds nothing. */
export async function firstMoments(selects: readonly MomentSelect[]): Promise<readonly (Date | null)[]> {
  const { sequelize } = Meta;
  if (!sequelize) throw new Error('No database is open.');
  const isSqlite = sequelize.getDialect() === 'sqlite';
  const replacements: Record<string, unknown> = {};
  const columns = selects.map(({ sql, values = {} }, index) => {
    // Each has its names to itself.
    for (const [name, value] of Object.entries(values)) replacements[`${name}${index}`] = bindable(value, isSqlite);
    return `(${sql.replaceAll(/:(\w+)/g, `:$1${index}`)}) AS moment${index}`;
  });
  const [row] = await sequelize.query<Record<string, Date | string | null>>(`SELECT ${columns.join(', ')}`, {
    replacements,
    type: QueryTypes.SELECT,
  });
  return selects.map((_, index) => asDate(row?.[`moment${index}`]));
}

/** A moment as it stands in a column: Sequelize would cut the milliseconds off for MariaDB. */
function bindable(value: unknown, isSqlite: boolean): unknown {
  if (!(value instanceof Date)) return value;
  const text = value.toISOString().replace('T', ' ');
  return text.replace('Z', isSqlite ? ' +00:00' : '');
}

/** SQLite has no type for what an expression gives, so it comes as text. */
function asDate(value: Date | string | null | undefined): Date | null {
  return typeof value === 'string' ? new Date(value) : (value ?? null);
}
