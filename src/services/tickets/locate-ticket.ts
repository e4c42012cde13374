import { Account } from '../../../models/account';
import { inTransaction } from '../../../models/database';
import { NetworkNode } from '../../../models/network-node';
import { Paging } from '../../../models/paging';
import type { Ticket } from '../../../models/ticket';
import { dangerOf, dangerRules } from '../../domain/danger';
import { isOpen, type Category } from '../../domain/ticket';
import type { Actor } from '../../domain/timeline';
import { HotlineError } from '../../errors';
import { stopPages } from '../paging/stop-pages';
import type { Context } from '../context';
import { dangerHelp } from './danger-help';
import { placeReport, type ReportPlace } from './place-report';
import { recordTimeline } from '../record-timeline';
import { lockTicket } from '../paging/lock-ticket';
import { startPaging } from '../paging/start-paging';

/** The place that was found for a report: an account number, or the code of a network node. */
export type FoundPlace = { readonly account: string } | { readonly node: string };

/** Puts the place that somebody found on a ticket and pages the team of that place at once; a person who has accepted the ticket keeps it. Throws `not_found`, and `conflict` for a ticket that is finished. */
export async function locateTicket(context: Context, ticketId: number, found: FoundPlace, by: Actor): Promise<void> {
  await inTransaction(async () => {
    const ticket = await lockTicket(ticketId);
    if (!isOpen(ticket.state))
      throw new HotlineError('conflict', 'This ticket is finished.', { ticket: ticket.number });
    const place = await read(found);
    for (const one of [ticket, ...(await dangerHelp(ticket))]) await settle(context, one, place, by);
  });
}

type Place = Pick<Ticket, 'accountNo' | 'networkNodeCode'>;

async function read(found: FoundPlace): Promise<Place> {
  if ('account' in found) {
    const account = await Account.findOne({ where: { accountNo: found.account } });
    if (account === null) throw new HotlineError('not_found', 'There is no such account.', { account: found.account });
    return { accountNo: account.accountNo, networkNodeCode: null };
  }
  const node = await NetworkNode.findByPk(found.node);
  if (node === null) throw new HotlineError('not_found', 'There is no such network node.', { node: found.node });
  return { accountNo: null, networkNodeCode: node.code };
}

async function settle(context: Context, ticket: Ticket, found: Place, by: Actor): Promise<void> {
  if (isSettled(ticket, found)) return;
  const place = await placeReport(context, { category: ticket.category, otherwise: otherwiseOf(ticket), ...found });
  const earlier = await Paging.findOne({ where: { ticketId: ticket.id, state: 'active' } });
  const teamCode = teamOf(place, ticket);
  const pagesAnew = isSearched(ticket) && earlier?.teamCode !== teamCode;
  if (pagesAnew) await stopPages(context, ticket.id);
  const { regionCode, networkNodeCode } = place;
  await ticket.update({
    accountNo: found.accountNo,
    networkNodeCode,
    regionCode,
    updatedAt: context.clock.now(),
    ...(pagesAnew && { state: 'new', stateReason: null, teamCode }),
  });
  await recordTimeline(context, ticket.id, 'located', by, { place: found.accountNo ?? networkNodeCode });
  if (pagesAnew) await startPaging(context, ticket, { roles: rolesOf(earlier) });
}

/** Whether this place was found before. */
function isSettled(ticket: Ticket, { accountNo, networkNodeCode }: Place): boolean {
  const isThere = accountNo === null ? ticket.networkNodeCode === networkNodeCode : ticket.accountNo === accountNo;
  return isThere && ticket.stateReason !== 'locate';
}

/** The categories whose team comes when no team serves a danger's own category; a ticket of those who come as well has none. */
function otherwiseOf({ kind, category, triage }: Ticket): readonly Category[] {
  const rule = dangerRules[dangerOf(triage['danger'])];
  return kind === 'danger' && category === rule.category ? rule.otherwise : [];
}

const rolesOf = (paging: Paging | null): readonly string[] => paging?.roles ?? [];

/** The team of the place; where no team serves it, the team that is paged already, which knows more of it than the default team. */
function teamOf({ team }: ReportPlace, { teamCode }: Ticket): string | null {
  return team === null || team.byDefault ? (teamCode ?? team?.teamCode ?? null) : team.teamCode;
}

/** Whether nobody has the ticket yet, so that the right team can still be paged instead. */
function isSearched({ state, stateReason }: Ticket): boolean {
  return state === 'new' || state === 'offered' || stateReason === 'locate';
}
