import type { Context } from '../src/services/context';
import { eraseRecordings } from './erase-recordings';
import type { Job } from './job';
import { keepUpToDate } from './keep-up-to-date';
import { measureOutbox } from './measure-outbox';
import { noteWorker } from './note-worker';
import { readDuty } from './read-duty';
import { replaySpool } from './replay-spool';
import { runJob, scheduleJob } from './schedule-job';
import { watchClock } from './watch-clock';
import { writeCallLog } from './write-call-log';

/** Jobs of every process, each for itself: its call log, its spool, its duty book, its clock. */
const everywhere: readonly Job[] = [writeCallLog, keepUpToDate, replaySpool, readDuty, watchClock];
/** Jobs about rows that all processes share; only workers run them. */
const byWorkers: readonly Job[] = [noteWorker, measureOutbox, eraseRecordings];

/** Starts the jobs of this process; a job that still runs when it is due again is not started twice. The returned function stops them. */
export function startJobs(context: Context, role: 'web' | 'worker' | 'all'): () => Promise<void> {
  const jobs = role === 'web' ? everywhere : [...everywhere, ...byWorkers];
  const tasks = jobs.map((job) => scheduleJob(context, job));
  void runJob(context, readDuty);
  if (role !== 'web') void runJob(context, noteWorker);
  return async () => {
    for (const task of tasks) await task.destroy();
  };
}
