import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Flow } from '../../src/domain/flow';
import { overlay, policySchema, type Policy } from '../../src/domain/policy';
import type { PromptBook } from '../../src/domain/prompt';
import { type FlowLibrary, loadFlows } from '../../src/services/flow-library';
import { readShared, share } from './shared';

const root = join(__dirname, '../..');

interface Shipped {
  readonly policy: unknown;
  readonly flows: readonly (readonly [string, Flow])[];
  readonly books: Readonly<Record<string, PromptBook>>;
}

// Read once for all test files: nothing in them changes, and parsing them takes longer than most tests.
const shipped = (readShared('shipped.json') as Shipped | null) ?? readShipped();

/** The dialogues as they are shipped. */
export const flows: FlowLibrary = {
  flows: new Map(shipped.flows),
  languages: Object.keys(shipped.books),
  prompts: (language) => shipped.books[language] ?? shipped.books['zh-CN'] ?? {},
};

/** The policy as it is shipped, with some of its values replaced by those of each layer. */
export function policyWith(...layers: readonly object[]): Policy {
  return policySchema.parse(layers.reduce<unknown>((below, layer) => overlay(below, layer), shipped.policy));
}

function readShipped(): Shipped {
  const read = loadFlows(join(root, 'ivr-flows'), 'zh-CN');
  const made = {
    policy: parse(readFileSync(join(root, 'config/policy.yaml'), 'utf8')) as unknown,
    flows: [...read.flows],
    books: Object.fromEntries(read.languages.map((language) => [language, read.prompts(language)])),
  };
  share('shipped.json', made);
  return made;
}
