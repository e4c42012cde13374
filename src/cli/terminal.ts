import { stderr, stdout } from 'node:process';

// A reader that has seen enough, as `| head` does, ends the command.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

/** What the command says to the person at the terminal: results on stdout, problems on stderr. */
export const print = {
  line: (text = ''): void => {
    stdout.write(`${text}\n`);
  },
  /** Written to stderr, for the person at the terminal and not for a pipe. */
  note: (text: string): void => {
    stderr.write(`${text}\n`);
  },
  problem: (problem: unknown): void => {
    const text = problem instanceof Error ? (problem.stack ?? problem.message) : String(problem);
    print.note(`faultline: ${text}`);
  },
};
