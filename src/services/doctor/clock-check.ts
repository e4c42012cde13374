import { clockAhead, mostApartMs } from '../worker/watch-clock';
import { error } from './finding';
import type { Check, ConnectedPatient } from './patient';

/** This machine's clock against the database's. */
export const clockCheck: Check<ConnectedPatient> = {
  name: 'clock',
  run: async ({ clock, database }) => {
    const ahead = await clockAhead(clock, () => database.now());
    if (Math.abs(ahead) <= mostApartMs) return [];
    const seconds = Math.round(Math.abs(ahead) / 1000);
    return [
      error(
        `This machine's clock is ${seconds} s ${ahead > 0 ? 'behind' : 'ahead of'} the database's.`,
        'Deadlines, pages and promised times are wrong by as much, and several processes disagree about what is due.',
        'Keep both machines on time: timedatectl set-ntp true (or chrony) here and on the database server.',
      ),
    ];
  },
};
