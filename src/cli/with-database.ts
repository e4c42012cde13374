import { userInfo } from 'node:os';
import { readConfig, type Config } from '../config';
import { openMigrated } from '../open-migrated';
import type { Answerable } from '../services/access/audit';
import { readOfflineEnvironment } from './environment';

/** Runs a command on the database of the settings, brought up to date, and closes it. */
export async function withDatabase(work: (config: Config) => unknown): Promise<void> {
  const config = readConfig(readOfflineEnvironment());
  const database = await openMigrated(config);
  try {
    await work(config);
  } finally {
    await database.close();
  }
}

/** Who types this command, as the audit trail names them. */
export const operator = (): Answerable => ({ kind: 'command', name: userInfo().username, role: 'operator' });
