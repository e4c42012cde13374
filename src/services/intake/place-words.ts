import { NetworkNode } from '../../../models/network-node';
import { maskedAddress } from '../../domain/masked-address';
import type { Facts } from '../../domain/flow';
import type { Value } from '../../domain/speech';
import { accountById } from '../directory/find-account';

/** The place that a call is about, in words that anybody may hear: without the flat and without a name. */
export async function placeWords(facts: Facts): Promise<Value> {
  const account = await accountById(facts['account']);
  if (account !== null) return { words: maskedAddress({ zh: account.addressZh, en: account.addressEn }) };
  const pole = facts['pole'] === undefined ? null : await NetworkNode.findByPk(facts['pole']);
  if (pole !== null) return { words: { zh: pole.nameZh, en: pole.nameEn } };
  return { phrase: facts['address'] === undefined ? 'caller.address-on-file' : 'caller.address-spoken' };
}
