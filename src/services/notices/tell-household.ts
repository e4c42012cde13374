import type { Ticket } from '../../../models/ticket';
import { isUnpaid } from '../../domain/supply';
import type { Value } from '../../domain/speech';
import type { Context } from '../context';
import type { KnownAccount } from '../directory/find-account';
import { numbersOnFile } from '../directory/numbers-on-file';
import { isReachable } from '../outbound/is-reachable';
import { textTo } from './ticket-texts';

/**
 * Sends word of a stranger's report to the number on file of the home: that it was made, how to pay if that is the cause, and the
 * code for the door, which nobody else is told (contract section 5). Inside the transaction that opens the ticket; nothing
 * where no number on file takes texts.
 */
export async function tellHousehold(context: Context, ticket: Ticket, account: KnownAccount): Promise<void> {
  for (const toPhone of await numbersOnFile(account.accountNo)) {
    if (!(await isReachable(context, toPhone, 'text'))) continue;
    const to = { kind: 'receipt', toPhone, language: account.language } as const;
    return textTo(context, ticket, to, 'text.reported-for-you', { more: moreOf(ticket, account) });
  }
}

function moreOf({ verificationCode }: Ticket, account: KnownAccount): Value {
  if (verificationCode !== null) return { phrase: 'text.for-you.code', vars: { code: { digits: verificationCode } } };
  return { phrase: isUnpaid(account) ? 'text.for-you.unpaid' : 'text.for-you.known' };
}
