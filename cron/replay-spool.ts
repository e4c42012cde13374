import { replaySpool as run } from '../src/services/worker/replay-spool';
import type { Job } from './job';

/** What was reported while the database was down becomes tickets as soon as it is back. */
export const replaySpool: Job = { name: 'replay-spool', schedule: '*/5 * * * * *', run };
