import { supports } from '../../domain/support';
import { profileOf } from '../../domain/ticket';
import { askSupport } from '../../services/crew/ask-support';
import { changeArrival } from '../../services/crew/arrival-times';
import { giveBackJob, type GiveBack } from '../../services/crew/give-back-job';
import { obstacles } from '../../domain/obstacles';
import { putOffJob } from '../../services/crew/put-off-job';
import { callCustomer } from './call-customer';
import { jobOf, keyedNow, numberEntered, promiseWords, reporterOf, ticketOf } from './crew-scene';
import { digitsEntered } from '../scene-facts';
import type { Verb, Verbs } from '../verb';
import { verbWith } from './verb-with';

/** What the crew says when a job does not go as planned: new times, what cannot be finished, help. */

export const crewPlanVerbs: Verbs = {
  /** Tells what a new time is about: before the arrival the arrival, after it the restoration of power. */
  'new-time': verbWith(
    { outcomes: ['arrival', 'restore', 'other', 'finished', 'gone'], moving: true },
    async (_context, scene) => {
      const job = await jobOf(scene);
      if (job.standing !== 'open') return { outcome: job.standing };
      if (job.ticket.state !== 'arrived') return { outcome: 'arrival' };
      return { outcome: profileOf(job.ticket.category) === 'power' ? 'restore' : 'other' };
    },
  ),

  /** Says what # alone means: by the promised time. */
  'job-promise': verbWith(
    { outcomes: ['ask', 'finished', 'gone'], vars: ['by'], moving: true },
    async (_context, scene) => {
      const job = await jobOf(scene);
      if (job.standing !== 'open') return { outcome: job.standing };
      return { outcome: 'ask', vars: { by: promiseWords(job.ticket.arrivalDueAt) } };
    },
  ),

  'save-new-eta': verbWith({ outcomes: ['saved', 'late', 'open', 'finished', 'gone'] }, async (context, scene) => {
    const { time, next: set } = keyedNow(scene);
    const result = await changeArrival(context, { ticketId: ticketOf(scene), ...time }, await reporterOf(scene));
    if (result.outcome !== 'saved') return { outcome: result.outcome };
    const { at, due, late } = result;
    if (at === null) return { outcome: 'open', set };
    return { outcome: late ? 'late' : 'saved', vars: { time: { time: at }, due: { time: due ?? at } }, set };
  }),

  /** Says what # alone means: after a refused quote that nobody need come again, otherwise that the day is not known. */
  'visit-words': verbWith({ outcomes: ['ask'], vars: ['alone'] }, (_context, { facts }) => {
    const what = facts['why'] === 'quote' ? 'none' : 'morning';
    return { outcome: 'ask', vars: { alone: { phrase: `crew.next-visit.alone-${what}` } } };
  }),

  'put-off-job': verbWith({ outcomes: ['waiting', 'asked', 'closed', 'finished', 'gone'] }, async (context, scene) => {
    const obstacle = obstacles.find((known) => known === scene.facts['why']) ?? 'old_problem';
    const order = { ticketId: ticketOf(scene), obstacle, hours: numberEntered(scene), callSid: scene.call.sid };
    const result = await putOffJob(context, order, await reporterOf(scene));
    if (result.outcome !== 'waiting') return { outcome: result.outcome };
    return { outcome: 'waiting', vars: { time: { time: result.until } } };
  }),

  'hand-back-job': giveBack('handed_back'),
  'report-unsafe': giveBack('unsafe'),

  'ask-support': verbWith({ outcomes: ['asked', 'finished', 'gone'] }, async (context, scene) => {
    const wanted = supports[Number(digitsEntered(scene)) - 1] ?? 'hands';
    const order = { ticketId: ticketOf(scene), support: wanted, callSid: scene.call.sid };
    return { outcome: await askSupport(context, order, await reporterOf(scene)), set: { did: 'support' } };
  }),

  'call-customer': callCustomer,
};

function giveBack(why: GiveBack['why']): Verb {
  return verbWith({ outcomes: ['given', 'finished', 'gone'] }, async (context, scene) => {
    const order = { ticketId: ticketOf(scene), callSid: scene.call.sid, why };
    return { outcome: await giveBackJob(context, order, await reporterOf(scene)) };
  });
}
