import { askForChanges, isDatabaseUnavailable } from '../../models/database';

/** Forgets what this process remembers once another process has changed it; while the database is down it stays in use. */
export async function keepUpToDate(): Promise<void> {
  try {
    await askForChanges();
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
  }
}
