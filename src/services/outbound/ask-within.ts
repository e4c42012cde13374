import type { Context } from '../context';

/** No new question is put to the carrier after so many milliseconds of one beat: pages wait behind them. */
const budgetMs = 2000;

/** Puts the rows to the carrier, `atOnce` together, until the time of this beat is used up; the rest are due at the next. Returns how many were asked. */
export async function askWithin<T>(
  { clock }: Pick<Context, 'clock'>,
  rows: readonly T[],
  atOnce: number,
  ask: (row: T) => Promise<void>,
): Promise<number> {
  const until = clock.now().getTime() + budgetMs;
  let asked = 0;
  while (asked < rows.length && clock.now().getTime() < until) {
    const together = rows.slice(asked, asked + atOnce);
    const answers = await Promise.allSettled(together.map(ask));
    const failed = answers.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
    asked += together.length;
  }
  return asked;
}
