import { isDatabaseUnavailable } from '../../models/database';
import type { Context } from './context';

/** Does `run` for each; one that fails is logged as `problem` and does not stop the others, a dead database does. Returns how many went well. */
export async function eachSafely<T>(
  { log }: Pick<Context, 'log'>,
  problem: string,
  rows: readonly T[],
  run: (row: T) => Promise<unknown>,
): Promise<number> {
  let done = 0;
  for (const row of rows) {
    try {
      await run(row);
      done += 1;
    } catch (error) {
      if (isDatabaseUnavailable(error)) throw error;
      log.error(problem, { error });
    }
  }
  return done;
}
