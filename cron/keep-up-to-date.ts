import { keepUpToDate } from '../src/services/keep-up-to-date';
import type { Job } from './job';

/** Another process has imported a roster or put an outage down: known here within a second. */
export const keepUpToDateJob: Job = { name: 'keep-up-to-date', schedule: '* * * * * *', run: keepUpToDate };
