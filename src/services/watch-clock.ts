import type { Context } from './context';

/** Beyond this a process decides deadlines by a wrong time (design.md, decision 3). */
const mostApartMs = 2000;

/** Compares our clock with the database's and complains when they are too far apart; answers the difference in milliseconds. */
export async function watchClock({ clock, log, databaseTime }: Context): Promise<number> {
  const before = clock.now().getTime();
  const theirs = (await databaseTime()).getTime();
  const apart = Math.round(theirs - (before + clock.now().getTime()) / 2);
  if (Math.abs(apart) > mostApartMs) log.error('our clock and the database differ', { apartMs: apart });
  return apart;
}
