import { noteWorker } from '../src/services/worker/note-worker';
import type { Job } from './job';

/** Shows from outside that somebody does what is due. */
export const noteWorkerJob: Job = { name: 'note-worker', schedule: '*/10 * * * * *', run: noteWorker };
