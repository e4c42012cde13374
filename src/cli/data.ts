import { mkdir } from 'node:fs/promises';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { readConfig } from '../config';
import type { Config } from '../config';
import { openMigrated } from '../open-database';
import { exportData } from '../services/export-data';
import { importData } from '../services/import-data';
import type { ImportProgress } from '../services/import-data';
import { readOfflineEnvironment } from './environment';
import { print } from './terminal';

/** `faultline migrate`, `import` and `export`. */
export function migrateCommand(): Command {
  return new Command('migrate').description('bring the database up to date').action(() =>
    withDatabase(async () => {
      print.line('The database is up to date.');
      await Promise.resolve();
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
        const summary = await importData(config, dir, bar.show).finally(bar.stop);
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
        await exportData(config, dir);
        print.line(`Written to ${dir}.`);
      }),
    );
}

async function withDatabase(work: (config: Config) => Promise<void>): Promise<void> {
  const config = readConfig(readOfflineEnvironment());
  const database = await openMigrated(config);
  try {
    await work(config);
  } finally {
    await database.close();
  }
}

function progressBar(): { show: (progress: ImportProgress) => void; stop: () => void } {
  const bar = new SingleBar({
    format: '{phase} {file} [{bar}] {percentage}%',
    clearOnComplete: true,
    hideCursor: true,
  });
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
