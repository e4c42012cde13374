import type { Ticket } from '../../../models/ticket';
import { dangerOf, dangerReportNo } from '../../domain/danger';
import type { Facts } from '../../domain/flow';
import type { Value } from '../../domain/speech';
import type { Context } from '../../services/context';
import { ticketOfCall } from '../../services/tickets/ticket-of-call';
import { placeOf } from '../../services/crew/job-words';
import { dangerAccounts } from '../../services/intake/danger-places';
import { addressFor } from '../../services/intake/place-words';
import { confirmDangerPlace, noteDangerPlace } from '../../services/intake/tell-danger-place';
import { openDanger } from '../../services/intake/open-danger';
import { spoolDanger } from '../../services/intake/keep-report';
import { numberFact, reportNow } from '../scene-facts';
import type { Scene, Verb, Verbs } from '../verb';
import { verbWith } from './verb-with';

/** What the `caller` flow asks of the services when somebody is in danger. */

export const dangerVerbs: Verbs = {
  'emergency-numbers': verbWith({ outcomes: ['ask'], vars: ['first'] }, (context, { facts }) => ({
    outcome: 'ask',
    vars: { first: hangUpFirst(context, facts) },
  })),

  'open-danger': open(false),
  'open-danger-silent': open(true),

  'keep-danger': verbWith({ outcomes: ['kept'] }, async (context, { call, facts, language }) => {
    await spoolDanger(context, { call, facts, language });
    return { outcome: 'kept' };
  }),

  /** Says the place as this caller may hear it, never the whole address; several addresses one after another; without any the caller is asked for it. */
  'danger-place': verbWith(
    { outcomes: ['ask', 'unknown', 'unavailable'], vars: ['address', 'logged'] },
    async (_context, scene) => {
      const account = (await addressesOf(scene))[asked(scene)];
      const networkNodeCode = scene.facts['pole'] ?? null;
      if (account === undefined && networkNodeCode === null) return { outcome: 'unknown' };
      const pole = { accountNo: null, networkNodeCode, descriptionRecording: null };
      const { call, facts } = scene;
      const address = account === undefined ? await placeOf(pole, false) : await addressFor(call, account, facts);
      const logged: Value = asked(scene) === 0 ? { phrase: 'caller.danger-logged' } : { words: { zh: '', en: '' } };
      return { outcome: 'ask', vars: { address, logged } };
    },
  ),

  /** Notes at which of several addresses the danger is; a single address is on the ticket already. */
  'confirm-danger-place': verbWith({ outcomes: ['noted', 'unavailable'] }, async (context, scene) => {
    const account = (await addressesOf(scene))[asked(scene)];
    if (account !== undefined) await confirmDangerPlace(context, await ticketOf(scene), account.accountNo);
    return { outcome: 'noted' };
  }),

  'other-danger-place': verbWith({ outcomes: ['more', 'none', 'unavailable'] }, async (_context, scene) => {
    const next = asked(scene) + 1;
    const hasMore = next < (await addressesOf(scene)).length;
    return hasMore ? { outcome: 'more', set: { place: String(next) } } : { outcome: 'none' };
  }),

  'note-danger-place': verbWith({ outcomes: ['noted', 'unavailable'] }, async (context, scene) => {
    if (scene.recording !== null) await noteDangerPlace(context, await ticketOf(scene), scene.recording.sid);
    return { outcome: 'noted' };
  }),

  /** How to stay safe until somebody is there; nothing about medicine. */
  'danger-words': verbWith({ outcomes: ['ask'], vars: ['safety', 'first'] }, (context, { facts }) => {
    const safety = { phrase: `caller.safety-${dangerOf(facts['danger'])}` };
    return { outcome: 'ask', vars: { safety, first: hangUpFirst(context, facts) } };
  }),
};

const ticketOf = ({ call, facts }: Scene): Promise<Ticket> =>
  ticketOfCall(call.sid, dangerReportNo(dangerOf(facts['danger'])));

/** "Hang up and dial …" with the numbers that the policy has; the gas company's only where gas may leak. */
function hangUpFirst({ policy }: Context, facts: Facts): Value {
  const { medical, fire, police, gas } = policy.emergency;
  const [one, two, three, four] = [medical, fire, police, ...(facts['danger'] === 'water' ? [gas] : [])]
    .filter((number) => number !== '')
    .map((digits): Value => ({ digits }));
  const vars = { ...(one && { one }), ...(two && { two }), ...(three && { three }), ...(four && { four }) };
  const howMany = Object.keys(vars).length;
  const numbers: Value = { phrase: `caller.numbers-${howMany}`, vars };
  return howMany === 0
    ? { phrase: 'caller.hang-up-first-none' }
    : { phrase: 'caller.hang-up-first', vars: { numbers } };
}

/** Opens the ticket, so that it is in the rows and its first pages are due before the next word is said. */
function open(silent: boolean): Verb {
  return verbWith({ outcomes: ['opened', 'unavailable'] }, async (context, scene) => {
    const ticket = await openDanger(context, { ...reportNow(context, scene), silent });
    context.callLog.note(scene.call.sid, { ticketId: ticket.id });
    return { outcome: 'opened', final: true };
  });
}

/** How many addresses the caller is asked about before being asked to say where the danger is. */
const mostAsked = 3;
const asked = (scene: Scene): number => numberFact(scene, 'place');

const addressesOf = async ({ call, facts }: Scene) => (await dangerAccounts(call, facts)).slice(0, mostAsked);
