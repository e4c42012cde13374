import { Op } from 'sequelize';
import { inTransaction } from '../../../models/database';
import { Ticket } from '../../../models/ticket';
import { bySystem } from '../../domain/timeline';
import { isHotlineError } from '../../errors';
import type { Context } from '../context';
import type { Due } from '../due';
import { startPaging } from '../paging/start-paging';
import { newClocks } from './new-clocks';
import { recordTimeline } from '../record-timeline';

const batch = 100;
const retryAfter = 60_000;

/** Pages for every report whose next visit is due, whoever was there before first; returns how many. */
export async function pageNextVisits(context: Context): Promise<number> {
  const due = await Ticket.findAll({
    where: { state: 'waiting', nextVisitAt: { [Op.lte]: context.clock.now() } },
    order: [['nextVisitAt', 'ASC']],
    limit: batch,
  });
  for (const ticket of due) await pageSafely(context, ticket);
  return due.length;
}

/** When the next visit is due. */
export const visitsDue = (): readonly Due[] => [
  { sql: "SELECT MIN(next_visit_at) FROM tickets WHERE state = 'waiting' AND next_visit_at IS NOT NULL" },
];

/** One report that cannot be paged must not stop the others. */
async function pageSafely(context: Context, { id, number }: Ticket): Promise<void> {
  try {
    await inTransaction(() => pageOne(context, id));
  } catch (error) {
    if (isHotlineError(error, 'database_unavailable')) throw error;
    context.log.error('a next visit could not be paged', { ticket: number, error });
    const nextVisitAt = new Date(context.clock.now().getTime() + retryAfter);
    await Ticket.update({ nextVisitAt }, { where: { id, state: 'waiting' } });
  }
}

/** What was true of the visit before. */
const notYet = {
  state: 'new',
  stateReason: null,
  personCode: null,
  nextVisitAt: null,
  etaAt: null,
  acceptedAt: null,
  departedAt: null,
  arrivedAt: null,
  arrivalVerifiedBy: [],
  expectedRestoreAt: null,
} as const;

async function pageOne(context: Context, id: number): Promise<void> {
  const now = context.clock.now();
  const before = await Ticket.findByPk(id, { rejectOnEmpty: true });
  const { arrivalDueAt } = await newClocks(context, before, before.priority, now);
  const [claimed] = await Ticket.update(
    { ...notYet, arrivalVerifiedBy: [], arrivalDueAt, slaBreachedAt: null, updatedAt: now },
    { where: { id, state: 'waiting', nextVisitAt: { [Op.lte]: now } } },
  );
  if (claimed === 0) return;
  await recordTimeline(context, id, 'noted', bySystem, { note: 'next_visit' });
  await startPaging(context, await before.reload(), { former: before.personCode });
}
