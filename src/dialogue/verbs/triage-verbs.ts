import { remembered } from '../../../models/database';
import { Price } from '../../../models/price';
import type { Facts } from '../../domain/flow';
import { isEmergency } from '../../domain/report-number';
import type { Value, Vars } from '../../domain/speech';
import { openMedicalReport } from '../../services/intake/open-medical-report';
import { spoolReport } from '../../services/intake/keep-report';
import type { Context } from '../../services/context';
import { closeAtOnce } from '../../services/intake/close-at-once';
import { contactOf, keepContact, spoolContact } from '../../services/intake/contact-phone';
import { accountById, type KnownAccount } from '../../services/directory/find-account';
import { isUsedUp } from '../../domain/supply';
import { hearingOf } from '../../services/directory/hearing-of';
import { roleOf } from '../../services/directory/role-of';
import { isReachable } from '../../services/outbound/is-reachable';
import { textPayment } from '../../services/notices/ticket-texts';
import { reportNow } from '../scene-facts';
import type { Scene, Verb, Verbs } from '../verb';
import type { CallInfo } from '../../domain/call';
import { verbWith } from './verb-with';

/** What the `caller` flow asks on the way to the fault: medical need, arrears, the meter, the fee, whom to reach. */

export const triageVerbs: Verbs = {
  /** Asked at home only: of a stranger's report it counts as not known, and the number on file is asked (contract section 5). */
  'medical-state': verbWith({ outcomes: ['ask', 'none', 'unavailable'] }, async (_context, { call, facts }) => {
    const account = await accountById(facts['account']);
    const isAsked = account?.medical === true && (await hearingOf(call, account, facts)) === 'home';
    return { outcome: isAsked ? 'ask' : 'none' };
  }),

  /** Opens the P0, so that phones ring before the next word is said. */
  'open-medical': verbWith({ outcomes: ['opened', 'unavailable'], vars: ['worse'] }, async (context, scene) => {
    const report = reportNow(context, withFacts(scene, emergency));
    const { id: ticketId, accountNo } = await openMedicalReport(context, report);
    context.callLog.note(scene.call.sid, { ticketId, ...(accountNo !== null && { accountNo }) });
    return { outcome: 'opened', set: emergency, vars: ifWorse(context) };
  }),

  /** Keeps the emergency on the disk while the database is down: it becomes a P0 as soon as that is back, whatever else is said. */
  'keep-medical': verbWith({ outcomes: ['kept'], vars: ['worse'] }, async (context, scene) => {
    await spoolReport(context, withFacts(scene, emergency));
    return { outcome: 'kept', set: emergency, vars: ifWorse(context) };
  }),

  'keep-hours': verbWith({ outcomes: ['kept'] }, (_context, { keys }) => ({
    outcome: 'kept',
    set: { hours: String(Number(keys)) },
  })),

  /** Tells the cause of a cut for arrears to whoever named the account by its own number, but the sum only to a number on it, never to a tenant. */
  'arrears-state': verbWith(
    { outcomes: ['ask', 'none', 'unavailable'], vars: ['cause'], moving: { quiet: { outcome: 'none' } } },
    async (_context, { call, facts }) => {
      const account = await accountById(facts['account']);
      if (account?.supply !== 'cut_for_arrears' || (await hearingOf(call, account, facts)) === 'nothing')
        return { outcome: 'none' };
      return { outcome: 'ask', vars: { cause: await arrearsCause(call, account) } };
    },
  ),

  'top-up-state': verbWith(
    { outcomes: ['ask', 'none', 'unavailable'], moving: { quiet: { outcome: 'none' } } },
    async (_context, { call, facts }) => {
      if (facts['prepaid'] === 'zero') return { outcome: 'ask' };
      const account = await accountById(facts['account']);
      const isEmpty = account !== null && isUsedUp(account) && (await hearingOf(call, account, facts)) !== 'nothing';
      return { outcome: isEmpty ? 'ask' : 'none' };
    },
  ),

  'top-up-other': verbWith({ outcomes: ['early', 'late'] }, (_context, { facts }) => ({
    outcome: facts['prepaid'] === 'zero' ? 'late' : 'early',
  })),

  /** Texts how to pay to the caller's own number and ends the matter as told. */
  'text-payment': verbWith({ outcomes: ['sent', 'no-phone'], moving: true }, async (context, scene) => {
    const { call, facts } = scene;
    const ticket = await closeAtOnce(context, scene, facts['asked'] === undefined ? 'told' : 'arrears');
    if (call.phone === null || !(await isReachable(context, call.phone, 'text'))) return { outcome: 'no-phone' };
    await textPayment(context, ticket, call.phone);
    return { outcome: 'sent' };
  }),

  'away-from-home': verbWith({ outcomes: ['ask', 'away'] }, (_context, { facts }) => ({
    outcome: facts['away'] === 'yes' ? 'away' : 'ask',
  })),

  'prepaid-meter': verbWith({ outcomes: ['ask', 'none', 'unavailable'] }, async (_context, { call, facts }) => {
    const account = await accountById(facts['account']);
    // A caller who said that something else is wrong has looked at the display already.
    if (account?.meter !== 'prepaid' || facts['asked'] === 'topup') return { outcome: 'none' };
    return { outcome: (await hearingOf(call, account, facts)) === 'home' ? 'ask' : 'none' };
  }),

  'close-fixed': close('self_fixed'),
  'close-refused': close('quote_refused'),

  /** Says the price of a visit for indoor wiring, else of any visit, else "told before work starts". A stranger agrees to no charge of somebody else's. */
  'visit-fee': verbWith(
    { outcomes: ['ask', 'stranger', 'unavailable'], vars: ['fee'] },
    async (_context, { call, facts }) => {
      const account = await accountById(facts['account']);
      if (account !== null && (await hearingOf(call, account, facts)) !== 'home') return { outcome: 'stranger' };
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
  ),

  /** Whether a number must be asked for, because the caller's own is withheld and cannot be called back. */
  'need-contact': verbWith({ outcomes: ['known', 'unknown', 'unavailable'] }, async (context, { call, facts }) => {
    const { phone } = await contactOf(context, call, facts);
    return { outcome: phone === null ? 'unknown' : 'known' };
  }),

  'keep-contact': verbWith({ outcomes: ['kept', 'wrong', 'unavailable'] }, async (context, { call, keys }) => {
    const id = await keepContact(context, call.sid, keys);
    return id === null ? { outcome: 'wrong' } : { outcome: 'kept', set: { draft: String(id), kept: '' } };
  }),

  /** Keeps the typed number on the disk until the database is back, since it is kept nowhere else. */
  'spool-contact': verbWith({ outcomes: ['kept', 'wrong'] }, async (context, { call, keys }) => {
    const isKept = await spoolContact(context, call.sid, keys);
    return isKept ? { outcome: 'kept', set: { kept: 'yes', draft: '' } } : { outcome: 'wrong' };
  }),
};

const emergency: Facts = { emergency: 'yes' };
const withFacts = (scene: Scene, facts: Facts): Scene => ({ ...scene, facts: { ...scene.facts, ...facts } });

/** Whom to ring for a patient who gets worse; nothing about medicine. */
function ifWorse({ policy }: Context): Vars {
  const number = policy.emergency.medical;
  return {
    worse:
      number === ''
        ? { phrase: 'caller.if-worse-none' }
        : { phrase: 'caller.if-worse', vars: { number: { digits: number } } },
  };
}

async function arrearsCause({ phone }: CallInfo, account: KnownAccount): Promise<Value> {
  const { balanceCents } = account;
  const isOwn = (await roleOf(phone, account)) === 'customer';
  if (!isOwn || balanceCents >= 0) return { phrase: 'caller.arrears-cause' };
  return { phrase: 'caller.arrears-cause-sum', vars: { amount: { cents: -balanceCents } } };
}

function close(reason: 'self_fixed' | 'quote_refused'): Verb {
  return verbWith({ outcomes: ['closed', 'still-coming'] }, async (context, scene) => {
    await closeAtOnce(context, scene, reason);
    return { outcome: isEmergency(scene.facts) ? 'still-coming' : 'closed' };
  });
}
