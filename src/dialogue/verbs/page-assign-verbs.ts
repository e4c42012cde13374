import type { AttemptOutcome } from '../../domain/attempt-status';
import { Person } from '../../../models/person';
import type { Value } from '../../domain/speech';
import type { Context } from '../../services/context';
import { passOnPage } from '../../services/paging/pass-on-page';
import { joined } from '../../services/crew/job-words';
import { readPageCall } from '../../services/paging/page-call';
import {
  giveTo,
  leaveTillMorning,
  pageNextPerson,
  whoWasTried,
  type Tried,
} from '../../services/paging/supervise-paging';
import { digitsEntered, numberFact } from '../scene-facts';
import type { Scene, Verb, VerbResult, Verbs } from '../verb';

/** What a supervisor or manager can do with a job that nobody has taken, and how a job is passed on. */

const attemptOf = (scene: Scene): number => numberFact(scene, 'attempt');
const inBothLanguages = (name: string): Value => ({ words: { zh: name, en: name } });

const passOn: Verb = {
  outcomes: ['passed', 'over'],
  async run(context, scene) {
    return { outcome: (await passOnPage(context, attemptOf(scene))) ? 'passed' : 'over' };
  },
};

/** Says who has the job, or that nobody is needed, when no paging is going on. */
async function standing(scene: Scene): Promise<VerbResult> {
  const holder = (await readPageCall(attemptOf(scene)))?.holder ?? null;
  return holder === null ? { outcome: 'over' } : { outcome: 'taken', vars: { who: inBothLanguages(holder.name) } };
}

const nextPerson: Verb = {
  outcomes: ['paged', 'nobody', 'taken', 'over'],
  vars: ['who'],
  async run(context, scene) {
    const outcome = await pageNextPerson(context, attemptOf(scene));
    return outcome === 'paged' || outcome === 'nobody' ? { outcome } : standing(scene);
  },
};

const giveJob: Verb = {
  outcomes: ['given', 'unknown', 'taken', 'over'],
  vars: ['who'],
  async run(context, scene) {
    const code = digitsEntered(scene);
    const outcome = await giveTo(context, attemptOf(scene), code);
    if (outcome === 'nobody') return { outcome: 'unknown' };
    if (outcome !== 'paged') return standing(scene);
    const person = await Person.findByPk(code);
    return { outcome: 'given', vars: { who: inBothLanguages(person?.name ?? code) } };
  },
};

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

const tried: Verb = {
  outcomes: ['ask', 'over'],
  vars: ['people'],
  async run(_context, scene) {
    const latest = new Map((await whoWasTried(attemptOf(scene))).map((one) => [one.name, one]));
    const told = [...latest.values()].slice(-mostTold).map(oneTried);
    const people = told.length === 0 ? { phrase: 'page.tried.nobody' } : joined('page.tried.list', told);
    return { outcome: 'ask', vars: { people } };
  },
};

const mayWait: Verb = {
  outcomes: ['may', 'sure', 'never', 'taken', 'over'],
  vars: ['who'],
  async run(_context, scene) {
    const page = await readPageCall(attemptOf(scene));
    if (page?.isOffered !== true) return standing(scene);
    if (page.ticket.priority === 'P0') return { outcome: 'never' };
    return { outcome: page.ticket.priority === 'P1' ? 'sure' : 'may' };
  },
};

/** Leaves the job until the morning; for a P1 the flow asks whether that is meant before it comes here. */
const wait: Verb = {
  outcomes: ['left', 'never', 'taken', 'over'],
  vars: ['who'],
  async run(context: Context, scene) {
    const reasonRecording = scene.recording?.sid ?? null;
    const outcome = await leaveTillMorning(context, attemptOf(scene), { again: true, reasonRecording });
    if (outcome === 'refused') return { outcome: 'never' };
    const isLeft = outcome === 'deferred' || (await readPageCall(attemptOf(scene)))?.attempt.outcome === 'deferred';
    return isLeft ? { outcome: 'left' } : standing(scene);
  },
};

export const pageAssignVerbs: Verbs = {
  'pass-on': passOn,
  'page-next-person': nextPerson,
  'give-job': giveJob,
  'page-tried': tried,
  'may-wait-till-morning': mayWait,
  'leave-till-morning': wait,
};
