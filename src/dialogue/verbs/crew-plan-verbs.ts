import type { Value } from '../../domain/speech';
import { supports } from '../../domain/support';
import { profileOf } from '../../domain/ticket';
import { askSupport } from '../../services/crew/ask-support';
import { changeArrival } from '../../services/crew/change-arrival';
import { readJob } from '../../services/crew/crew-jobs';
import { giveBackJob, type GiveBack } from '../../services/crew/give-back-job';
import { obstacles } from '../../domain/obstacles';
import { putOffJob } from '../../services/crew/put-off-job';
import { callCustomer } from './call-customer';
import { reporterOf, turnOf } from './crew-reporter';
import { digitsEntered, numberFact } from '../scene-facts';
import type { Scene, Verb, Verbs } from '../verb';

/** What the crew says when a job does not go as planned: new times, what cannot be finished, help. */

const ticketOf = (scene: Scene): number => numberFact(scene, 'ticket');

/** Tells what a new time is about: before the arrival the arrival, after it the restoration of power. */
const newTime: Verb = {
  outcomes: ['arrival', 'restore', 'other', 'finished', 'gone'],
  async run(_context, scene) {
    const job = await readJob(ticketOf(scene), scene.facts['person'] ?? '');
    if (job?.standing !== 'open') return { outcome: job?.standing ?? 'gone' };
    if (job.ticket.state !== 'arrived') return { outcome: 'arrival' };
    return { outcome: profileOf(job.ticket.category) === 'power' ? 'restore' : 'other' };
  },
};

/** Says what # alone means: by the promised time. */
const jobPromise: Verb = {
  outcomes: ['ask', 'finished', 'gone'],
  vars: ['by'],
  async run(_context, scene) {
    const job = await readJob(ticketOf(scene), scene.facts['person'] ?? '');
    if (job?.standing !== 'open') return { outcome: job?.standing ?? 'gone' };
    const due = job.ticket.arrivalDueAt;
    const by: Value =
      due === null ? { phrase: 'page.eta.open' } : { phrase: 'page.eta.by', vars: { time: { time: due } } };
    return { outcome: 'ask', vars: { by } };
  },
};

const saveNewEta: Verb = {
  outcomes: ['saved', 'late', 'open', 'finished', 'gone'],
  async run(context, scene) {
    const typed = digitsEntered(scene);
    const minutes = typed === '' ? null : Number(typed);
    const { turn, next: set } = turnOf(scene);
    const order = { ticketId: ticketOf(scene), minutes, callSid: scene.call.sid, turn };
    const result = await changeArrival(context, order, await reporterOf(scene));
    if (result.outcome !== 'saved') return { outcome: result.outcome };
    const { at, due } = result;
    if (at === null) return { outcome: 'open', set };
    const isLate = due !== null && at > due;
    return { outcome: isLate ? 'late' : 'saved', vars: { time: { time: at }, due: { time: due ?? at } }, set };
  },
};

/** Says what # alone means: after a refused quote that nobody need come again, otherwise that the day is not known. */
const visitWords: Verb = {
  outcomes: ['ask'],
  vars: ['alone'],
  run(_context, { facts }) {
    const what = facts['why'] === 'quote' ? 'none' : 'morning';
    return Promise.resolve({ outcome: 'ask', vars: { alone: { phrase: `crew.next-visit.alone-${what}` } } });
  },
};

const putOff: Verb = {
  outcomes: ['waiting', 'asked', 'closed', 'finished', 'gone'],
  async run(context, scene) {
    const obstacle = obstacles.find((known) => known === scene.facts['why']) ?? 'old_problem';
    const typed = digitsEntered(scene);
    const hours = typed === '' ? null : Number(typed);
    const order = { ticketId: ticketOf(scene), obstacle, hours, callSid: scene.call.sid };
    const result = await putOffJob(context, order, await reporterOf(scene));
    if (result.outcome !== 'waiting') return { outcome: result.outcome };
    return { outcome: 'waiting', vars: { time: { time: result.until } } };
  },
};

const giveBack = (why: GiveBack['why']): Verb => ({
  outcomes: ['given', 'finished', 'gone'],
  async run(context, scene) {
    const order = { ticketId: ticketOf(scene), callSid: scene.call.sid, why };
    return { outcome: await giveBackJob(context, order, await reporterOf(scene)) };
  },
});

const support: Verb = {
  outcomes: ['asked', 'finished', 'gone'],
  async run(context, scene) {
    const wanted = supports[Number(digitsEntered(scene)) - 1] ?? 'hands';
    const order = { ticketId: ticketOf(scene), support: wanted, callSid: scene.call.sid };
    return { outcome: await askSupport(context, order, await reporterOf(scene)), set: { did: 'support' } };
  },
};

export const crewPlanVerbs: Verbs = {
  'new-time': newTime,
  'job-promise': jobPromise,
  'save-new-eta': saveNewEta,
  'visit-words': visitWords,
  'put-off-job': putOff,
  'hand-back-job': giveBack('handed_back'),
  'report-unsafe': giveBack('unsafe'),
  'ask-support': support,
  'call-customer': callCustomer,
};
