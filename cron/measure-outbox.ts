import { measureOutbox as run } from '../src/services/worker/measure-outbox';
import type { Job } from './job';

/** Tells on /metrics how long what should go out has waited. */
export const measureOutbox: Job = { name: 'measure-outbox', schedule: '*/15 * * * * *', run };
