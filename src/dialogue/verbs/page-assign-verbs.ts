import type { AttemptOutcome } from '../../domain/attempt-status';
import { Person } from '../../../models/person';
import type { Value } from '../../domain/speech';
import { passOnPage } from '../../services/paging/decline-page';
import { joined } from '../../services/crew/job-words';
import { readPageCall } from '../../services/paging/page-call';
import {
  giveTo,
  leaveTillMorning,
  pageNextPerson,
  whoWasTried,
  type Tried,
} from '../../services/paging/supervise-paging';
import { digitsEntered } from '../scene-facts';
import { attemptOf } from './own-calls';
import type { Scene, VerbResult, Verbs } from '../verb';
import { verbWith } from './verb-with';

/** What a supervisor or manager can do with a job that nobody has taken, and how a job is passed on. */

export const pageAssignVerbs: Verbs = {
  'pass-on': verbWith({ outcomes: ['passed', 'over'] }, async (context, scene) => ({
    outcome: (await passOnPage(context, attemptOf(scene))) ? 'passed' : 'over',
  })),

  'page-next-person': verbWith(
    { outcomes: ['paged', 'nobody', 'taken', 'over'], vars: ['who'], moving: true },
    async (context, scene) => {
      const outcome = await pageNextPerson(context, attemptOf(scene));
      return outcome === 'paged' || outcome === 'nobody' ? { outcome } : standing(scene);
    },
  ),

  'give-job': verbWith({ outcomes: ['given', 'unknown', 'taken', 'over'], vars: ['who'] }, async (context, scene) => {
    const code = digitsEntered(scene);
    const outcome = await giveTo(context, attemptOf(scene), code);
    if (outcome === 'nobody') return { outcome: 'unknown' };
    if (outcome !== 'paged') return standing(scene);
    const person = await Person.findByPk(code);
    return { outcome: 'given', vars: { who: inBothLanguages(person?.name ?? code) } };
  }),

  'page-tried': verbWith({ outcomes: ['ask', 'over'], vars: ['people'], moving: true }, async (_context, scene) => {
    const latest = new Map((await whoWasTried(attemptOf(scene))).map((one) => [one.name, one]));
    const told = [...latest.values()].slice(-mostTold).map(oneTried);
    const people = told.length === 0 ? { phrase: 'page.tried.nobody' } : joined('page.tried.list', told);
    return { outcome: 'ask', vars: { people } };
  }),

  'may-wait-till-morning': verbWith(
    { outcomes: ['may', 'sure', 'never', 'taken', 'over'], vars: ['who'], moving: true },
    async (_context, scene) => {
      const page = await readPageCall(attemptOf(scene));
      if (page?.isOffered !== true) return standing(scene);
      if (page.ticket.priority === 'P0') return { outcome: 'never' };
      return { outcome: page.ticket.priority === 'P1' ? 'sure' : 'may' };
    },
  ),

  /** Leaves the job until the morning; for a P1 the flow asks whether that is meant before it comes here. */
  'leave-till-morning': verbWith(
    { outcomes: ['left', 'never', 'taken', 'over'], vars: ['who'] },
    async (context, scene) => {
      const reasonRecording = scene.recording?.sid ?? null;
      const outcome = await leaveTillMorning(context, attemptOf(scene), { again: true, reasonRecording });
      if (outcome === 'refused') return { outcome: 'never' };
      const isLeft = outcome === 'deferred' || (await readPageCall(attemptOf(scene)))?.attempt.outcome === 'deferred';
      return isLeft ? { outcome: 'left' } : standing(scene);
    },
  ),
};

const inBothLanguages = (name: string): Value => ({ words: { zh: name, en: name } });

/** Says who has the job, or that nobody is needed, when no paging is going on. */
async function standing(scene: Scene): Promise<VerbResult> {
  const holder = (await readPageCall(attemptOf(scene)))?.holder ?? null;
  return holder === null ? { outcome: 'over' } : { outcome: 'taken', vars: { who: inBothLanguages(holder.name) } };
}

/** How a page ended, in words; an outcome that is not here means that nobody answered. */
const triedWords: Readonly<Partial<Record<AttemptOutcome, string>>> = {
  declined: 'page.tried.declined',
  no_key: 'page.tried.no-key',
  machine: 'page.tried.no-key',
};
/** At most so many people are named: more would be too long to listen to. */
const mostTold = 4;

function oneTried({ name, outcome }: Tried): Value {
  const what = outcome === null ? 'page.tried.waiting' : (triedWords[outcome] ?? 'page.tried.no-answer');
  return { phrase: 'page.tried.one', vars: { person: inBothLanguages(name), what: { phrase: what } } };
}
