import type { CallInfo } from '../../domain/call';
import type { Context } from '../context';
import type { KnownAccount } from '../directory/find-account';
import type { Facts } from '../../domain/flow';
import { hearingOf } from '../directory/hearing-of';
import { tellHousehold } from '../notices/tell-household';
import { openFaultOf } from '../tickets/caller-tickets';
import type { NewReport } from '../tickets/open-ticket';

/**
 * What goes with a report that a stranger makes of somebody's home: an earlier report of it is named on the ticket, though nobody
 * told the stranger that there is one, and the home hears what the stranger must not.
 */
export async function strangersReport(
  context: Context,
  call: Pick<CallInfo, 'sid' | 'phone'>,
  account: KnownAccount | null,
  facts: Facts,
): Promise<Pick<NewReport, 'along' | 'parentNumber'>> {
  const hearing = account === null ? 'home' : await hearingOf(call, account, facts);
  if (account === null || hearing === 'home') return {};
  const earlier = await openFaultOf(account.accountNo, call.sid);
  return {
    parentNumber: earlier?.number ?? null,
    along: async (ticket) => {
      if (hearing === 'nothing' || ticket.verificationCode !== null) await tellHousehold(context, ticket, account);
    },
  };
}
