import { setImmediate as pause } from 'node:timers/promises';
import { QueryTypes, type Sequelize } from 'sequelize';
import { Meta } from '../../models/meta';
import { databaseKind } from './database';

/** Runs several workers on the same rows in the order that does harm, the same in every run. */

type Query = (sql: string | { query: string }, options?: { transaction?: unknown }) => Promise<unknown>;

const reads = /^\s*(SELECT|SHOW|SET|PRAGMA)/i;
const begins = /^\s*(BEGIN|START)/i;

/** Calls `before` with every statement that writes or begins to, and sends the statement when `before` is done; `locks` is true when the worker holds rows by then. */
function beforeWrites(before: (sql: string, locks: boolean) => Promise<void>): () => void {
  const sequelize = theDatabase();
  const query = sequelize.query.bind(sequelize) as Query;
  const watch: Query = async (statement, options) => {
    const sql = typeof statement === 'string' ? statement : statement.query;
    if (!reads.test(sql)) await before(sql, options?.transaction != null && !begins.test(sql));
    return query(statement, options);
  };
  const spy = jest.spyOn(sequelize, 'query').mockImplementation(watch as never);
  return () => {
    spy.mockRestore();
  };
}

function theDatabase(): Sequelize {
  const { sequelize } = Meta;
  if (!sequelize) throw new Error('No database is open.');
  return sequelize;
}

/** Runs several workers so that all have read before any of them writes: what each has read is then out of date. */
export async function atOnce<T>(...workers: readonly (() => Promise<T>)[]): Promise<T[]> {
  let reading = workers.length;
  let letGo = (): void => undefined;
  const allHaveRead = new Promise<void>((resolve) => (letGo = resolve));
  const hasRead = (): void => {
    reading -= 1;
    if (reading <= 0) letGo();
  };
  const stop = beforeWrites(() => {
    hasRead();
    return allHaveRead;
  });
  try {
    // A worker that has nothing to write keeps no other waiting.
    return await Promise.all(workers.map((work) => work().finally(hasRead)));
  } finally {
    stop();
  }
}

/** Runs `work` on rows that it has read before `change` was made to them. */
export async function onStaleRows<T>(change: () => Promise<unknown>, work: () => Promise<T>): Promise<T> {
  return interrupted({ at: /./, by: change }, work);
}

interface Interruption {
  /** The interruption comes before the first statement of `work` that matches this. */
  readonly at: RegExp;
  readonly by: () => Promise<unknown>;
}

/**
 * Runs `work`, and something else as soon as it comes to a certain statement: until that has ended, or waits for a lock
 * that `work` holds. In SQLite, where one writes at a time, it waits whenever `work` is in a transaction.
 */
export async function interrupted<T>({ at, by }: Interruption, work: () => Promise<T>): Promise<T> {
  let begin = (): void => undefined;
  const state = { hasBegun: false };
  // Begun outside of `work`, whose transaction it would join otherwise.
  const other = new Promise<void>((resolve) => (begin = resolve)).then(by);
  const stop = beforeWrites(async (sql, locks) => {
    if (state.hasBegun || !at.test(sql)) return;
    state.hasBegun = true;
    begin();
    await (locks ? endsOrWaits(other) : other);
  });
  try {
    const result = await work();
    if (!state.hasBegun) throw new Error(`Nothing was interrupted: there was no statement like ${String(at)}.`);
    await other;
    return result;
  } finally {
    stop();
  }
}

async function endsOrWaits(work: Promise<unknown>): Promise<void> {
  if (databaseKind === 'sqlite') return;
  const over = work.then(
    () => true,
    () => true,
  );
  while (!(await Promise.race([over, isSomebodyWaiting()]))) await pause();
}

/** Asks on a connection of its own, also inside a transaction. */
async function isSomebodyWaiting(): Promise<boolean> {
  const status = "SHOW GLOBAL STATUS LIKE 'Innodb_row_lock_current_waits'";
  const rows = await theDatabase().query(status, { type: QueryTypes.SELECT, transaction: null });
  return Number((rows[0] as { Value: string } | undefined)?.Value) > 0;
}
