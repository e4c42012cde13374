import { reconcileAttempts } from '../src/services/outbound/reconcile-attempts';
import type { Job } from './job';

/** Asks the carrier about calls and texts that we heard nothing of, beside the worker's own look at them. */
export const reconcileAttemptsJob: Job = {
  name: 'reconcile-attempts',
  schedule: '*/30 * * * * *',
  run: reconcileAttempts,
};
