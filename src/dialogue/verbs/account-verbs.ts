import { Op } from 'sequelize';
import { Account } from '../../../models/account';
import { NetworkNode } from '../../../models/network-node';
import { maskedAddress } from '../../domain/masked-address';
import type { Facts } from '../../domain/flow';
import type { Value, Vars } from '../../domain/speech';
import { toE164 } from '../../phone-number';
import type { Context } from '../../services/context';
import { accountsOfPhone, type KnownAccount } from '../../services/directory/find-account';
import { mayTry } from '../../services/directory/limit-tries';
import { roleOf } from '../../services/directory/role-of';
import { missed, numberFact } from '../scene-facts';
import type { Scene, Verb, VerbResult, Verbs } from '../verb';
import type { CallInfo } from '../../domain/call';
import { verbWith } from './verb-with';

/** What the `caller` flow asks about the place: whose supply, which of several, which pole. */

export const accountVerbs: Verbs = {
  /** The one account of the caller's number, read back without the flat. */
  'known-account': verbWith(
    { outcomes: ['ask', 'none', 'several', 'unavailable'], vars: ['address'] },
    async (_context, { call }) => {
      const [account, ...others] = await ownAccounts(call);
      if (account === undefined) return { outcome: 'none' };
      if (others.length > 0) return { outcome: 'several' };
      return { outcome: 'ask', set: { ...picked(account), away: '' }, vars: { address: masked(account) } };
    },
  ),

  /** Three of the caller's addresses; with one or none on file there is nothing to choose from. */
  'my-accounts': verbWith(
    { outcomes: ['ask', 'none', 'unavailable'], vars: ['choices', 'more'] },
    async (_context, scene) => {
      const { here, all } = await accountsOnPage(scene);
      if (all < 2 || here.length === 0) return { outcome: 'none' };
      const [one, two, three] = here.map(masked);
      const vars: Vars = { ...(one && { one }), ...(two && { two }), ...(three && { three }) };
      const isLast = (pageOf(scene) + 1) * perPage >= all;
      const more: Value = { phrase: isLast ? 'caller.choice-other' : 'caller.choice-more' };
      return { outcome: 'ask', vars: { choices: { phrase: `caller.choices-${here.length}`, vars }, more } };
    },
  ),

  'pick-first': pick(0),
  'pick-second': pick(1),
  'pick-third': pick(2),

  'more-accounts': verbWith({ outcomes: ['more', 'none'] }, async (_context, scene) => {
    const next = pageOf(scene) + 1;
    const isOver = next * perPage >= (await ownAccounts(scene.call)).length;
    return isOver ? { outcome: 'none', set: { page: '0' } } : { outcome: 'more', set: { page: String(next) } };
  }),

  /** Finds the account of a typed account number, meter number or phone on file. What is not the caller's own is limited, found or not. */
  'find-account': verbWith(
    { outcomes: ['found', 'missed', 'gave-up', 'unavailable'], moving: true },
    async (context, scene) => {
      const { call, keys } = scene;
      const found = await accountOfKeys(context, keys);
      const isOwn = found !== null && (await roleOf(call.phone, found.account)) !== 'other';
      if (!isOwn && !(await mayTry(context, { kind: 'look_up', call, entry: keys }))) return { outcome: 'gave-up' };
      if (found === null) return notFound(scene);
      return { outcome: 'found', set: { ...picked(found.account), away: '', found: found.by } };
    },
  ),

  /** Keeps the recording of a spoken address; a lamp or pole in the street is described next. */
  'keep-address': verbWith({ outcomes: ['kept', 'street'] }, (_context, { facts, recording }) => ({
    outcome: facts['away'] === 'street' ? 'street' : 'kept',
    set: recording === null ? {} : { ...unlisted, address: recording.sid },
  })),

  'my-place': verbWith({ outcomes: ['one', 'several', 'none', 'unavailable'] }, async (_context, { call }) => {
    const [account, ...others] = await ownAccounts(call);
    if (account === undefined) return { outcome: 'none' };
    return others.length > 0 ? { outcome: 'several' } : { outcome: 'one', set: picked(account) };
  }),

  /** The network node whose label was typed: the number on the pole or box. */
  'find-pole': verbWith({ outcomes: ['found', 'missed', 'gave-up', 'unavailable'] }, async (_context, scene) => {
    const node = await NetworkNode.findOne({ where: { label: scene.keys } });
    return node === null
      ? notFound(scene)
      : { outcome: 'found', set: { ...unlisted, pole: node.code, away: 'street' } };
  }),
};

/** Addresses read in one breath (contract section 5: 1–3 the addresses, 4 more). */
const perPage = 3;
/** How many wrong numbers are allowed before the address is asked for by voice. */
const mostMisses = 2;

const ownAccounts = (call: CallInfo): Promise<KnownAccount[]> =>
  call.phone === null ? Promise.resolve([]) : accountsOfPhone(call.phone);

const masked = ({ addressZh, addressEn }: KnownAccount): Value => ({
  words: maskedAddress({ zh: addressZh, en: addressEn }),
});

/** The facts of an account that the caller picked; any other place named before is dropped, with all that belongs to it. */
const picked = (account: Pick<KnownAccount, 'id'>): Facts => ({ account: String(account.id) });
const unlisted: Facts = { account: '' };

const pageOf = (scene: Scene): number => numberFact(scene, 'page');

async function accountsOnPage(scene: Scene): Promise<{ here: KnownAccount[]; all: number }> {
  const all = await ownAccounts(scene.call);
  const from = pageOf(scene) * perPage;
  return { here: all.slice(from, from + perPage), all: all.length };
}

function pick(index: number): Verb {
  return verbWith({ outcomes: ['picked', 'gone'] }, async (_context, scene) => {
    const account = (await accountsOnPage(scene)).here[index];
    return account === undefined ? { outcome: 'gone' } : { outcome: 'picked', set: picked(account) };
  });
}

/** A number that was not found; after the second one the address is asked for by voice. */
const notFound = (scene: Scene): VerbResult => missed(scene, { again: 'missed', over: 'gave-up', allowed: mostMisses });

interface FoundAccount {
  readonly account: Pick<KnownAccount, 'id' | 'accountNo'>;
  /** What was typed: the account's or its meter's own number, or somebody's phone. */
  readonly by: 'number' | 'phone';
}

async function accountOfKeys({ settings }: Context, keys: string): Promise<FoundAccount | null> {
  const byNumber = await Account.findOne({ where: { [Op.or]: [{ accountNo: keys }, { meterNo: keys }] } });
  if (byNumber !== null) return { account: byNumber, by: 'number' };
  const phone = toE164(keys, settings.hotlineNumber);
  // A phone with several homes does not say which one is meant: the caller is asked again, and nothing is guessed.
  const [only, ...others] = phone === null ? [] : await accountsOfPhone(phone);
  return only !== undefined && others.length === 0 ? { account: only, by: 'phone' } : null;
}
