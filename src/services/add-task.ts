import { Task } from '../../models/task';
import type { Context } from './context';

export interface NewTask {
  /** The same key makes the same task once. */
  readonly key: string;
  readonly kind: Task['kind'];
  readonly reason: string;
  readonly ticketId?: number | null;
  readonly draftId?: number | null;
  readonly outageCode?: string;
  /** E.164 */
  readonly phone?: string | null;
  readonly recordingSid?: string | null;
  /** Now, unless given. */
  readonly dueAt?: Date;
  /** When the hotline acts by itself if nobody at the desk has. */
  readonly nextDueAt?: Date | null;
}

/** Puts a task on the desk's list; `isNew` is false when it was there already. */
export async function addTask(
  { clock, poke }: Pick<Context, 'clock' | 'poke'>,
  task: NewTask,
): Promise<{ task: Task; isNew: boolean }> {
  const now = clock.now();
  const [row, isNew] = await Task.findOrCreate({
    where: { key: task.key },
    defaults: { ...task, state: 'open', createdAt: now, dueAt: task.dueAt ?? now },
  });
  poke();
  return { task: row, isNew };
}
