import { type Order, Op, type WhereOptions } from 'sequelize';
import { HotlineError } from '../../errors';

/** How much of a list is wanted. */
export interface PageQuery {
  /** How many rows at most. */
  readonly limit: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** The cursor of the page after this one; null on the last page. */
  readonly nextCursor: string | null;
}

/** How a list is sorted: by a moment, the newest first, and by the key among rows of the same moment. */
export interface Sorting<Row> {
  readonly moment: keyof Row & string;
  readonly key: keyof Row & string;
}

interface Slice {
  readonly where: WhereOptions;
  readonly order: Order;
  readonly limit: number;
}

/** The part of a query that finds one page; it asks for one extra row, which shows whether there is another page. Throws `bad_request` for a cursor that is not ours. */
export function sliceOf<Row>({ moment, key }: Sorting<Row>, { limit, cursor }: PageQuery): Slice {
  const order: Order = [
    [moment, 'DESC'],
    [key, 'DESC'],
  ];
  if (cursor === undefined) return { where: {}, order, limit: limit + 1 };
  const last = readCursor(cursor);
  const where = {
    [Op.or]: [{ [moment]: { [Op.lt]: last.at } }, { [moment]: last.at, [key]: { [Op.lt]: last.key } }],
  };
  return { where, order, limit: limit + 1 };
}

/** Cuts the extra row off and makes the cursor of the page after. */
export function pageOf<Row>({ moment, key }: Sorting<Row>, { limit }: PageQuery, rows: readonly Row[]): Page<Row> {
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  const at = last?.[moment];
  return { items, nextCursor: at instanceof Date ? writeCursor(at, String(last?.[key])) : null };
}

/** The place of one row in a list. */
export const writeCursor = (at: Date, key: string): string =>
  Buffer.from(`${at.getTime()} ${key}`).toString('base64url');

/** Throws `bad_request` for a cursor that is not ours. */
export function readCursor(cursor: string): { at: Date; key: string } {
  const [, milliseconds, key] = /^(\d{1,15}) (\S+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (milliseconds === undefined || key === undefined) {
    throw new HotlineError('bad_request', 'The cursor is not one of ours.', { parameter: 'cursor' });
  }
  return { at: new Date(Number(milliseconds)), key };
}
