import { schedule, type Logger as CronLogger, type ScheduledTask } from 'node-cron';
import { withLogFields } from '../src/log-context';
import { isDatabaseUnavailable } from '../src/services/database-state';
import type { Context } from '../src/services/context';
import type { Job } from './job';

/** Runs a job at its times, never twice at once. */
export function scheduleJob(context: Context, job: Job): ScheduledTask {
  return schedule(job.schedule, () => withLogFields({ job: job.name }, () => runJob(context, job)), {
    name: job.name,
    timezone: context.settings.timezone,
    noOverlap: true,
    logger: cronLogger(context, job),
  });
}

/** Runs a job once; a failure is logged, and the job runs again at its next time. */
export async function runJob(context: Context, job: Job): Promise<void> {
  try {
    await job.run(context);
  } catch (error) {
    if (isDatabaseUnavailable(error)) context.log.warn('a job waits for the database', { job: job.name });
    else context.log.error('a job failed', { job: job.name, error });
  }
}

/** What node-cron has to say goes into our log, not as words of its own to the console: a busy machine misses a second, and that heals itself. */
function cronLogger({ log }: Context, { name }: Job): CronLogger {
  const warn = (reason: string | Error): void => {
    log.warn('a job did not run at its time', { job: name, reason });
  };
  const nothing = (): void => undefined;
  return { debug: nothing, info: nothing, warn, error: warn };
}
