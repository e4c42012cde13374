import { eraseRecordings as run } from '../src/services/forget/erase-recordings';
import type { Job } from './job';

/** Deletes the recordings of forgotten people at the carrier too, and tries again until the carrier has done it. */
export const eraseRecordings: Job = { name: 'erase-recordings', schedule: '20 * * * * *', run };
