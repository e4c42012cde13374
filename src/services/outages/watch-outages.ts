import { inTransaction } from '../../../models/database';
import { Outage } from '../../../models/outage';
import { Task } from '../../../models/task';
import { addTask } from '../add-task';
import type { Context } from '../context';
import { dueRows } from '../due-rows';

const reason = 'outage_late';
const unnoted = { state: 'current', lateNotedAt: null };
const ends = 'COALESCE(expected_end_at, starts_at)';

/** Has the desk find out about every outage whose times have all passed (its end or else its start, and the next news): is it restored, or is there a new time? */
export const watchOutages = dueRows('watch-outages', {
  model: Outage,
  moment: `CASE WHEN next_news_at > ${ends} THEN next_news_at ELSE ${ends} END`,
  where: "state = 'current' AND late_noted_at IS NULL",
  each: (context, outage) => inTransaction(() => putOnList(context, outage)),
});

async function putOnList(context: Context, { code, expectedEndAt, nextNewsAt }: Outage): Promise<void> {
  const now = context.clock.now();
  const [noted] = await Outage.update({ lateNotedAt: now }, { where: { code, ...unnoted, expectedEndAt, nextNewsAt } });
  if (noted === 0) return;
  const key = `outage-late:${code}`;
  const { isNew } = await addTask(context, { key, kind: 'recheck', reason, outageCode: code });
  // The outage had a new time and is late again: its task is opened again.
  if (!isNew) await Task.update({ state: 'open', dueAt: now, doneAt: null, doneBy: null }, { where: { key } });
}

/** Ends the desk's task to find out about a late outage, because somebody has said how it stands. Inside the caller's transaction. */
export async function endLateTask({ clock }: Pick<Context, 'clock'>, outageCode: string | string[]): Promise<void> {
  await Task.update({ state: 'done', doneAt: clock.now() }, { where: { outageCode, reason, state: 'open' } });
}
