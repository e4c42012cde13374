import { mkdir } from 'node:fs/promises';
import { isDatabaseUnavailable, openDatabase } from '../models/database';
import type { Database } from '../models/database';
import { migrate } from '../models/migrate';
import type { Config } from './config';
import { HotlineError } from './errors';

/** Opens the database of the settings and brings it up to date. Throws HotlineError `invalid_settings` when DATA_DIR cannot be used, `database_unavailable` when nothing answers. */
export async function openMigrated({ databaseUrl, dataDir }: Config): Promise<Database> {
  await mkdir(dataDir, { recursive: true }).catch((cause: unknown) => {
    throw new HotlineError('invalid_settings', `DATA_DIR: ${reason(cause)}`, {}, { cause });
  });
  let database: Database | null = null;
  try {
    database = await openDatabase({ url: databaseUrl, dataDir });
    await migrate(database);
    return database;
  } catch (cause) {
    await database?.close();
    if (!isDatabaseUnavailable(cause)) throw cause;
    const message = `The database cannot be used: ${reason(cause)}. Start it, or set DATABASE_URL.`;
    throw new HotlineError('database_unavailable', message, {}, { cause });
  }
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
