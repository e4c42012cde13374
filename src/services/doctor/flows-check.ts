import { resolve } from 'node:path';
import { lintFlows } from '../../domain/flow-lint';
import { isHotlineError } from '../../errors';
import { verbs } from '../../dialogue/verbs/verbs';
import { loadFlows } from '../flow-library';
import { type Check, counted, error } from './check';

/** The dialogues of FLOWS_DIR and their sentences in every language. */
export const flowsCheck: Check = ({ config, projectRoot }) => {
  const dir = resolve(projectRoot, config.flowsDir);
  const problems = problemsIn(dir, config.defaultLanguage);
  if (problems.length === 0) return [];
  return error(
    `The dialogues in ${dir} have ${counted(problems.length, 'problem')}:\n${problems.join('\n')}`,
    'The hotline does not start with them, or a caller is asked something that leads nowhere.',
    'Correct the file and node named, then npx faultline flows check; restart when it finds nothing.',
  );
};

function problemsIn(dir: string, defaultLanguage: string): readonly string[] {
  try {
    const { flows, languages, prompts } = loadFlows(dir, defaultLanguage);
    const books = new Map(languages.map((language) => [language, prompts(language)]));
    return lintFlows({ flows, books, verbs }).problems;
  } catch (cause) {
    if (isHotlineError(cause, 'invalid_flow')) return cause.details['problems'] as readonly string[];
    return [cause instanceof Error ? cause.message : String(cause)];
  }
}
