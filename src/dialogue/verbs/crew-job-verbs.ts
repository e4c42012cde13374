import type { Ticket } from '../../../models/ticket';
import type { Value } from '../../domain/speech';
import { openJobs } from '../../services/crew/crew-jobs';
import { jobVars, jobWords, joined, placeOf } from '../../services/crew/job-words';
import { digitsEntered, missed, numberFact } from '../scene-facts';
import type { Scene, VerbResult, Verbs } from '../verb';
import { jobOf } from './crew-scene';
import { verbWith } from './verb-with';

/** Which job a call to the crew line is about, and what it is. */

const described = { outcomes: ['ask', 'gone', 'finished'], vars: jobVars, moving: true } as const;

export const crewJobVerbs: Verbs = {
  'find-jobs': verbWith({ outcomes: ['one', 'several', 'none'], moving: true }, async (context, scene) => {
    const jobs = await jobsOfCaller(scene);
    const [only] = jobs;
    if (only === undefined) return { outcome: 'none' };
    if (jobs.length > 1) return { outcome: 'several' };
    context.callLog.note(scene.call.sid, { ticketId: only.id });
    return { outcome: 'one', set: { ticket: String(only.id) } };
  }),

  'list-jobs': verbWith({ outcomes: ['ask', 'none'], vars: ['jobs'], moving: true }, async (_context, scene) => {
    const jobs = await jobsOfCaller(scene);
    const skip = numberFact(scene, 'skip');
    const read = await Promise.all(jobs.slice(skip, skip + atATime).map(oneOfList));
    const more: Value[] = jobs.length > atATime ? [{ phrase: 'crew.pick-more' }] : [];
    if (read.length === 0) return { outcome: 'none' };
    return { outcome: 'ask', vars: { jobs: joined('crew.pick-list', [...read, ...more]) } };
  }),

  /** 1–4 are the jobs just read, 5 the next four; more digits are the end of a ticket's number. */
  'choose-job': verbWith({ outcomes: ['chosen', 'more', 'unknown', 'lost'], moving: true }, async (context, scene) => {
    const jobs = await jobsOfCaller(scene);
    const skip = numberFact(scene, 'skip');
    const typed = digitsEntered(scene);
    if (typed === '5')
      return { outcome: 'more', set: { skip: String(skip + atATime < jobs.length ? skip + atATime : 0) } };
    const chosen =
      typed.length < 4
        ? jobs.slice(skip, skip + atATime)[Number(typed) - 1]
        : jobs.find(({ number }) => number.endsWith(typed));
    if (chosen !== undefined) {
      context.callLog.note(scene.call.sid, { ticketId: chosen.id });
      return { outcome: 'chosen', set: { ticket: String(chosen.id), misses: '0' } };
    }
    return missed(scene, { again: 'unknown', over: 'lost' });
  }),

  'crew-job': verbWith(described, (_context, scene) => describe(scene, false)),
  'crew-job-details': verbWith(described, (_context, scene) => describe(scene, true)),

  /** Whether something was reported in this call: if so, silence at the menu ends the call, else it leads to a person. */
  'crew-reported': verbWith({ outcomes: ['reported', 'nothing'] }, (_context, { facts }) => ({
    outcome: facts['did'] === undefined ? 'nothing' : 'reported',
  })),
};

/** Jobs read out at a time, on keys 1 to 4. */
const atATime = 4;

const jobsOfCaller = ({ facts }: Scene): Promise<Ticket[]> => openJobs(facts['person'] ?? '');

async function oneOfList(ticket: Ticket, index: number): Promise<Value> {
  return { phrase: 'crew.pick-one', vars: { place: await placeOf(ticket, true), key: { number: index + 1 } } };
}

/** Describes the job of this call; with `whole` the home too. */
async function describe(scene: Scene, whole: boolean): Promise<VerbResult> {
  const job = await jobOf(scene);
  if (job.standing !== 'open') return { outcome: job.standing };
  return { outcome: 'ask', vars: await jobWords(job.ticket, whole) };
}
