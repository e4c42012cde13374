import type { Value } from '../../domain/speech';
import { noticeCall, noticeHeard, noticeSolved } from '../../services/callbacks/answer-notice';
import { lastFour } from '../../domain/ticket-number';
import { promiseAt } from '../../domain/sla';
import { isUnseen } from '../../services/directory/hearing-of';
import { stopCustomerCalls } from '../../services/outbound/stop-list';
import { attemptOf, stopping } from './own-calls';
import type { Verbs } from '../verb';
import { verbWith } from './verb-with';

/** What the `dispatch-notice` flow asks of the services. */

export const dispatchNoticeVerbs: Verbs = {
  /** Gives the end of the ticket's number and the time: nothing more may be said before somebody has pressed a key. */
  'dispatch-notice': verbWith(
    { outcomes: ['ask', 'here', 'over'], vars: ['last', 'when'], moving: true },
    async (_context, scene) => {
      const call = await noticeCall(attemptOf(scene));
      if (call?.isOpen !== true) return { outcome: 'over' };
      if (call.ticket.state === 'arrived') return { outcome: 'here' };
      const { ticket } = call;
      const at = ticket.etaAt ?? (isUnseen(ticket) ? null : promiseAt(ticket, ticket.acceptedAt));
      const when: Value =
        at === null
          ? { phrase: 'dispatch-notice.when-open' }
          : { phrase: 'dispatch-notice.when-time', vars: { time: { time: at } } };
      return { outcome: 'ask', vars: { when, last: { digits: lastFour(call.ticket.number) } } };
    },
  ),

  'notice-heard': verbWith({ outcomes: ['noted'] }, async (context, scene) => {
    const call = await noticeCall(attemptOf(scene));
    if (call !== null) await noticeHeard(context, call);
    return { outcome: 'noted' };
  }),

  'notice-solved': verbWith({ outcomes: ['cancelled', 'too-late', 'over'], moving: true }, async (context, scene) => {
    const call = await noticeCall(attemptOf(scene));
    if (call === null) return { outcome: 'over' };
    return { outcome: (await noticeSolved(context, call)) ? 'cancelled' : 'too-late' };
  }),

  'stop-notices': stopping(stopCustomerCalls),
};
