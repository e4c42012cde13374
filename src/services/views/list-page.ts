import { type Model, type ModelStatic, Op, type WhereAttributeHash, type WhereOptions } from 'sequelize';
import type { z } from 'zod';
import { Ticket } from '../../../models/ticket';
import { HotlineError } from '../../errors';
import type { paging } from './queries';

/** How much of a list is wanted. */
export type PageQuery = z.output<z.ZodObject<typeof paging>>;

export interface Page<T> {
  readonly items: readonly T[];
  /** The cursor of the page after this one; null on the last page. */
  readonly nextCursor: string | null;
}

/** What is listed and how it is sorted: by a moment, the newest first, and by the key among rows of the same moment. */
export interface List<Row extends Model> {
  readonly model: ModelStatic<Row>;
  readonly moment: keyof Row & string;
  readonly key: keyof Row & string;
}

/** One page of the rows that are `wanted`, each list shown by `present`. Throws `bad_request` for a cursor that is not ours. */
export async function readPage<Row extends Model, Shown>(
  list: List<Row>,
  query: PageQuery,
  wanted: WhereOptions,
  present: (rows: readonly Row[]) => Promise<Shown[]>,
): Promise<Page<Shown>> {
  const { model, moment, key } = list;
  const rows = await model.findAll({
    where: { [Op.and]: [after(list, query.cursor), wanted] },
    order: [
      [moment, 'DESC'],
      [key, 'DESC'],
    ],
    // One more than wanted, which shows whether there is another page.
    limit: query.limit + 1,
  });
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  const at = last?.[moment];
  return { items: await present(page), nextCursor: at instanceof Date ? writeCursor(at, String(last?.[key])) : null };
}

function after<Row extends Model>({ moment, key }: List<Row>, cursor: string | undefined): WhereOptions {
  if (cursor === undefined) return {};
  const last = readCursor(cursor);
  return { [Op.or]: [{ [moment]: { [Op.lt]: last.at } }, { [moment]: last.at, [key]: { [Op.lt]: last.key } }] };
}

/** The filters that were given. */
export const given = (filters: Readonly<Record<string, unknown>>): WhereAttributeHash =>
  Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));

/** The row of a ticket number. Throws `not_found`. */
export async function ticketOf(number: string): Promise<Ticket> {
  const ticket = await Ticket.findOne({ where: { number } });
  if (!ticket) throw new HotlineError('not_found', 'There is no ticket of this number.', { number });
  return ticket;
}

/** A filter of lists whose rows point at a ticket: nothing, or the rows of one number. Throws `not_found`. */
export async function ofTicket(number: string | undefined): Promise<{ ticketId?: number }> {
  return number === undefined ? {} : { ticketId: (await ticketOf(number)).id };
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
