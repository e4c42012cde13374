import { Meta } from '../../../models/meta';
import type { Context } from '../context';

const key = 'workerSeenAt';

/** Notes in the database that a worker is alive, for the doctor and other processes. */
export async function noteWorker({ clock }: Pick<Context, 'clock'>): Promise<void> {
  await Meta.upsert({ key, value: clock.now().toISOString() });
}

/** When a worker last noted that it is alive; null when none ever has. */
export async function lastSeenWorker(): Promise<Date | null> {
  const row = await Meta.findByPk(key);
  return row === null ? null : new Date(row.value);
}
