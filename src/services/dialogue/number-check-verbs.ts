import { answerNumberCheck, openNumberCheck } from '../check-number';
import { numberFact } from './scene-facts';
import type { Verb, Verbs } from './verb';

/** What the `number-check` flow asks of the services. */

const numberCheck: Verb = {
  outcomes: ['ask', 'over'],
  async run(_context, scene) {
    return { outcome: (await openNumberCheck(numberFact(scene, 'attempt'))) === null ? 'over' : 'ask' };
  },
};

const answer = (isTheirs: boolean): Verb => ({
  outcomes: ['noted'],
  async run(context, scene) {
    await answerNumberCheck(context, numberFact(scene, 'attempt'), isTheirs);
    return { outcome: 'noted' };
  },
});

export const numberCheckVerbs: Verbs = {
  'number-check': numberCheck,
  'number-is-theirs': answer(true),
  'number-is-not-theirs': answer(false),
};
