import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Check, counted, error, type Finding, listed, warning } from './check';

/** In milliseconds; a running process replays a report within seconds once the database is back. */
const replayedWithinMs = 60_000;

/** Reports that were taken while the database was down and have no ticket yet. */
export const spoolCheck: Check = async ({ config, clock }) => {
  const dir = join(config.dataDir, 'spool');
  const names = await readdir(dir).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cause;
  });
  const waiting = names.filter((name) => name.endsWith('.json'));
  const ages = await Promise.all(waiting.map((name) => ageOf(join(dir, name), clock.now())));
  const unreadable = names.filter((name) => name.endsWith('.unreadable'));
  return [...waitingFinding(dir, ages), ...unreadableFinding(dir, unreadable)];
};

/** The age of a file in milliseconds; 0 when it has gone meanwhile. */
const ageOf = (path: string, now: Date): Promise<number> =>
  stat(path).then(
    ({ mtimeMs }) => now.getTime() - mtimeMs,
    () => 0,
  );

function waitingFinding(dir: string, ages: readonly number[]): Finding[] {
  if (ages.length === 0) return [];
  const oldest = Math.max(...ages);
  const tell = oldest > replayedWithinMs ? error : warning;
  return tell(
    `The spool ${dir} holds ${counted(ages.length, 'report')}, the oldest for ${counted(Math.round(oldest / 60_000), 'minute')}.`,
    'They are no tickets yet: nobody is paged for them.',
    'Bring the database back and keep the service running: it replays them by itself. If they stay, look for "a kept report cannot become a ticket" in the log. Do not delete them.',
  );
}

function unreadableFinding(dir: string, names: readonly string[]): Finding[] {
  if (names.length === 0) return [];
  return error(
    `In ${dir} ${counted(names.length, 'kept report')} cannot be read: ${listed(names)}.`,
    'Each was a caller with a fault; no ticket will come of it by itself.',
    'Open the file: phone, time and recording can mostly be read. Call the customer, then delete the file.',
  );
}
