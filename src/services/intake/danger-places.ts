import type { Facts } from '../../domain/flow';
import type { DangerRule } from '../../domain/danger';
import type { Context } from '../context';
import type { CallInfo } from '../../domain/call';
import { accountById, accountsOfPhone, type KnownAccount } from '../directory/find-account';
import { placeReport } from '../tickets/place-report';

/** The accounts whose addresses a danger may be at, in the order of asking: the one picked in this call, else those on file for the number; none once another place was named. */
export async function dangerAccounts(call: Pick<CallInfo, 'phone'>, facts: Facts): Promise<readonly KnownAccount[]> {
  if (facts['pole'] !== undefined || facts['address'] !== undefined) return [];
  const picked = await accountById(facts['account']);
  if (picked !== null) return [picked];
  return call.phone === null ? [] : accountsOfPhone(call.phone);
}

/** One of several accounts, if all are in one region and served by the same team, which can then be paged before the address is known; else null. */
export async function accountNearby(
  context: Context,
  accounts: readonly KnownAccount[],
  { category, otherwise }: DangerRule,
): Promise<KnownAccount | null> {
  const places = await Promise.all(
    accounts.map(({ accountNo }) => placeReport(context, { category, otherwise, accountNo })),
  );
  const keys = new Set(places.map(({ regionCode, team }) => `${regionCode} ${team?.teamCode ?? ''}`));
  return keys.size === 1 ? (accounts[0] ?? null) : null;
}
