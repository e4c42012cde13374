import type { AttemptOutcome } from '../../domain/attempt-status';
import type { Ticket } from '../../../models/ticket';
import type { Value, Vars } from '../../domain/speech';
import { isOpen, policyKey } from '../../domain/ticket';
import { acceptPage } from '../../services/paging/accept-page';
import { declinePage, declineReasons } from '../../services/paging/decline-page';
import { jobVars, jobWords } from '../../services/crew/job-words';
import { putOffAsked, readPageCall, type Holder } from '../../services/paging/page-call';
import { readEta, setEta, type ArrivalTime } from '../../services/crew/arrival-times';
import { promiseAt } from '../../domain/sla';
import { calmly } from '../calmly';
import { keyedNow, promiseWords } from './crew-scene';
import { attemptOf } from './own-calls';
import { pageAssignVerbs } from './page-assign-verbs';
import { digitsEntered, numberFact } from '../scene-facts';
import type { Scene, VerbResult, Verbs } from '../verb';
import { verbWith } from './verb-with';

/** What the `page` flow asks of the services. */

const described = { outcomes: ['ask', 'taken', 'over'], vars: [...jobVars, 'who', 'why'], moving: true } as const;

export const pageVerbs: Verbs = calmly('over', {
  'page-offer': verbWith(described, (_context, scene) => describe(scene, false)),
  'page-details': verbWith(described, (_context, scene) => describe(scene, true)),

  /** Accepts the job; "you have it" is said only after this, when the rows say so. */
  'accept-page': verbWith({ outcomes: ['accepted', 'taken', 'over'], vars: ['who'] }, async (context, scene) => {
    const { outcome, by } = await acceptPage(context, attemptOf(scene));
    return { outcome: outcome === 'already_yours' ? 'accepted' : outcome, vars: whoVars(by) };
  }),

  /** Says what # alone means: by the promised time. */
  'page-promise': verbWith({ outcomes: ['ask', 'over'], vars: ['by'], moving: true }, async (_context, scene) => {
    const page = await readPageCall(attemptOf(scene));
    if (page === null) return { outcome: 'over' };
    return { outcome: 'ask', vars: { by: promiseWords(promiseAt(page.ticket, page.ticket.acceptedAt)) } };
  }),

  'set-eta': verbWith(
    { outcomes: ['saved', 'promised', 'open', 'late', 'over'], vars: ['eta', 'due'] },
    async (context, scene) => {
      const { time, next } = keyedNow(scene);
      const eta = await setEta(context, { attemptId: attemptOf(scene), ...time });
      if (eta === null) return { outcome: 'over' };
      return { outcome: howSaved(eta, time.minutes), vars: etaVars(eta), set: next };
    },
  ),

  /** Says the time that was keyed last in this call. */
  'page-eta': verbWith({ outcomes: ['ask', 'over'], vars: ['eta', 'due'] }, async (_context, scene) => {
    const eta = await readEta(attemptOf(scene), { callSid: scene.call.sid, turn: numberFact(scene, 'keyed') - 1 });
    return eta === null ? { outcome: 'over' } : { outcome: 'ask', vars: etaVars(eta) };
  }),

  /** Declines at once, so that somebody who hangs up when asked for the reason has declined all the same. */
  'decline-page': verbWith({ outcomes: ['declined', 'over'] }, async (context, scene) => ({
    outcome: (await declinePage(context, attemptOf(scene))).outcome,
  })),

  'note-decline-reason': verbWith({ outcomes: ['noted', 'over'] }, async (context, scene) => {
    await declinePage(context, attemptOf(scene), declineReasons[Number(digitsEntered(scene)) - 1] ?? 'other');
    return { outcome: 'noted' };
  }),

  ...pageAssignVerbs,
});

const decidedHere: ReadonlySet<AttemptOutcome | null> = new Set(['accepted', 'declined', 'gave', 'deferred']);

/** Describes the job that is offered, or says who has it already. With `whole` the home too, which only a key allows. */
async function describe(scene: Scene, whole: boolean): Promise<VerbResult> {
  const page = await readPageCall(attemptOf(scene));
  if (page === null) return { outcome: 'over' };
  const { attempt, ticket, holder, isOffered } = page;
  // A page that was decided in this very call is still described, so that a repeated webhook is answered as before.
  const isDecidedHere = decidedHere.has(attempt.outcome);
  if (!isOffered && !isDecidedHere)
    return {
      outcome: holder !== null && isOpen(ticket.state) ? 'taken' : 'over',
      vars: whoVars(holder),
      language: attempt.language,
    };
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

function howSaved({ at, late }: ArrivalTime, minutes: number | null): string {
  if (at === null) return 'open';
  if (late) return 'late';
  return minutes === null ? 'promised' : 'saved';
}

/** The time that the crew named, and the promised one. */
function etaVars({ at, due }: ArrivalTime): Vars {
  const time = (moment: Date | null): Value => (moment === null ? { phrase: 'page.due.none' } : { time: moment });
  return { eta: time(at), due: time(due) };
}
