import { literal, Op, type WhereOptions } from 'sequelize';
import { inTransaction } from '../../../models/database';
import { Ticket } from '../../../models/ticket';
import { TimelineEntry } from '../../../models/timeline-entry';
import { policyKey, powerCategories, priorities } from '../../domain/ticket';
import { bySystem } from '../../domain/timeline';
import type { Context } from '../context';
import type { Due } from '../due';
import { recordTimeline } from '../record-timeline';

const batch = 200;
const onTheWay = ['new', 'offered', 'accepted', 'departed'];
/** The time of arrival as it stands in an entry's data, in both databases. */
const dueAsWritten = "REPLACE(SUBSTR(CAST(arrival_due_at AS CHAR), 1, 23), ' ', 'T')";
/** Nobody was warned of this time; a visit before had another. */
const unwarned =
  'NOT EXISTS (SELECT 1 FROM timeline_entries' +
  " WHERE timeline_entries.ticket_id = Ticket.id AND timeline_entries.type = 'warned'" +
  ` AND INSTR(timeline_entries.data, ${dueAsWritten}) > 0)`;
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
  const tickets = await Ticket.findAll({ where: late, order: [['arrivalDueAt', 'ASC']], limit: batch });
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
  const { power, ...byPriority } = context.policy.sla.warnBefore;
  const notPower = { [Op.notIn]: powerCategories };
  let noted = await noteWarningsOf(context, { category: powerCategories }, power);
  for (const priority of priorities)
    noted += await noteWarningsOf(context, { category: notPower, priority }, byPriority[policyKey(priority)]);
  return noted;
}

async function noteWarningsOf(context: Context, which: WhereOptions<Ticket>, before: number): Promise<number> {
  const now = context.clock.now();
  const arrivalDueAt = { [Op.gt]: now, [Op.lte]: new Date(now.getTime() + before) };
  const near = await Ticket.findAll({
    where: { [Op.and]: [which, { state: onTheWay, arrivedAt: null, arrivalDueAt }, literal(unwarned)] },
    order: [['arrivalDueAt', 'ASC']],
    limit: batch,
  });
  let noted = 0;
  for (const ticket of near) noted += (await warnOnce(context, ticket)) ? 1 : 0;
  return noted;
}

function warnOnce(context: Context, { id, arrivalDueAt }: Ticket): Promise<boolean> {
  return inTransaction(async () => {
    // Locks the ticket, so that two workers do not both note it.
    const unchanged = { id, state: onTheWay, arrivedAt: null, arrivalDueAt };
    const [still] = await Ticket.update({ updatedAt: context.clock.now() }, { where: unchanged });
    const warned = await TimelineEntry.findAll({ where: { ticketId: id, type: 'warned' } });
    if (still === 0 || warned.some(({ data }) => data['arrivalDueAt'] === arrivalDueAt?.toISOString())) return false;
    await recordTimeline(context, id, 'warned', bySystem, { arrivalDueAt });
    return true;
  });
}
