import type { CallInfo } from '../../domain/call';
import type { Facts } from '../../domain/flow';
import { isUnpaid } from '../../domain/supply';
import { nothingUnsaid, type Unsaid } from '../../domain/triage';
import type { KnownAccount } from '../directory/find-account';
import { hearingOf } from '../directory/hearing-of';

/** What the caller of this call was neither asked nor told of the account, because they are a stranger there (contract section 5). */
export async function unsaidOf(
  call: Pick<CallInfo, 'phone'>,
  account: KnownAccount | null,
  facts: Facts,
): Promise<Unsaid> {
  if (account === null) return nothingUnsaid;
  const hearing = await hearingOf(call, account, facts);
  return { medical: hearing !== 'home' && account.medical, unpaid: hearing === 'nothing' && isUnpaid(account) };
}
