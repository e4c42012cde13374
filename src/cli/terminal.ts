import { stderr, stdout } from 'node:process';

/** What the command says to the person at the terminal: results on stdout, problems on stderr. */
export const print = {
  line: (text = ''): void => {
    stdout.write(`${text}\n`);
  },
  problem: (problem: unknown): void => {
    const text = problem instanceof Error ? (problem.stack ?? problem.message) : String(problem);
    stderr.write(`faultline: ${text}\n`);
  },
};
