import type { Value } from '../../domain/speech';
import { ticketOfCall } from '../../services/tickets/ticket-of-call';
import { lastFour } from '../../domain/ticket-number';
import { rateRestoration, recordPower, restorationOf, type PowerAnswer } from '../../services/outages/record-power';
import { stopOwedCalls } from '../../services/outbound/ongoing-call';
import { restorationCalls } from '../../services/outages/restoration-calls';
import { OutageWish } from '../../../models/outage-wish';
import { digitsEntered, numberFact } from '../scene-facts';
import { stopReasonOf } from './stop-reason-of';
import type { Scene, Verb, Verbs } from '../verb';

/** What the `restoration` flow asks of the services. */

const attemptOf = (scene: Scene): number => numberFact(scene, 'attempt');

/** Gives the service and the end of the ticket's number: nothing more may be said before somebody has pressed a key. */
const restorationOutage: Verb = {
  outcomes: ['ask', 'over'],
  vars: ['last'],
  async run(_context, scene) {
    const call = await restorationOf(attemptOf(scene));
    if (call === null) return { outcome: 'over' };
    return { outcome: 'ask', vars: { last: { digits: lastFour(call.ticket.number) } } };
  },
};

const answers: Readonly<Record<string, PowerAnswer>> = { '1': 'on', '2': 'still_off', '3': 'partly', '4': 'unsure' };

const answerPower: Verb = {
  outcomes: ['on', 'still-off', 'partly', 'asked-later', 'never-sure', 'over'],
  vars: ['time'],
  async run(context, scene) {
    const answer = answers[digitsEntered(scene)];
    if (answer === undefined) return { outcome: 'over' };
    const attemptId = attemptOf(scene);
    const { call, language } = scene;
    const outcome = await recordPower(context, { attemptId, answer, callSid: call.sid, language });
    return { outcome: outcome.replace('_', '-'), vars: await nextCall(outcome, attemptId) };
  },
};

/** When we call again, for customers who cannot tell yet whether power is back. */
async function nextCall(outcome: string, attemptId: number): Promise<Readonly<Record<string, Value>>> {
  if (outcome !== 'asked_later') return {};
  const wish = await OutageWish.findByPk((await restorationOf(attemptId))?.owed.id ?? 0);
  return { time: wish?.dueAt == null ? { phrase: 'restoration.soon' } : { time: wish.dueAt } };
}

/** Says the promise of the nested report, from its row. */
const restorationPromise: Verb = {
  outcomes: ['ask'],
  vars: ['promise', 'last'],
  async run(_context, { call }) {
    const { number, arrivalDueAt } = await ticketOfCall(call.sid, 0);
    const promise: Value =
      arrivalDueAt === null
        ? { phrase: 'completion.promise.soon' }
        : { phrase: 'completion.promise.arrival', vars: { time: { time: arrivalDueAt } } };
    return { outcome: 'ask', vars: { promise, last: { digits: lastFour(number) } } };
  },
};

const rate: Verb = {
  outcomes: ['thanks', 'over'],
  async run(context, scene) {
    const isRated = await rateRestoration(context, attemptOf(scene), Number(digitsEntered(scene)));
    return { outcome: isRated ? 'thanks' : 'over' };
  },
};

/** Tells whether another call will follow; a customer is told so only when one will. */
const unanswered: Verb = {
  outcomes: ['again', 'last'],
  async run({ policy }, scene) {
    const call = await restorationOf(attemptOf(scene));
    const isLast = call === null || call.attempt.attemptNo >= policy.callback.attempts;
    return { outcome: isLast ? 'last' : 'again' };
  },
};

const stop: Verb = {
  outcomes: ['stopped'],
  async run(context, scene) {
    await stopOwedCalls(context, restorationCalls, attemptOf(scene), stopReasonOf(digitsEntered(scene)));
    return { outcome: 'stopped' };
  },
};

export const restorationVerbs: Verbs = {
  'restoration-outage': restorationOutage,
  'answer-power': answerPower,
  'restoration-promise': restorationPromise,
  'rate-restoration': rate,
  'restoration-unanswered': unanswered,
  'stop-restoration': stop,
};
