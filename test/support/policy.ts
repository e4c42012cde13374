import { loadPolicy } from '../../src/services/load-policy';

/** The policy as it is shipped. */
export const policy = loadPolicy('config/policy.yaml');
