import { readConfig } from '../config';
import type { Config } from '../config';
import { openMigrated } from '../open-migrated';
import { readOfflineEnvironment } from './environment';

/** Runs a command on the database of the settings, brought up to date, and closes it. */
export async function withDatabase(work: (config: Config) => Promise<void>): Promise<void> {
  const config = readConfig(readOfflineEnvironment());
  const database = await openMigrated(config);
  try {
    await work(config);
  } finally {
    await database.close();
  }
}
