import { NetworkNode } from '../../../models/network-node';
import type { CallInfo } from '../../domain/call';
import { maskedAddress, roadOf } from '../../domain/masked-address';
import type { Facts } from '../../domain/flow';
import type { Value } from '../../domain/speech';
import { accountById, type KnownAccount } from '../directory/find-account';
import { hearingOf } from '../directory/hearing-of';

/** The place that a call is about, in words that this caller may hear: without the flat and without a name, for strangers without the house. */
export async function placeWords(call: Pick<CallInfo, 'phone'>, facts: Facts): Promise<Value> {
  const account = await accountById(facts['account']);
  if (account !== null) return addressFor(call, account, facts);
  const pole = facts['pole'] === undefined ? null : await NetworkNode.findByPk(facts['pole']);
  if (pole !== null) return { words: { zh: pole.nameZh, en: pole.nameEn } };
  return { phrase: facts['address'] === undefined ? 'caller.address-on-file' : 'caller.address-spoken' };
}

/** The address of an account in words that this caller may hear. */
export async function addressFor(call: Pick<CallInfo, 'phone'>, account: KnownAccount, facts: Facts): Promise<Value> {
  const address = { zh: account.addressZh, en: account.addressEn };
  const hearing = await hearingOf(call, account, facts);
  if (hearing === 'nothing') return { phrase: 'caller.address-keyed' };
  return { words: hearing === 'home' ? maskedAddress(address) : roadOf(address) };
}
