import { noteWorker } from '../src/services/worker/note-worker';
import type { Job } from './job';

/** Shows to those outside that a worker is alive. */
export const noteWorkerJob: Job = { name: 'note-worker', schedule: '*/10 * * * * *', run: noteWorker };
