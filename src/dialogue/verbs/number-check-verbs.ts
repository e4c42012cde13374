import { answerNumberCheck, numberCheckCalls, stopNumberCheck } from '../../services/outbound/check-number';
import { ongoingCall } from '../../services/outbound/ongoing-call';
import { digitsEntered, numberFact } from '../scene-facts';
import { stopReasonOf } from './stop-reason-of';
import type { Verb, Verbs } from '../verb';

/** What the `number-check` flow asks of the services. */

const numberCheck: Verb = {
  outcomes: ['ask', 'over'],
  async run(_context, scene) {
    const call = await ongoingCall(numberCheckCalls, numberFact(scene, 'attempt'));
    return { outcome: call === null ? 'over' : 'ask' };
  },
};

const answer = (isTheirs: boolean): Verb => ({
  outcomes: ['noted'],
  async run(context, scene) {
    await answerNumberCheck(context, numberFact(scene, 'attempt'), isTheirs);
    return { outcome: 'noted' };
  },
});

const stop: Verb = {
  outcomes: ['refused', 'stopped'],
  async run(context, scene) {
    const reason = stopReasonOf(digitsEntered(scene));
    await stopNumberCheck(context, numberFact(scene, 'attempt'), reason);
    return { outcome: reason === 'wrong_number' ? 'refused' : 'stopped' };
  },
};

export const numberCheckVerbs: Verbs = {
  'number-check': numberCheck,
  'number-is-theirs': answer(true),
  'number-is-not-theirs': answer(false),
  'stop-number-check': stop,
};
