import { pendingMigrations } from '../../../models/migrate';
import { counted, error, listed } from './finding';
import type { Check, ConnectedPatient } from './patient';

/** Whether the tables are those of this version. */
export const migrationsCheck: Check<ConnectedPatient> = {
  name: 'migrations',
  run: async ({ database }) => {
    const pending = await pendingMigrations(database);
    if (pending.length === 0) return [];
    return [
      error(
        `The database has not seen ${counted(pending.length, 'migration')}: ${listed(pending)}.`,
        'A service of this version fails where it needs them, and /readyz answers 503.',
        'Make a backup, then npx faultline migrate; it may run while the service does.',
      ),
    ];
  },
};
