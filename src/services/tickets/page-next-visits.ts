import { Op } from 'sequelize';
import { inTransaction } from '../../../models/database';
import { Ticket } from '../../../models/ticket';
import { bySystem } from '../../domain/timeline';
import type { Context } from '../context';
import { dueRows } from '../due-rows';
import { startPaging } from '../paging/start-paging';
import { newClocks } from './new-clocks';
import { noVisit } from '../../domain/no-visit';
import { recordTimeline } from '../record-timeline';

/** Pages for every report whose next visit is due, first the person who was there before. */
export const pageNextVisits = dueRows('page-next-visits', {
  model: Ticket,
  moment: 'next_visit_at',
  where: "state = 'waiting' AND next_visit_at IS NOT NULL",
  each: (context, { id }) => inTransaction(() => pageOne(context, id)),
});

/** Clears what was true of the visit before. */
const notYet = { ...noVisit, state: 'new', stateReason: null, nextVisitAt: null } as const;

async function pageOne(context: Context, id: number): Promise<void> {
  const now = context.clock.now();
  const before = await Ticket.findByPk(id, { rejectOnEmpty: true });
  const { arrivalDueAt } = await newClocks(context, before, before.priority, now);
  const [claimed] = await Ticket.update(
    { ...notYet, arrivalDueAt, slaBreachedAt: null, updatedAt: now },
    { where: { id, state: 'waiting', nextVisitAt: { [Op.lte]: now } } },
  );
  if (claimed === 0) return;
  await recordTimeline(context, id, 'noted', bySystem, { note: 'next_visit' });
  await startPaging(context, await before.reload(), { former: before.personCode });
}
