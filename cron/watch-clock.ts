import { watchClock as run } from '../src/services/worker/watch-clock';
import type { Job } from './job';

/** Our clock decides deadlines, so it must agree with the database's. */
export const watchClock: Job = { name: 'watch-clock', schedule: '30 * * * * *', run };
