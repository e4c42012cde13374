import { Op } from 'sequelize';
import { inTransaction } from '../../models/database';
import { Outage } from '../../models/outage';
import { Task } from '../../models/task';
import { addTask } from './add-task';
import type { Context } from './context';
import type { Due } from './due';
import { eachSafely } from './each-safely';

const batch = 100;
const reason = 'outage_late';
const unnoted = { state: 'current', lateNotedAt: null };

/** Has the desk find out about every outage that was to be over by now: restored, or a new time; returns how many. */
export async function watchOutages(context: Context): Promise<number> {
  const late = { ...unnoted, expectedEndAt: { [Op.lte]: context.clock.now() } };
  const outages = await Outage.findAll({ where: late, order: [['expectedEndAt', 'ASC']], limit: batch });
  return eachSafely(context, 'a late outage could not be put on the list', outages, (outage) =>
    inTransaction(() => putOnList(context, outage)),
  );
}

/** When the next outage was to be over. */
export const lateOutagesDue = (): readonly Due[] => [
  { sql: "SELECT MIN(expected_end_at) FROM outages WHERE state = 'current' AND late_noted_at IS NULL" },
];

async function putOnList(context: Context, { code, expectedEndAt }: Outage): Promise<void> {
  const now = context.clock.now();
  const [noted] = await Outage.update({ lateNotedAt: now }, { where: { code, ...unnoted, expectedEndAt } });
  if (noted === 0) return;
  const key = `outage-late:${code}`;
  const { isNew } = await addTask(context, { key, kind: 'recheck', reason, outageCode: code });
  // Late again, after a new time: it is the same matter.
  if (!isNew) await Task.update({ state: 'open', dueAt: now, doneAt: null, doneBy: null }, { where: { key } });
}

/** Somebody has said how it stands: there is nothing to find out any more. Inside the caller's transaction. */
export async function endLateTask({ clock }: Pick<Context, 'clock'>, outageCode: string): Promise<void> {
  await Task.update({ state: 'done', doneAt: clock.now() }, { where: { outageCode, reason, state: 'open' } });
}
