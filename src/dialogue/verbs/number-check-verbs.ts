import { answerNumberCheck, numberCheckCalls, stopNumberCheck } from '../../services/outbound/check-number';
import { ongoingCall } from '../../services/outbound/ongoing-call';
import { attemptOf, stopReasonOf } from './own-calls';
import type { Verb, Verbs } from '../verb';
import { verbWith } from './verb-with';

/** What the `number-check` flow asks of the services. */

export const numberCheckVerbs: Verbs = {
  'number-check': verbWith({ outcomes: ['ask', 'over'] }, async (_context, scene) => {
    const call = await ongoingCall(numberCheckCalls, attemptOf(scene));
    return { outcome: call === null ? 'over' : 'ask' };
  }),

  'number-is-theirs': answer(true),
  'number-is-not-theirs': answer(false),

  'stop-number-check': verbWith({ outcomes: ['refused', 'stopped'] }, async (context, scene) => {
    const reason = stopReasonOf(scene);
    await stopNumberCheck(context, attemptOf(scene), reason);
    return { outcome: reason === 'wrong_number' ? 'refused' : 'stopped' };
  }),
};

function answer(isTheirs: boolean): Verb {
  return verbWith({ outcomes: ['noted'] }, async (context, scene) => {
    await answerNumberCheck(context, attemptOf(scene), isTheirs);
    return { outcome: 'noted' };
  });
}
