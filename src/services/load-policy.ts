import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { prettifyError } from 'zod';
import { overlay, policySchema, type Policy } from '../domain/policy';
import { unreadIn } from '../domain/unread-policy';
import { HotlineError } from '../errors';

function readYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new HotlineError(
      'invalid_policy',
      `${path}: ${cause instanceof Error ? cause.message : 'unreadable'}`,
      { path },
      { cause },
    );
  }
}

/** The keys of a POLICY_FILE that nothing reads: they are allowed but have no effect. */
export const unreadKeys = (overridePath: string | undefined): readonly string[] =>
  overridePath === undefined ? [] : unreadIn(readYaml(overridePath));

/** The policy of `basePath` with `overridePath` (POLICY_FILE) laid over it; throws `invalid_policy` naming every wrong key by its path. */
export function loadPolicy(basePath: string, overridePath?: string): Policy {
  const base = readYaml(basePath);
  const override = overridePath === undefined ? null : readYaml(overridePath);
  const result = policySchema.safeParse(override === null ? base : overlay(base, override));
  if (result.success) return result.data;
  const path = overridePath ?? basePath;
  throw new HotlineError('invalid_policy', `${path}:\n${prettifyError(result.error)}`, { path });
}
