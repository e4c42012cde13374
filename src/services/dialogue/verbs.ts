import { callerVerbs } from './caller-verbs';
import { completionVerbs } from './completion-verbs';
import { crewVerbs } from './crew-verbs';
import { overflowVerbs } from './overflow-verbs';
import { pageVerbs } from './page-verbs';
import type { Verbs } from './verb';

/** Every verb that a flow may name. */
export const verbs: Verbs = { ...callerVerbs, ...overflowVerbs, ...pageVerbs, ...crewVerbs, ...completionVerbs };
