import { setImmediate as pause } from 'node:timers/promises';
import { QueryTypes } from 'sequelize';
import { Meta } from '../../models/meta';
import { databaseKind } from './database';

/**
 * Runs several workers that have all read before any of them writes: whoever wants to begin a transaction waits until
 * each of them does, or has nothing to write. What a worker read is stale from then on, in every run.
 */
export async function atOnce<T>(...workers: readonly (() => Promise<T>)[]): Promise<T[]> {
  const { sequelize } = Meta;
  if (!sequelize) throw new Error('No database is open.');
  const begin = sequelize.transaction.bind(sequelize) as () => Promise<unknown>;
  let reading = workers.length;
  let letGo: () => void = () => undefined;
  const allHaveRead = new Promise<void>((resolve) => (letGo = resolve));
  const hasRead = (): void => {
    reading -= 1;
    if (reading <= 0) letGo();
  };
  const held = jest.spyOn(sequelize, 'transaction').mockImplementation(async () => {
    hasRead();
    await allHaveRead;
    return begin() as never;
  });
  try {
    return await Promise.all(workers.map((work) => work().finally(hasRead)));
  } finally {
    held.mockRestore();
  }
}

/**
 * Waits until a piece of work that was begun elsewhere has ended, or has come to a lock that somebody holds. In SQLite
 * whoever wants to write comes to it at once, since one writes at a time.
 */
export async function endsOrWaits(work: Promise<unknown>): Promise<void> {
  if (databaseKind === 'sqlite') return;
  const over = work.then(
    () => true,
    () => true,
  );
  while (!(await Promise.race([over, isSomebodyWaiting()]))) await pause();
}

/** Asked on a connection of its own, whatever transaction this is. */
async function isSomebodyWaiting(): Promise<boolean> {
  const status = "SHOW GLOBAL STATUS LIKE 'Innodb_row_lock_current_waits'";
  const rows = await Meta.sequelize?.query(status, { type: QueryTypes.SELECT, transaction: null });
  return Number((rows?.[0] as { Value: string } | undefined)?.Value) > 0;
}
