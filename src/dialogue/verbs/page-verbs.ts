import type { AttemptOutcome } from '../../domain/attempt-status';
import type { Ticket } from '../../../models/ticket';
import type { Value, Vars } from '../../domain/speech';
import { policyKey } from '../../domain/ticket';
import { acceptPage, type Holder } from '../../services/paging/accept-page';
import { declinePage, type DeclineReason } from '../../services/paging/decline-page';
import { jobVars, jobWords } from '../../services/crew/job-words';
import { readPageCall } from '../../services/paging/page-call';
import { putOffAsked } from '../../services/paging/put-off-asked';
import { readEta, setEta, type Eta } from '../../services/crew/set-eta';
import { promiseAt } from '../../domain/sla';
import { calmly } from '../calmly';
import { turnOf } from './crew-reporter';
import { pageAssignVerbs } from './page-assign-verbs';
import { digitsEntered, numberFact } from '../scene-facts';
import type { Scene, Verb, VerbResult, Verbs } from '../verb';

/** What the `page` flow asks of the services. */

const attemptOf = (scene: Scene): number => numberFact(scene, 'attempt');

const decidedHere: ReadonlySet<AttemptOutcome | null> = new Set(['accepted', 'declined', 'gave', 'deferred']);

/** Describes the job that is offered, or says who has it already. With `whole` the home too, which only a key allows. */
async function describe(scene: Scene, whole: boolean): Promise<VerbResult> {
  const page = await readPageCall(attemptOf(scene));
  if (page === null) return { outcome: 'over' };
  const { attempt, ticket, holder, isOffered } = page;
  // A page that was decided in this very call is still described, so that a repeated webhook is answered as before.
  const isDecidedHere = decidedHere.has(attempt.outcome);
  if (!isOffered && !isDecidedHere)
    return { outcome: holder === null ? 'over' : 'taken', vars: whoVars(holder), language: attempt.language };
  const vars = { ...(await jobWords(ticket, whole)), why: await whyAsked(ticket) };
  return { outcome: 'ask', vars, language: attempt.language };
}

/** Why a supervisor is asked: nobody has taken the job, or its crew would leave it overnight. */
async function whyAsked(ticket: Ticket): Promise<Value> {
  const phrase = (await putOffAsked(ticket)) === null ? 'page.assign.nobody' : 'page.assign.put-off';
  return { phrase, vars: { priority: { phrase: `page.priority.${policyKey(ticket.priority)}` } } };
}

function whoVars(holder: Holder | null): Vars {
  const who: Value =
    holder === null ? { phrase: 'page.taken-by-nobody' } : { words: { zh: holder.name, en: holder.name } };
  return { who };
}

const pageOffer: Verb = {
  outcomes: ['ask', 'taken', 'over'],
  vars: [...jobVars, 'who', 'why'],
  run: (_context, scene) => describe(scene, false),
};

const pageDetails: Verb = {
  outcomes: ['ask', 'taken', 'over'],
  vars: [...jobVars, 'who', 'why'],
  run: (_context, scene) => describe(scene, true),
};

/** Accepts the job; "you have it" is said only after this, when the rows say so. */
const accept: Verb = {
  outcomes: ['accepted', 'taken', 'over'],
  vars: ['who'],
  async run(context, scene) {
    const { outcome, by } = await acceptPage(context, attemptOf(scene));
    return { outcome: outcome === 'already_yours' ? 'accepted' : outcome, vars: whoVars(by) };
  },
};

/** Says what # alone means: by the promised time. */
const promiseOf: Verb = {
  outcomes: ['ask', 'over'],
  vars: ['by'],
  async run(_context, scene) {
    const page = await readPageCall(attemptOf(scene));
    if (page === null) return { outcome: 'over' };
    const due = promiseAt(page.ticket, page.ticket.acceptedAt);
    const by: Value =
      due === null ? { phrase: 'page.eta.open' } : { phrase: 'page.eta.by', vars: { time: { time: due } } };
    return { outcome: 'ask', vars: { by } };
  },
};

const saveEta: Verb = {
  outcomes: ['saved', 'promised', 'open', 'late', 'over'],
  vars: ['eta', 'due'],
  async run(context, scene) {
    const typed = digitsEntered(scene);
    const { turn, next } = turnOf(scene);
    const minutes = typed === '' ? null : Number(typed);
    const eta = await setEta(context, { attemptId: attemptOf(scene), minutes, callSid: scene.call.sid, turn });
    if (eta === null) return { outcome: 'over' };
    return { outcome: howSaved(eta, minutes), vars: etaVars(eta), set: next };
  },
};

function howSaved({ at, late }: Eta, minutes: number | null): string {
  if (at === null) return 'open';
  if (late) return 'late';
  return minutes === null ? 'promised' : 'saved';
}

/** The time that the crew named, and the promised one. */
function etaVars({ at, due }: Eta): Vars {
  const time = (moment: Date | null): Value => (moment === null ? { phrase: 'page.due.none' } : { time: moment });
  return { eta: time(at), due: time(due) };
}

/** Says the time that was keyed last in this call. */
const pageEta: Verb = {
  outcomes: ['ask', 'over'],
  vars: ['eta', 'due'],
  async run(_context, scene) {
    const eta = await readEta(attemptOf(scene), { callSid: scene.call.sid, turn: turnOf(scene).turn - 1 });
    return eta === null ? { outcome: 'over' } : { outcome: 'ask', vars: etaVars(eta) };
  },
};

/** Declines at once, so that somebody who hangs up when asked for the reason has declined all the same. */
const decline: Verb = {
  outcomes: ['declined', 'over'],
  async run(context, scene) {
    const { outcome } = await declinePage(context, attemptOf(scene));
    return { outcome };
  },
};

const declineReasons: readonly DeclineReason[] = ['other_job', 'too_far', 'not_fit', 'other', 'wrong_number'];

const noteDeclineReason: Verb = {
  outcomes: ['noted', 'over'],
  async run(context, scene) {
    await declinePage(context, attemptOf(scene), declineReasons[Number(digitsEntered(scene)) - 1] ?? 'other');
    return { outcome: 'noted' };
  },
};

export const pageVerbs: Verbs = calmly('over', {
  'page-offer': pageOffer,
  'page-details': pageDetails,
  'accept-page': accept,
  'page-promise': promiseOf,
  'set-eta': saveEta,
  'page-eta': pageEta,
  'decline-page': decline,
  'note-decline-reason': noteDeclineReason,
  ...pageAssignVerbs,
});
