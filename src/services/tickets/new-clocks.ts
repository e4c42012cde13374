import type { Ticket } from '../../../models/ticket';
import { type RegionClass, dueTimes } from '../../domain/sla';
import type { Priority } from '../../domain/ticket';
import type { Context } from '../context';
import { accountOfNumber } from '../directory/find-account';
import { knownRegion } from '../known-places';

/** A priority and the times that go with it for this ticket, counted from `now`. */
export async function newClocks({ policy }: Context, ticket: Ticket, priority: Priority, now: Date) {
  const { accountNo, regionCode } = ticket;
  const region = await knownRegion(regionCode);
  const account = await accountOfNumber(accountNo);
  const regionClass = (region?.class ?? null) as RegionClass | null;
  const report = {
    kind: ticket.kind,
    category: ticket.category,
    responsibility: ticket.responsibility,
    priority,
    regionClass,
    critical: account?.critical ?? false,
  };
  return { priority, ...dueTimes(policy.sla, report, now) };
}
