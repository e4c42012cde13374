import type { Value, Vars } from '../../domain/speech';
import { profileOf } from '../../domain/ticket';
import { callbackCall, type CallbackCall } from '../../services/callbacks/callback-call';
import type { Context } from '../../services/context';
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
import { completionCalls } from '../../services/callbacks/completion-calls';
import { stopOwedCalls } from '../../services/outbound/ongoing-call';
import { digitsEntered, numberFact } from '../scene-facts';
import { stopReasonOf } from './stop-reason-of';
import type { Scene, Verb, VerbResult, Verbs } from '../verb';

/** What the `completion` flow asks of the services. */

const attemptOf = (scene: Scene): number => numberFact(scene, 'attempt');

/** Gives the service and the end of the ticket's number: nothing more may be said before somebody has pressed a key. */
const completionTicket: Verb = {
  outcomes: ['ask', 'over'],
  vars: ['last'],
  async run(_context, scene) {
    const call = await callbackCall(attemptOf(scene));
    const isOver = call === null || ['unreached', 'cancelled'].includes(call.owed.state);
    if (isOver) return { outcome: 'over' };
    return { outcome: 'ask', vars: { last: { digits: lastFour(call.ticket.number) } } };
  },
};

const fixedAnswers: Readonly<Record<string, FixedAnswer>> = { '1': 'yes', '2': 'no', '3': 'partly', '4': 'unsure' };

const answerFixed: Verb = {
  outcomes: ['fixed', 'fixed-power', 'reopened', 'still-open', 'asked-later', 'never-sure', 'over'],
  async run(context, scene) {
    const answer = fixedAnswers[digitsEntered(scene)];
    if (answer === undefined) return { outcome: 'over' };
    const result = await recordFixed(context, { attemptId: attemptOf(scene), answer, callSid: scene.call.sid });
    return { outcome: afterFixed(result), vars: laterVars(result.call) };
  },
};

function afterFixed({ outcome, call }: FixedResult): string {
  if (outcome === 'closed') return call !== null && asksRestoredTime(call) ? 'fixed-power' : 'fixed';
  return outcome.replace('_', '-');
}

const isPower = ({ ticket }: CallbackCall): boolean => profileOf(ticket.category) === 'power';
const asksRestoredTime = (call: CallbackCall): boolean => isPower(call) && call.ticket.restoredAt !== null;

/** When we call again, for customers who cannot tell yet whether the work is good. */
function laterVars(call: CallbackCall | null): Vars {
  return call === null ? {} : { time: { time: call.owed.dueAt } };
}

const completionRestored: Verb = {
  outcomes: ['ask'],
  vars: ['time'],
  async run(_context, scene) {
    const call = await callbackCall(attemptOf(scene));
    const at = call?.ticket.restoredAt ?? call?.ticket.completedAt;
    return { outcome: 'ask', vars: at == null ? {} : { time: { time: at } } };
  },
};

const answerRestoredTime: Verb = {
  outcomes: ['saved', 'over'],
  async run(context, scene) {
    const right = digitsEntered(scene) === '1' ? 'yes' : 'no';
    const ticket = await recordRestoredTimeRight(context, attemptOf(scene), right);
    return { outcome: ticket === null ? 'over' : 'saved' };
  },
};

function rate(question: Exclude<RatingQuestion, 'overall'>): Verb {
  const outcomes = question === 'attitude' ? ['saved', 'saved-power', 'over'] : ['saved', 'over'];
  return {
    outcomes,
    async run(context, scene) {
      const ticket = await recordRating(context, attemptOf(scene), question, Number(digitsEntered(scene)));
      if (ticket === null) return { outcome: 'over' };
      // How quickly power work was done is asked as its restoration time.
      return { outcome: question === 'attitude' && profileOf(ticket.category) === 'power' ? 'saved-power' : 'saved' };
    },
  };
}

const rateOverall: Verb = {
  outcomes: ['money', 'comment', 'thanks', 'over'],
  async run(context, scene) {
    const ticket = await recordRating(context, attemptOf(scene), 'overall', Number(digitsEntered(scene)));
    if (ticket === null) return { outcome: 'over' };
    if (ticket.chargeable) return { outcome: 'money' };
    return { outcome: hasLowRating(ticket) ? 'comment' : 'thanks' };
  },
};

const answerMoney: Verb = {
  outcomes: ['comment', 'thanks', 'over'],
  async run(context, scene) {
    const ticket = await recordMoneyAsked(context, attemptOf(scene), digitsEntered(scene) === '1');
    if (ticket === null) return { outcome: 'over' };
    return { outcome: hasLowRating(ticket) ? 'comment' : 'thanks' };
  },
};

/** Whether the ticket was reopened or only rated low, since the apologies differ. */
async function isReopened(scene: Scene): Promise<boolean> {
  const call = await callbackCall(attemptOf(scene));
  return call !== null && ['no', 'partly'].includes(call.owed.outcome ?? '');
}

const completionComment: Verb = {
  outcomes: ['ask'],
  vars: ['why'],
  async run(_context, scene) {
    const why = (await isReopened(scene)) ? 'not-fixed' : 'low-rating';
    return { outcome: 'ask', vars: { why: { phrase: `completion.comment.${why}` } } };
  },
};

const keepComment: Verb = {
  outcomes: ['reopened', 'rated'],
  async run(context, scene) {
    const { recording, call } = scene;
    const spoken = recording !== null && recording.seconds > 0;
    await recordComment(context, attemptOf(scene), spoken ? { ...recording, callSid: call.sid } : null);
    return { outcome: (await isReopened(scene)) ? 'reopened' : 'rated' };
  },
};

/** Says the time promised for this very ticket, from its row. */
const completionPromise: Verb = {
  outcomes: ['ask'],
  vars: ['promise'],
  async run(_context, scene) {
    return { outcome: 'ask', vars: { promise: promiseOf(await callbackCall(attemptOf(scene))) } };
  },
};

function promiseOf(call: CallbackCall | null): Value {
  if (call?.ticket.state === 'arrived') return { phrase: 'completion.promise.at-work' };
  const due = call?.ticket.arrivalDueAt ?? null;
  if (due === null) return { phrase: 'completion.promise.soon' };
  return { phrase: 'completion.promise.arrival', vars: { time: { time: due } } };
}

/** Tells whether another call will follow; a customer is told so only when one will. */
const completionUnanswered: Verb = {
  outcomes: ['again', 'last'],
  async run(context: Context, scene): Promise<VerbResult> {
    const call = await callbackCall(attemptOf(scene));
    const isLast = call === null || call.attempt.attemptNo >= context.policy.callback.attempts;
    return { outcome: isLast ? 'last' : 'again' };
  },
};

const stop: Verb = {
  outcomes: ['stopped'],
  async run(context, scene) {
    await stopOwedCalls(context, completionCalls, attemptOf(scene), stopReasonOf(digitsEntered(scene)));
    return { outcome: 'stopped' };
  },
};

export const completionVerbs: Verbs = {
  'completion-ticket': completionTicket,
  'answer-fixed': answerFixed,
  'completion-restored': completionRestored,
  'answer-restored-time': answerRestoredTime,
  'rate-quality': rate('quality'),
  'rate-attitude': rate('attitude'),
  'rate-speed': rate('speed'),
  'rate-overall': rateOverall,
  'answer-money': answerMoney,
  'completion-comment': completionComment,
  'keep-comment': keepComment,
  'completion-promise': completionPromise,
  'completion-unanswered': completionUnanswered,
  'stop-calling': stop,
};
