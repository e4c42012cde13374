import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { flowSchema } from '../domain/flow';
import type { Flow } from '../domain/flow';
import { unsaidLeaves } from '../domain/flow-leaves';
import type { PromptBook } from '../domain/prompt';
import { HotlineError } from '../errors';

/** The dialogues and their sentences, read once at start. */
export interface FlowLibrary {
  readonly flows: ReadonlyMap<string, Flow>;
  /** The languages that have a prompt file, the default first. */
  readonly languages: readonly string[];
  readonly prompts: (language: string) => PromptBook;
}

/** The flow of this name. Throws when there is none: names come from the flows themselves or from our own URLs. */
export function flowNamed({ flows }: FlowLibrary, name: string): Flow {
  const flow = flows.get(name);
  if (flow === undefined) throw new Error(`There is no flow ${name}.`);
  return flow;
}

const promptFile = z.record(z.string().regex(/^[a-z0-9.-]+$/), z.string().min(1));

/** Reads `{dir}/*.yaml` and `{dir}/prompts/*.yaml`. Throws HotlineError `invalid_flow` that names file and place of every problem. */
export function loadFlows(dir: string, defaultLanguage: string): FlowLibrary {
  const problems: string[] = [];
  const flows = readAll(dir, flowSchema, problems);
  const books = readAll(join(dir, 'prompts'), promptFile, problems);
  for (const [file, flow] of flows) {
    if (flow.flow !== file) problems.push(`${file}.yaml: its flow is named ${flow.flow}`);
    problems.push(...unsaidLeaves(flow).map((problem) => `${file}.yaml: ${problem}`));
  }
  const fallback = books.get(defaultLanguage);
  if (fallback === undefined) problems.push(`prompts/${defaultLanguage}.yaml: the default language has no prompts`);
  if (problems.length > 0 || fallback === undefined) {
    throw new HotlineError('invalid_flow', `The flows in ${dir} cannot be used:\n  ${problems.join('\n  ')}`, {
      problems,
    });
  }
  const languages = [defaultLanguage, ...[...books.keys()].filter((language) => language !== defaultLanguage).sort()];
  return { flows, languages, prompts: (language) => books.get(language) ?? fallback };
}

function readAll<T>(dir: string, schema: z.ZodType<T>, problems: string[]): Map<string, T> {
  const found = new Map<string, T>();
  for (const file of readdirSync(dir)
    .filter((name) => name.endsWith('.yaml'))
    .sort()) {
    const read = readYaml(join(dir, file), schema);
    if (read.success) found.set(file.replace(/\.yaml$/, ''), read.data);
    else problems.push(...read.problems.map((problem) => `${file}: ${problem}`));
  }
  return found;
}

type Read<T> = { success: true; data: T } | { success: false; problems: string[] };

function readYaml<T>(path: string, schema: z.ZodType<T>): Read<T> {
  let data: unknown;
  try {
    data = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return { success: false, problems: [error instanceof Error ? error.message : 'not readable'] };
  }
  const parsed = schema.safeParse(data);
  if (parsed.success) return { success: true, data: parsed.data };
  return { success: false, problems: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) };
}
