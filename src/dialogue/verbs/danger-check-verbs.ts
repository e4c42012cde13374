import { answerDangerCheck, dangerOfCheck, type SafetyAnswer } from '../../services/intake/check-on-danger';
import { attemptOf } from './own-calls';
import type { Verb, Verbs } from '../verb';
import { verbWith } from './verb-with';

/** What the `danger-check` flow asks of the services. */

export const dangerCheckVerbs: Verbs = {
  'danger-check': verbWith({ outcomes: ['ask', 'over'], moving: true }, async (_context, scene) => {
    const ticket = await dangerOfCheck(attemptOf(scene));
    return ticket === null ? { outcome: 'over' } : { outcome: 'ask', language: ticket.reporterLanguage };
  }),

  'caller-is-safe': noteAnswer('safe'),
  'caller-in-danger': noteAnswer('still_in_danger'),
  'caller-mistaken': noteAnswer('cancelled_by_mistake'),
};

function noteAnswer(answer: SafetyAnswer): Verb {
  return verbWith({ outcomes: ['noted'] }, async (context, scene) => {
    await answerDangerCheck(context, attemptOf(scene), answer);
    return { outcome: 'noted' };
  });
}
