import { literal, Op } from 'sequelize';
import { inTransaction } from '../../models/database';
import { Ticket } from '../../models/ticket';
import { TimelineEntry } from '../../models/timeline-entry';
import { warnAt } from '../domain/sla';
import { policyKey, powerCategories, priorities } from '../domain/ticket';
import { bySystem } from '../domain/timeline';
import type { Context } from './context';
import type { Due } from './due';
import { recordTimeline } from './record-timeline';

const batch = 200;
const onTheWay = ['new', 'offered', 'accepted', 'departed'];
const unwarned =
  'NOT EXISTS (SELECT 1 FROM timeline_entries' +
  " WHERE timeline_entries.ticket_id = Ticket.id AND timeline_entries.type = 'warned')";
const firstArrival =
  'SELECT MIN(arrival_due_at) FROM tickets AS Ticket' +
  ' WHERE state IN (:onTheWay) AND arrived_at IS NULL AND arrival_due_at IS NOT NULL';
const firstUnwarned = `${firstArrival} AND arrival_due_at > :now AND ${unwarned}`;

/** Notes tickets whose arrival time is about to end or has ended without anybody there; returns how many. */
export async function watchArrivals(context: Context): Promise<number> {
  return (await noteBreaches(context)) + (await noteWarnings(context));
}

/** When the next arrival time ends, and when one is near that nobody was warned of; the times of warning are the policy's. */
export function arrivalsDue({ clock, policy }: Context): readonly Due[] {
  const { power, ...byPriority } = policy.sla.warnBefore;
  const now = clock.now();
  const values = { now, onTheWay, powerCategories };
  return [
    { sql: `${firstArrival} AND sla_breached_at IS NULL`, values },
    { sql: `${firstUnwarned} AND category IN (:powerCategories)`, values, before: power },
    ...priorities.map((priority) => ({
      sql: `${firstUnwarned} AND category NOT IN (:powerCategories) AND priority = :priority`,
      values: { ...values, priority },
      before: byPriority[policyKey(priority)],
    })),
  ];
}

async function noteBreaches(context: Context): Promise<number> {
  const now = context.clock.now();
  const late = { state: onTheWay, arrivedAt: null, slaBreachedAt: null, arrivalDueAt: { [Op.lte]: now } };
  const tickets = await Ticket.findAll({ where: late, limit: batch });
  for (const ticket of tickets) {
    const isOurs = await inTransaction(async () => {
      const [noted] = await Ticket.update(
        { slaBreachedAt: now, updatedAt: now },
        { where: { ...late, id: ticket.id } },
      );
      if (noted === 1)
        await recordTimeline(context, ticket.id, 'breached', bySystem, { arrivalDueAt: ticket.arrivalDueAt });
      return noted === 1;
    });
    if (isOurs) context.log.warn('nobody arrived in time', { ticket: ticket.number, person: ticket.personCode });
  }
  return tickets.length;
}

async function noteWarnings(context: Context): Promise<number> {
  const now = context.clock.now();
  const { power, p0, p1, p2, p3 } = context.policy.sla.warnBefore;
  const horizon = new Date(now.getTime() + Math.max(power, p0, p1, p2, p3));
  const tickets = await Ticket.findAll({
    where: {
      state: onTheWay,
      arrivedAt: null,
      arrivalDueAt: { [Op.gt]: now, [Op.lte]: horizon },
      [Op.and]: [literal(unwarned)],
    },
    limit: batch,
  });
  const near = tickets.filter(
    ({ category, priority, arrivalDueAt }) =>
      arrivalDueAt !== null && warnAt(context.policy.sla, category, priority, arrivalDueAt) <= now,
  );
  let noted = 0;
  for (const ticket of near) noted += (await warnOnce(context, ticket)) ? 1 : 0;
  return noted;
}

function warnOnce(context: Context, ticket: Ticket): Promise<boolean> {
  return inTransaction(async () => {
    // Locks the ticket, so that two workers do not both note it.
    await Ticket.update({ updatedAt: context.clock.now() }, { where: { id: ticket.id } });
    const warned = await TimelineEntry.findOne({ where: { ticketId: ticket.id, type: 'warned' } });
    if (warned) return false;
    await recordTimeline(context, ticket.id, 'warned', bySystem, { arrivalDueAt: ticket.arrivalDueAt });
    return true;
  });
}
