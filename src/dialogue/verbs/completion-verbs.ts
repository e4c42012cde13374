import type { Ticket } from '../../../models/ticket';
import type { Value, Vars } from '../../domain/speech';
import { profileOf } from '../../domain/ticket';
import { callbackCall, completionCalls, type CallbackCall } from '../../services/callbacks/completion-calls';
import { lastFour } from '../../domain/ticket-number';
import { recordFixed, type FixedAnswer, type FixedResult } from '../../services/callbacks/record-fixed';
import {
  hasLowRating,
  recordComment,
  recordMoneyAsked,
  recordRating,
  recordRestoredTimeRight,
  type RatingQuestion,
} from '../../services/callbacks/record-rating';
import { arrivalToTell } from '../../services/directory/hearing-of';
import { stopOwedCalls } from '../../services/outbound/ongoing-call';
import { digitsEntered } from '../scene-facts';
import { arrivalWords, attemptOf, stopping, unanswered } from './own-calls';
import type { Scene, Verb, Verbs } from '../verb';
import { verbWith } from './verb-with';

/** What the `completion` flow asks of the services. */

export const completionVerbs: Verbs = {
  /** Gives the service and the end of the ticket's number: nothing more may be said before somebody has pressed a key. */
  'completion-ticket': verbWith(
    { outcomes: ['ask', 'over'], vars: ['last'], moving: true },
    async (_context, scene) => {
      const call = await callbackCall(attemptOf(scene));
      const isOver = call === null || ['unreached', 'cancelled'].includes(call.owed.state);
      if (isOver) return { outcome: 'over' };
      return { outcome: 'ask', vars: { last: { digits: lastFour(call.ticket.number) } } };
    },
  ),

  'answer-fixed': verbWith(
    { outcomes: ['fixed', 'fixed-power', 'reopened', 'still-open', 'asked-later', 'never-sure', 'over'] },
    async (context, scene) => {
      const answer = fixedAnswers[digitsEntered(scene)];
      if (answer === undefined) return { outcome: 'over' };
      const result = await recordFixed(context, { attemptId: attemptOf(scene), answer, callSid: scene.call.sid });
      return { outcome: afterFixed(result), vars: laterVars(result.call) };
    },
  ),

  'completion-restored': verbWith({ outcomes: ['ask'], vars: ['time'] }, async (_context, scene) => {
    const call = await callbackCall(attemptOf(scene));
    const at = call?.ticket.restoredAt ?? call?.ticket.completedAt;
    return { outcome: 'ask', vars: at == null ? {} : { time: { time: at } } };
  }),

  'answer-restored-time': verbWith({ outcomes: ['saved', 'over'] }, async (context, scene) => {
    const right = digitsEntered(scene) === '1' ? 'yes' : 'no';
    const ticket = await recordRestoredTimeRight(context, attemptOf(scene), right);
    return { outcome: ticket === null ? 'over' : 'saved' };
  }),

  'rate-quality': rate('quality'),
  'rate-attitude': rate('attitude'),
  'rate-speed': rate('speed'),

  'rate-overall': verbWith({ outcomes: ['money', 'comment', 'thanks', 'over'] }, async (context, scene) => {
    const ticket = await recordRating(context, attemptOf(scene), 'overall', Number(digitsEntered(scene)));
    return { outcome: ticket?.chargeable === true ? 'money' : afterRating(ticket) };
  }),

  'answer-money': verbWith({ outcomes: ['comment', 'thanks', 'over'] }, async (context, scene) => {
    const ticket = await recordMoneyAsked(context, attemptOf(scene), digitsEntered(scene) === '1');
    return { outcome: afterRating(ticket) };
  }),

  'completion-comment': verbWith({ outcomes: ['ask'], vars: ['why'] }, async (_context, scene) => {
    const why = (await isReopened(scene)) ? 'not-fixed' : 'low-rating';
    return { outcome: 'ask', vars: { why: { phrase: `completion.comment.${why}` } } };
  }),

  'keep-comment': verbWith({ outcomes: ['reopened', 'rated'] }, async (context, scene) => {
    const { recording, call } = scene;
    const spoken = recording !== null && recording.seconds > 0;
    await recordComment(context, attemptOf(scene), spoken ? { ...recording, callSid: call.sid } : null);
    return { outcome: (await isReopened(scene)) ? 'reopened' : 'rated' };
  }),

  /** Says the time promised for this very ticket, from its row. */
  'completion-promise': verbWith({ outcomes: ['ask'], vars: ['promise'], moving: true }, async (_context, scene) => ({
    outcome: 'ask',
    vars: { promise: promiseOf(await callbackCall(attemptOf(scene))) },
  })),

  'completion-unanswered': unanswered(callbackCall),
  'stop-calling': stopping((context, ...stop) => stopOwedCalls(context, completionCalls, ...stop)),
};

const fixedAnswers: Readonly<Record<string, FixedAnswer>> = { '1': 'yes', '2': 'no', '3': 'partly', '4': 'unsure' };

function afterFixed({ outcome, call }: FixedResult): string {
  if (outcome !== 'closed') return outcome.replace('_', '-');
  const ticket = call?.ticket;
  return ticket && isPower(ticket) && ticket.restoredAt !== null ? 'fixed-power' : 'fixed';
}

const isPower = ({ category }: Ticket): boolean => profileOf(category) === 'power';

/** When we call again, for customers who cannot tell yet whether the work is good. */
function laterVars(call: CallbackCall | null): Vars {
  return call === null ? {} : { time: { time: call.owed.dueAt } };
}

function rate(question: Exclude<RatingQuestion, 'overall'>): Verb {
  const outcomes = question === 'attitude' ? ['saved', 'saved-power', 'over'] : ['saved', 'over'];
  return verbWith({ outcomes }, async (context, scene) => {
    const ticket = await recordRating(context, attemptOf(scene), question, Number(digitsEntered(scene)));
    if (ticket === null) return { outcome: 'over' };
    // How quickly power work was done is asked as its restoration time.
    return { outcome: question === 'attitude' && isPower(ticket) ? 'saved-power' : 'saved' };
  });
}

function afterRating(ticket: Ticket | null): string {
  if (ticket === null) return 'over';
  return hasLowRating(ticket) ? 'comment' : 'thanks';
}

/** Whether the ticket was reopened or only rated low, since the apologies differ. */
async function isReopened(scene: Scene): Promise<boolean> {
  const call = await callbackCall(attemptOf(scene));
  return call !== null && ['no', 'partly'].includes(call.owed.outcome ?? '');
}

function promiseOf(call: CallbackCall | null): Value {
  if (call?.ticket.state === 'arrived') return { phrase: 'completion.promise.at-work' };
  return arrivalWords(call === null ? null : arrivalToTell(call.ticket));
}
