import { accountVerbs } from './account-verbs';
import { callerVerbs } from './caller-verbs';
import { completionVerbs } from './completion-verbs';
import { calmly } from '../calmly';
import { crewJobVerbs } from './crew-job-verbs';
import { crewPlanVerbs } from './crew-plan-verbs';
import { crewSignInVerbs } from './crew-sign-in-verbs';
import { crewWorkVerbs } from './crew-work-verbs';
import { numberCheckVerbs } from './number-check-verbs';
import { outageVerbs } from './outage-verbs';
import { dangerCheckVerbs } from './danger-check-verbs';
import { dispatchNoticeVerbs } from './dispatch-notice-verbs';
import { dangerVerbs } from './danger-verbs';
import { overflowVerbs } from './overflow-verbs';
import { pageVerbs } from './page-verbs';
import { restorationVerbs } from './restoration-verbs';
import { ticketVerbs } from './ticket-verbs';
import { triageVerbs } from './triage-verbs';
import type { Verbs } from '../verb';

/** Every verb that a flow may name. */
export const verbs: Verbs = {
  ...accountVerbs,
  ...callerVerbs,
  ...dangerVerbs,
  ...dangerCheckVerbs,
  ...ticketVerbs,
  ...triageVerbs,
  ...outageVerbs,
  ...restorationVerbs,
  ...dispatchNoticeVerbs,
  ...numberCheckVerbs,
  ...overflowVerbs,
  ...pageVerbs,
  ...calmly('gone', { ...crewSignInVerbs, ...crewJobVerbs, ...crewWorkVerbs, ...crewPlanVerbs }),
  ...completionVerbs,
};
