import { accountVerbs } from './account-verbs';
import { callerVerbs } from './caller-verbs';
import { completionVerbs } from './completion-verbs';
import { crewVerbs } from './crew-verbs';
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
  ...crewVerbs,
  ...completionVerbs,
};
