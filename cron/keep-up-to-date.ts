import { keepUpToDate as run } from '../src/services/keep-up-to-date';
import type { Job } from './job';

/** What another process has changed, such as an imported roster or a new outage, is known here within a second. */
export const keepUpToDate: Job = { name: 'keep-up-to-date', schedule: '* * * * * *', run };
