import { Meta } from '../../../models/meta';
import type { Clock } from '../../clock';
import type { Context } from '../context';

/** With a larger difference than this, in milliseconds, a process decides deadlines by a wrong time (design.md, decision 3). */
export const mostApartMs = 2000;

/** By how many milliseconds another clock is ahead of ours at the middle between question and answer. */
export async function clockAhead(clock: Pick<Clock, 'now'>, theirTime: () => Promise<Date>): Promise<number> {
  const before = clock.now().getTime();
  const theirs = (await theirTime()).getTime();
  return Math.round(theirs - (before + clock.now().getTime()) / 2);
}

/** Compares our clock with the database's and complains when they are too far apart; answers the difference in milliseconds. */
export async function watchClock({ clock, log, databaseTime }: Context): Promise<number> {
  const apart = await clockAhead(clock, databaseTime);
  if (Math.abs(apart) > mostApartMs) log.error('our clock and the database differ', { apartMs: apart });
  return apart;
}

const key = 'clock-ahead-ms';

/** How far the emulator's clock was ahead of real time when last moved, in milliseconds: without it, the times in the rows would lie in the future. */
export const readClockAhead = async (): Promise<number> => Number((await Meta.findByPk(key))?.value ?? 0);

export async function saveClockAhead(aheadMs: number): Promise<void> {
  await Meta.upsert({ key, value: String(aheadMs) });
}
