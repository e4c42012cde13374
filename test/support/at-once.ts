import { Meta } from '../../models/meta';

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
