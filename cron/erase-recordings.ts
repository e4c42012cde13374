import { eraseRecordings } from '../src/services/forget/erase-recordings';
import type { Job } from './job';

/** What somebody asked to be forgotten is deleted at the carrier too, however long it takes to answer. */
export const eraseRecordingsJob: Job = { name: 'erase-recordings', schedule: '20 * * * * *', run: eraseRecordings };
