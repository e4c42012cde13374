import { answerDangerCheck, dangerOfCheck, type SafetyAnswer } from '../../services/intake/check-on-danger';
import { numberFact } from '../scene-facts';
import type { Verb, Verbs } from '../verb';

/** What the `danger-check` flow asks of the services. */

const dangerCheck: Verb = {
  outcomes: ['ask', 'over'],
  async run(_context, scene) {
    const ticket = await dangerOfCheck(numberFact(scene, 'attempt'));
    return ticket === null ? { outcome: 'over' } : { outcome: 'ask', language: ticket.reporterLanguage };
  },
};

const noteAnswer = (answer: SafetyAnswer): Verb => ({
  outcomes: ['noted'],
  async run(context, scene) {
    await answerDangerCheck(context, numberFact(scene, 'attempt'), answer);
    return { outcome: 'noted' };
  },
});

export const dangerCheckVerbs: Verbs = {
  'danger-check': dangerCheck,
  'caller-is-safe': noteAnswer('safe'),
  'caller-in-danger': noteAnswer('still_in_danger'),
  'caller-mistaken': noteAnswer('cancelled_by_mistake'),
};
