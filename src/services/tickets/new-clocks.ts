import type { Ticket } from '../../../models/ticket';
import { type RegionClass, dueTimes } from '../../domain/sla';
import type { Priority } from '../../domain/ticket';
import type { Context } from '../context';
import { accountOfNumber } from '../directory/find-account';
import { knownRegion } from '../known-places';

/** A priority and the times that go with it for this ticket, counted from `now`. */
export async function newClocks({ policy }: Context, ticket: Ticket, priority: Priority, now: Date) {
  const { kind, category, responsibility } = ticket;
  const regionClass = ((await knownRegion(ticket.regionCode))?.class ?? null) as RegionClass | null;
  const critical = (await accountOfNumber(ticket.accountNo))?.critical ?? false;
  const report = { kind, category, responsibility, priority, regionClass, critical };
  return { priority, ...dueTimes(policy.sla, report, now) };
}
