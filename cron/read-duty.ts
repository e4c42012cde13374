import { readDuty as run } from '../src/services/on-call/read-duty';
import type { Job } from './job';

/** Keeps the duty book fresh, so that people can be rung while the database is down. */
export const readDuty: Job = { name: 'read-duty', schedule: '0 * * * * *', run };
