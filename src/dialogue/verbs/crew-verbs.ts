import { calmly } from '../calmly';
import { crewJobVerbs } from './crew-job-verbs';
import { crewPlanVerbs } from './crew-plan-verbs';
import { crewSignInVerbs } from './crew-sign-in-verbs';
import { crewWorkVerbs } from './crew-work-verbs';
import type { Verbs } from '../verb';

/** What the `crew` flow asks of the services. */
export const crewVerbs: Verbs = calmly('gone', {
  ...crewSignInVerbs,
  ...crewJobVerbs,
  ...crewWorkVerbs,
  ...crewPlanVerbs,
});
