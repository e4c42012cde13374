import type { Value } from '../../domain/speech';
import { ticketOfCall } from '../../services/tickets/ticket-of-call';
import { lastFour } from '../../domain/ticket-number';
import { rateRestoration, recordPower, restorationOf, type PowerAnswer } from '../../services/outages/record-power';
import { stopOwedCalls } from '../../services/outbound/ongoing-call';
import { restorationCalls } from '../../services/outages/restoration-calls';
import { OutageWish } from '../../../models/outage-wish';
import { digitsEntered } from '../scene-facts';
import { arrivalWords, attemptOf, stopping, unanswered } from './own-calls';
import type { Verbs } from '../verb';
import { verbWith } from './verb-with';

/** What the `restoration` flow asks of the services. */

export const restorationVerbs: Verbs = {
  /** Gives the service and the end of the ticket's number: nothing more may be said before somebody has pressed a key. */
  'restoration-outage': verbWith({ outcomes: ['ask', 'over'], vars: ['last'] }, async (_context, scene) => {
    const call = await restorationOf(attemptOf(scene));
    if (call === null) return { outcome: 'over' };
    return { outcome: 'ask', vars: { last: { digits: lastFour(call.ticket.number) } } };
  }),

  'answer-power': verbWith(
    { outcomes: ['on', 'still-off', 'partly', 'asked-later', 'never-sure', 'over'], vars: ['time'] },
    async (context, scene) => {
      const answer = answers[digitsEntered(scene)];
      if (answer === undefined) return { outcome: 'over' };
      const attemptId = attemptOf(scene);
      const { call, language } = scene;
      const outcome = await recordPower(context, { attemptId, answer, callSid: call.sid, language });
      return { outcome: outcome.replace('_', '-'), vars: await nextCall(outcome, attemptId) };
    },
  ),

  /** Says the promise of the nested report, from its row. */
  'restoration-promise': verbWith({ outcomes: ['ask'], vars: ['promise', 'last'] }, async (_context, { call }) => {
    const { number, arrivalDueAt } = await ticketOfCall(call.sid, 0);
    return { outcome: 'ask', vars: { promise: arrivalWords(arrivalDueAt), last: { digits: lastFour(number) } } };
  }),

  'rate-restoration': verbWith({ outcomes: ['thanks', 'over'] }, async (context, scene) => {
    const isRated = await rateRestoration(context, attemptOf(scene), Number(digitsEntered(scene)));
    return { outcome: isRated ? 'thanks' : 'over' };
  }),

  'restoration-unanswered': unanswered(restorationOf),
  'stop-restoration': stopping((context, ...stop) => stopOwedCalls(context, restorationCalls, ...stop)),
};

const answers: Readonly<Record<string, PowerAnswer>> = { '1': 'on', '2': 'still_off', '3': 'partly', '4': 'unsure' };

/** When we call again, for customers who cannot tell yet whether power is back. */
async function nextCall(outcome: string, attemptId: number): Promise<Readonly<Record<string, Value>>> {
  if (outcome !== 'asked_later') return {};
  const wish = await OutageWish.findByPk((await restorationOf(attemptId))?.owed.id ?? 0);
  return { time: wish?.dueAt == null ? { phrase: 'restoration.soon' } : { time: wish.dueAt } };
}
