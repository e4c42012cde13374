import type { Value } from '../../domain/speech';
import { noticeCall, noticeHeard, noticeSolved } from '../../services/callbacks/answer-notice';
import { lastFour } from '../../domain/ticket-number';
import { promiseAt } from '../../domain/sla';
import { stopCustomerCalls } from '../../services/outbound/stop-list';
import { digitsEntered, numberFact } from '../scene-facts';
import { stopReasonOf } from './stop-reason-of';
import type { Scene, Verb, Verbs } from '../verb';

/** What the `dispatch-notice` flow asks of the services. */

const attemptOf = (scene: Scene): number => numberFact(scene, 'attempt');

/** Gives the end of the ticket's number and the time: nothing more may be said before somebody has pressed a key. */
const dispatchNotice: Verb = {
  outcomes: ['ask', 'here', 'over'],
  vars: ['last', 'when'],
  async run(_context, scene) {
    const call = await noticeCall(attemptOf(scene));
    if (call?.isOpen !== true) return { outcome: 'over' };
    if (call.ticket.state === 'arrived') return { outcome: 'here' };
    const at = call.ticket.etaAt ?? promiseAt(call.ticket, call.ticket.acceptedAt);
    const when: Value =
      at === null
        ? { phrase: 'dispatch-notice.when-open' }
        : { phrase: 'dispatch-notice.when-time', vars: { time: { time: at } } };
    return { outcome: 'ask', vars: { when, last: { digits: lastFour(call.ticket.number) } } };
  },
};

const heard: Verb = {
  outcomes: ['noted'],
  async run(context, scene) {
    const call = await noticeCall(attemptOf(scene));
    if (call !== null) await noticeHeard(context, call);
    return { outcome: 'noted' };
  },
};

const solved: Verb = {
  outcomes: ['cancelled', 'too-late', 'over'],
  async run(context, scene) {
    const call = await noticeCall(attemptOf(scene));
    if (call === null) return { outcome: 'over' };
    return { outcome: (await noticeSolved(context, call)) ? 'cancelled' : 'too-late' };
  },
};

const stop: Verb = {
  outcomes: ['stopped'],
  async run(context, scene) {
    await stopCustomerCalls(context, attemptOf(scene), stopReasonOf(digitsEntered(scene)));
    return { outcome: 'stopped' };
  },
};

export const dispatchNoticeVerbs: Verbs = {
  'dispatch-notice': dispatchNotice,
  'notice-heard': heard,
  'notice-solved': solved,
  'stop-notices': stop,
};
