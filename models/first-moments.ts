import { QueryTypes } from 'sequelize';
import { Meta } from './meta';

/** What each SELECT of a moment finds, all of them asked in one statement; null where it finds nothing. */
export async function firstMoments(selects: readonly string[]): Promise<readonly (Date | null)[]> {
  const { sequelize } = Meta;
  if (!sequelize) throw new Error('No database is open.');
  const columns = selects.map((sql, index) => `(${sql}) AS moment${index}`);
  const [row] = await sequelize.query<Record<string, Date | string | null>>(`SELECT ${columns.join(', ')}`, {
    type: QueryTypes.SELECT,
  });
  return selects.map((_, index) => asDate(row?.[`moment${index}`]));
}

/** SQLite has no type for what an expression gives, so it comes as text. */
function asDate(value: Date | string | null | undefined): Date | null {
  return typeof value === 'string' ? new Date(value) : (value ?? null);
}
