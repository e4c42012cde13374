import { mkdir } from 'node:fs/promises';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { HotlineError, isHotlineError } from '../errors';
import { describeProblem, type Problem } from '../services/data/problem-list';
import { exportData } from '../services/data/export-data';
import { importData, type ImportProgress } from '../services/data/import-data';
import { print } from './terminal';
import { withDatabase } from './with-database';

/** `faultline migrate`, `import` and `export`. */
export function migrateCommand(): Command {
  return new Command('migrate').description('bring the database up to date').action(() =>
    withDatabase(() => {
      print.line('The database is up to date.');
    }),
  );
}

export function importCommand(): Command {
  return new Command('import')
    .description('import the CSV files of a folder, all or nothing')
    .argument('<dir>')
    .action((dir: string) =>
      withDatabase(async (config) => {
        const bar = progressBar();
        const summary = await importData(config, dir, bar.show).finally(bar.stop).catch(tellEveryProblem);
        for (const [file, rows] of Object.entries(summary)) print.line(`${file.padEnd(14)} ${rows} rows`);
      }),
    );
}

export function exportCommand(): Command {
  return new Command('export')
    .description('write the same CSV files into a folder, PINs left out')
    .argument('<dir>')
    .action((dir: string) =>
      withDatabase(async (config) => {
        await mkdir(dir, { recursive: true });
        const bar = progressBar();
        await exportData(config, dir, (progress) => {
          bar.show({ ...progress, phase: 'writing' });
        }).finally(bar.stop);
        print.line(`Written to ${dir}.`);
      }),
    );
}

/** Prints each problem on a line of its own, so that one run shows everything to correct. */
function tellEveryProblem(error: unknown): never {
  const problems = isHotlineError(error, 'invalid_import') ? (error.details['problems'] as readonly Problem[]) : [];
  if (problems.length < 2) throw error;
  const lines = problems.map((problem) => `  ${describeProblem(problem)}`).join('\n');
  throw new HotlineError('invalid_import', `Nothing was imported; these rows are wrong:\n${lines}`, { problems });
}

/** A bar on a terminal; in a file or a log it writes nothing. */
function progressBar(): { show: (progress: ImportProgress) => void; stop: () => void } {
  const format = '{phase} {file} [{bar}] {percentage}%';
  const bar = new SingleBar({ format, clearOnComplete: true, hideCursor: true });
  let current = '';
  return {
    show({ file, phase, done, total }) {
      const next = `${phase} ${file}`;
      if (next !== current) bar.start(Math.max(total, 1), done, { file, phase });
      else bar.update(done, { file, phase });
      current = next;
    },
    stop: () => {
      bar.stop();
    },
  };
}
