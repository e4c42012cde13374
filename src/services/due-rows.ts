import { literal, type Attributes, type Model, type ModelStatic } from 'sequelize';
import { isDatabaseUnavailable } from '../../models/database';
import { withValues, type SqlValues } from '../../models/sql-values';
import type { Context } from './context';
import type { Due } from './due';
import type { FailedRow, RowId } from './put-off-rows';

/** One kind of work that rows say is due. */
export interface SweepStep {
  readonly name: string;
  /** Does what is due, as far as one turn goes, and returns for how many rows; those are then no longer due. */
  run(context: Context): Promise<number>;
  /** The rows that the step waits for: it runs only when the first of them is due. */
  due(context: Context): readonly Due[];
}

/** Which rows of a table make work due, in SQL that calls the table by the name of its model. */
export interface DueRows<M extends Model> {
  readonly model: ModelStatic<M>;
  /** The column or expression of the moment at which a row is due; a moment in the past makes a row due at once. */
  readonly moment: string;
  readonly where: string;
  /** What stands for the `:names` in the SQL; `:now` is always known. */
  readonly values?: (context: Context) => SqlValues;
  /** How long before that moment the work is due, in milliseconds. */
  readonly before?: (context: Context) => number;
  /** The order of the rows; without it the row that has waited longest comes first. */
  readonly order?: string;
}

/** What is done about the rows that are due. */
export interface DueWork<M extends Model> extends DueRows<M> {
  /** How many rows are dealt with together; one by one unless given. */
  readonly atOnce?: number;
  /** Deals with the simple ones of all rows in few statements; returns the rows that need `each`. */
  readonly sift?: (context: Context, rows: readonly M[]) => Promise<readonly M[]>;
  each(context: Context, row: M): Promise<unknown>;
}

/** How many rows a turn takes at most, and after how many milliseconds it begins no more: a page may have fallen due meanwhile. */
const batch = 25;
const turn = 250;

/** A step that does one thing about each row that is due. A row that fails is put off and holds up no other. */
export function dueRows<M extends Model>(name: string, ...kinds: readonly DueWork<M>[]): SweepStep {
  return {
    name,
    due: (context) => kinds.map((kind) => firstOf(context, name, kind)),
    async run(context) {
      let done = 0;
      for (const kind of kinds) done += await takeTurn(context, name, kind);
      return done;
    },
  };
}

async function takeTurn<M extends Model>(context: Context, step: string, kind: DueWork<M>): Promise<number> {
  const rows = await findDue(context, step, kind, batch);
  const left = await sifted(context, kind, rows);
  const until = context.clock.now().getTime() + turn;
  const atOnce = kind.atOnce ?? 1;
  let begun = 0;
  while (begun < left.length && context.clock.now().getTime() < until) {
    const together = left.slice(begun, (begun += atOnce));
    await allSettled(together.map((row) => tryRow(context, step, row, () => kind.each(context, row))));
  }
  return rows.length - Math.max(0, left.length - begun);
}

/** When sifting fails, every row goes to `each`, since one of them may be the cause. */
async function sifted<M extends Model>(context: Context, { sift }: DueWork<M>, rows: M[]): Promise<readonly M[]> {
  if (sift === undefined || rows.length === 0) return rows;
  try {
    return await sift(context, rows);
  } catch (error) {
    if (isDatabaseUnavailable(error)) throw error;
    return rows;
  }
}

/** Waits until all have ended, even when one fails, and then throws the first error. */
export async function allSettled<T>(working: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(working);
  return Promise.all(working);
}

/** The result of `work`; when it fails, puts the row off and returns null. Throws only when the database is down. */
export async function tryRow<T>(context: Context, step: string, row: Model, work: () => Promise<T>): Promise<T | null> {
  const tried = identify(step, row);
  try {
    const result = await work();
    context.putOff.remove(tried);
    return result;
  } catch (error) {
    if (isDatabaseUnavailable(error)) throw error;
    context.putOff.add(tried, error);
    return null;
  }
}

function identify(step: string, row: Model): FailedRow {
  const { tableName, primaryKeyAttribute } = row.constructor as ModelStatic<Model>;
  return { step, table: tableName, id: row.get(primaryKeyAttribute) as RowId };
}

/** The rows that are due now. */
export function findDue<M extends Model>(
  context: Context,
  step: string,
  rows: DueRows<M>,
  limit: number,
): Promise<M[]> {
  const { moment, order = moment, before } = rows;
  const latest = new Date(context.clock.now().getTime() + (before?.(context) ?? 0));
  const due = withValues(`${moment} <= :latest AND `, { latest }) + wanted(context, step, rows);
  return rows.model.findAll({ where: literal(due), order: literal(order), limit });
}

function firstOf<M extends Model>(context: Context, step: string, rows: DueRows<M>): Due {
  const { model, moment, before } = rows;
  const sql = `SELECT MIN(${moment}) FROM ${model.tableName} AS \`${model.name}\` WHERE ${wanted(context, step, rows)}`;
  return { sql, before: before?.(context) ?? 0 };
}

/** The condition for the rows, without those that are put off. */
export function wanted<M extends Model>(
  context: Context,
  step: string,
  { model, where, values }: Pick<DueRows<M>, 'model' | 'where' | 'values'>,
): string {
  const condition = withValues(`(${where})`, { now: context.clock.now(), ...values?.(context) });
  const ids = context.putOff.leftAlone(step);
  if (ids.length === 0) return condition;
  const key = model.getAttributes()[model.primaryKeyAttribute as keyof Attributes<M>].field;
  return condition + withValues(` AND \`${model.name}\`.${key} NOT IN (:ids)`, { ids });
}
