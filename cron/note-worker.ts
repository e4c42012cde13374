import { noteWorker as run } from '../src/services/worker/note-worker';
import type { Job } from './job';

/** Shows to those outside that a worker is alive. */
export const noteWorker: Job = { name: 'note-worker', schedule: '*/10 * * * * *', run };
