import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { overlay, policySchema, type Policy } from '../../src/domain/policy';
import { loadFlows } from '../../src/services/flow-library';

const root = join(__dirname, '../..');
// Read once for all tests of a file: nothing in them changes, and parsing them takes longer than most tests.
const basePolicy: unknown = parse(readFileSync(join(root, 'config/policy.yaml'), 'utf8'));

/** The dialogues as they are shipped. */
export const flows = loadFlows(join(root, 'ivr-flows'), 'zh-CN');

/** The policy as it is shipped, with some of its values replaced by those of each layer. */
export function policyWith(...layers: readonly object[]): Policy {
  return policySchema.parse(layers.reduce<unknown>((below, layer) => overlay(below, layer), basePolicy));
}
