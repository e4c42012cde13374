import { Op } from 'sequelize';
import { afterCommit, inTransaction } from '../../../models/database';
import { Ticket } from '../../../models/ticket';
import type { Policy } from '../../domain/policy';
import { policyKey, powerCategories, priorities } from '../../domain/ticket';
import { bySystem } from '../../domain/timeline';
import type { Context } from '../context';
import { dueRows, type DueWork } from '../due-rows';
import { recordTimeline } from '../record-timeline';

const onTheWay = ['new', 'offered', 'accepted', 'departed'];
/** The promised arrival, written as in the data of a timeline entry, in both databases' SQL. */
const dueAsWritten = "REPLACE(SUBSTR(CAST(arrival_due_at AS CHAR), 1, 23), ' ', 'T')";
const missing = 'state IN (:onTheWay) AND arrived_at IS NULL AND arrival_due_at IS NOT NULL';
/** No warning names this promised arrival; an earlier visit had another one. */
const unwarned =
  `${missing} AND arrival_due_at > :now AND NOT EXISTS (SELECT 1 FROM timeline_entries` +
  " WHERE timeline_entries.ticket_id = Ticket.id AND timeline_entries.type = 'warned'" +
  ` AND INSTR(timeline_entries.data, ${dueAsWritten}) > 0)`;

/** Notes tickets whose arrival time is about to end or has ended without anybody there; the times of warning are the policy's. */
export const watchArrivals = dueRows<Ticket>(
  'watch-arrivals',
  {
    ...{ model: Ticket, moment: 'arrival_due_at', values: () => ({ onTheWay }) },
    where: `${missing} AND sla_breached_at IS NULL`,
    each: noteBreach,
  },
  warnings('category IN (:powerCategories)', ({ power }) => power),
  ...priorities.map((priority) =>
    warnings(
      `category NOT IN (:powerCategories) AND priority = '${priority}'`,
      (warnBefore) => warnBefore[policyKey(priority)],
    ),
  ),
);

function warnings(which: string, before: (warnBefore: Policy['sla']['warnBefore']) => number): DueWork<Ticket> {
  return {
    ...{ model: Ticket, moment: 'arrival_due_at', values: () => ({ onTheWay, powerCategories }) },
    where: `${unwarned} AND ${which}`,
    before: ({ policy }) => before(policy.sla.warnBefore),
    each: warnOnce,
  };
}

async function noteBreach(context: Context, { id, number, personCode, arrivalDueAt }: Ticket): Promise<void> {
  const now = context.clock.now();
  const late = { id, state: onTheWay, arrivedAt: null, slaBreachedAt: null, arrivalDueAt: { [Op.lte]: now } };
  await inTransaction(async () => {
    const [noted] = await Ticket.update({ slaBreachedAt: now, updatedAt: now }, { where: late });
    if (noted === 0) return;
    await recordTimeline(context, id, 'breached', bySystem, { arrivalDueAt });
    afterCommit(() => {
      context.log.warn('nobody arrived in time', { ticket: number, person: personCode });
    });
  });
}

function warnOnce(context: Context, { id, arrivalDueAt }: Ticket): Promise<void> {
  return inTransaction(async () => {
    const unchanged = { id, state: onTheWay, arrivedAt: null, arrivalDueAt };
    const [still] = await Ticket.update({ updatedAt: context.clock.now() }, { where: unchanged });
    if (still === 0 || arrivalDueAt === null) return;
    await recordTimeline(context, id, 'warned', bySystem, { arrivalDueAt }, `warned:${arrivalDueAt.toISOString()}`);
  });
}
