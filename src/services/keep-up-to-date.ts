import { askForChanges, isDatabaseUnavailable } from '../../models/database';

/** Lets go of what this process remembers once another has changed it; while the database is down what is known stays good. */
export async function keepUpToDate(): Promise<void> {
  try {
    await askForChanges();
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
  }
}
