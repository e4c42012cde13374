import { join } from 'node:path';
import type { Policy } from '../../domain/policy';
import { isHotlineError } from '../../errors';
import { loadPolicy, unreadKeys } from '../load-policy';
import { type Check, error, type Finding, type Patient, warning } from './check';

/** config/policy.yaml with POLICY_FILE laid over it, as the service reads them. */
export const policyCheck: Check = (patient) => readPolicy(patient).findings;

const changesNothing = (key: string): Finding[] =>
  warning(
    `POLICY_FILE sets ${key}, which nothing reads yet.`,
    'The number is taken and changes nothing.',
    'Leave it if it is meant for a later version; else take it out.',
  );

/** The rules in force, or null and why they cannot be read. */
export function readPolicy({ config, projectRoot }: Pick<Patient, 'config' | 'projectRoot'>): {
  readonly policy: Policy | null;
  readonly findings: readonly Finding[];
} {
  try {
    const policy = loadPolicy(join(projectRoot, 'config/policy.yaml'), config.policyFile);
    return { policy, findings: unreadKeys(config.policyFile).flatMap(changesNothing) };
  } catch (cause) {
    if (!isHotlineError(cause, 'invalid_policy')) throw cause;
    const findings = error(
      `The rules cannot be read: ${cause.message}`,
      'The hotline does not start with them; one that runs keeps the rules of its last start.',
      'Correct the key in the file named (config/policy.yaml shows every key), or take it out; then restart.',
    );
    return { policy: null, findings };
  }
}
