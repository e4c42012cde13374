import { remembered } from '../../../models/database';
import { Price } from '../../../models/price';
import type { Value } from '../../domain/speech';
import type { Context } from '../../services/context';
import { closeAtOnce } from '../../services/intake/close-at-once';
import { contactOf, keepContact, spoolContact } from '../../services/intake/contact-phone';
import { accountById, type KnownAccount } from '../../services/directory/find-account';
import { roleOf } from '../../services/directory/role-of';
import { isReachable } from '../../services/outbound/is-reachable';
import { textPayment } from '../../services/notices/text-payment';
import type { Scene, Verb, Verbs } from '../verb';
import type { CallInfo } from '../../domain/call';

/** What the `caller` flow asks on the way to the fault: medical need, arrears, the meter, the fee, whom to reach. */

const medicalState: Verb = {
  outcomes: ['ask', 'none', 'unavailable'],
  async run(_context, { facts }) {
    const account = await accountById(facts['account']);
    return { outcome: account?.medical === true ? 'ask' : 'none' };
  },
};

const keepHours: Verb = {
  outcomes: ['kept'],
  run: (_context, { keys }) => Promise.resolve({ outcome: 'kept', set: { hours: String(Number(keys)) } }),
};

/** Tells the cause of a cut for arrears to any caller, but the sum only to a number on that account, never to a tenant. */
const arrearsState: Verb = {
  outcomes: ['ask', 'none', 'unavailable'],
  vars: ['cause'],
  async run(_context, { call, facts }) {
    const account = await accountById(facts['account']);
    if (account?.supply !== 'cut_for_arrears') return { outcome: 'none' };
    return { outcome: 'ask', vars: { cause: await arrearsCause(call, account) } };
  },
};

async function arrearsCause({ phone }: CallInfo, account: KnownAccount): Promise<Value> {
  const { balanceCents } = account;
  const isOwn = (await roleOf(phone, account)) === 'customer';
  if (!isOwn || balanceCents >= 0) return { phrase: 'caller.arrears-cause' };
  return { phrase: 'caller.arrears-cause-sum', vars: { amount: { cents: -balanceCents } } };
}

const topUpState: Verb = {
  outcomes: ['ask', 'none', 'unavailable'],
  async run(_context, { facts }) {
    if (facts['prepaid'] === 'zero') return { outcome: 'ask' };
    const account = await accountById(facts['account']);
    const isEmpty = account?.meter === 'prepaid' && account.balanceCents <= 0;
    return { outcome: isEmpty ? 'ask' : 'none' };
  },
};

const topUpOther: Verb = {
  outcomes: ['early', 'late'],
  run: (_context, { facts }) => Promise.resolve({ outcome: facts['prepaid'] === 'zero' ? 'late' : 'early' }),
};

/** Texts how to pay to the caller's own number and ends the matter as told. */
const textHowToPay: Verb = {
  outcomes: ['sent', 'no-phone'],
  async run(context, scene) {
    const { call, facts } = scene;
    const ticket = await closeAtOnce(context, scene, facts['asked'] === undefined ? 'told' : 'arrears');
    const isReached = call.phone !== null && (await isReachable(context, call.phone, 'text'));
    if (call.phone === null || !isReached) return { outcome: 'no-phone' };
    await textPayment(context, ticket, call.phone);
    return { outcome: 'sent' };
  },
};

const awayFromHome: Verb = {
  outcomes: ['ask', 'away'],
  run: (_context, { facts }) => Promise.resolve({ outcome: facts['away'] === 'yes' ? 'away' : 'ask' }),
};

const prepaidMeter: Verb = {
  outcomes: ['ask', 'none', 'unavailable'],
  async run(_context, { facts }) {
    const account = await accountById(facts['account']);
    // A caller who said that something else is wrong has looked at the display already.
    return { outcome: account?.meter === 'prepaid' && facts['asked'] !== 'topup' ? 'ask' : 'none' };
  },
};

const closeFixed: Verb = { outcomes: ['closed'], run: (context, scene) => closed(context, scene, 'self_fixed') };
const closeRefused: Verb = { outcomes: ['closed'], run: (context, scene) => closed(context, scene, 'quote_refused') };

async function closed(context: Context, scene: Scene, reason: 'self_fixed' | 'quote_refused') {
  await closeAtOnce(context, scene, reason);
  return { outcome: 'closed' };
}

/** Says the price of a visit for indoor wiring, else of any visit, else "told before work starts". */
const visitFee: Verb = {
  outcomes: ['ask', 'unavailable'],
  vars: ['fee'],
  async run() {
    const visits = await remembered('prices of visits', () =>
      Price.findAll({ where: { type: 'visit' }, order: [['code', 'ASC']] }),
    );
    const price = visits.find(({ category }) => category === 'internal') ?? visits[0];
    const fee: Value =
      price === undefined
        ? { phrase: 'caller.fee-unknown' }
        : { phrase: 'caller.fee-known', vars: { amount: { cents: price.amountCents } } };
    return { outcome: 'ask', vars: { fee } };
  },
};

/** Whether a number must be asked for, because the caller's own is withheld and cannot be called back. */
const needContact: Verb = {
  outcomes: ['known', 'unknown', 'unavailable'],
  async run(context, { call, facts }) {
    const { phone } = await contactOf(context, call, facts);
    return { outcome: phone === null ? 'unknown' : 'known' };
  },
};

const keepTypedContact: Verb = {
  outcomes: ['kept', 'wrong', 'unavailable'],
  async run(context, { call, keys }) {
    const id = await keepContact(context, call.sid, keys);
    return id === null ? { outcome: 'wrong' } : { outcome: 'kept', set: { draft: String(id), kept: '' } };
  },
};

/** Keeps the typed number on the disk until the database is back, since it is kept nowhere else. */
const spoolTypedContact: Verb = {
  outcomes: ['kept', 'wrong'],
  async run(context, { call, keys }) {
    const isKept = await spoolContact(context, call.sid, keys);
    return isKept ? { outcome: 'kept', set: { kept: 'yes', draft: '' } } : { outcome: 'wrong' };
  },
};

export const triageVerbs: Verbs = {
  'medical-state': medicalState,
  'keep-hours': keepHours,
  'arrears-state': arrearsState,
  'top-up-state': topUpState,
  'top-up-other': topUpOther,
  'text-payment': textHowToPay,
  'away-from-home': awayFromHome,
  'prepaid-meter': prepaidMeter,
  'close-fixed': closeFixed,
  'close-refused': closeRefused,
  'visit-fee': visitFee,
  'need-contact': needContact,
  'keep-contact': keepTypedContact,
  'spool-contact': spoolTypedContact,
};
