import { Op } from 'sequelize';
import { inTransaction } from '../../../models/database';
import { Outage } from '../../../models/outage';
import { Task } from '../../../models/task';
import { addTask } from '../add-task';
import type { Context } from '../context';
import type { Due } from '../due';
import { eachSafely } from '../each-safely';

const batch = 100;
const reason = 'outage_late';
const unnoted = { state: 'current', lateNotedAt: null };

/** Has the desk find out about every outage of which every time has passed (its end, without one its start, and the next news): restored, or a new time; returns how many. */
export async function watchOutages(context: Context): Promise<number> {
  const passed = { [Op.lte]: context.clock.now() };
  const late = {
    ...unnoted,
    [Op.and]: [
      { [Op.or]: [{ expectedEndAt: passed }, { expectedEndAt: null, startsAt: passed }] },
      { [Op.or]: [{ nextNewsAt: passed }, { nextNewsAt: null }] },
    ],
  };
  const outages = await Outage.findAll({ where: late, order: [['expectedEndAt', 'ASC']], limit: batch });
  return eachSafely(context, 'a late outage could not be put on the list', outages, (outage) =>
    inTransaction(() => putOnList(context, outage)),
  );
}

const ends = 'COALESCE(expected_end_at, starts_at)';
const lastTime = `CASE WHEN next_news_at > ${ends} THEN next_news_at ELSE ${ends} END`;

/** When the last time of the next outage passes. */
export const lateOutagesDue = (): readonly Due[] => [
  { sql: `SELECT MIN(${lastTime}) FROM outages WHERE state = 'current' AND late_noted_at IS NULL` },
];

async function putOnList(context: Context, { code, expectedEndAt, nextNewsAt }: Outage): Promise<void> {
  const now = context.clock.now();
  const [noted] = await Outage.update({ lateNotedAt: now }, { where: { code, ...unnoted, expectedEndAt, nextNewsAt } });
  if (noted === 0) return;
  const key = `outage-late:${code}`;
  const { isNew } = await addTask(context, { key, kind: 'recheck', reason, outageCode: code });
  // Late again, after a new time: it is the same matter.
  if (!isNew) await Task.update({ state: 'open', dueAt: now, doneAt: null, doneBy: null }, { where: { key } });
}

/** Somebody has said how it stands: there is nothing to find out any more. Inside the caller's transaction. */
export async function endLateTask({ clock }: Pick<Context, 'clock'>, outageCode: string | string[]): Promise<void> {
  await Task.update({ state: 'done', doneAt: clock.now() }, { where: { outageCode, reason, state: 'open' } });
}
