import { once } from 'node:events';
import { Router } from 'express';
import type { Clock } from '../clock';
import type { MetricsPage } from '../metrics';

/** What readiness is judged by. */
export interface HealthParts {
  readonly clock: Clock;
  readonly metrics: MetricsPage;
  /** Whether the database answers. */
  readonly databaseReachable: () => Promise<boolean>;
  /** The migrations that the database has not seen. */
  readonly pendingMigrations: () => Promise<readonly string[]>;
  /** The sweep of this process; null where none runs. */
  readonly sweep: SweepHealth | null;
}

interface SweepHealth {
  readonly periodMs: number;
  /** When the last cycle of the sweep ended, or null when none has. */
  readonly lastFinishedAt: () => Date | null;
}

const databaseWithinMs = 2000;
const missedPeriods = 3;

/** `/healthz`, `/readyz` and `/metrics`, without sign-in. */
export function healthRouter(parts: HealthParts): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    const reasons = await whyNotReady(parts);
    response
      .status(reasons.length === 0 ? 200 : 503)
      .json({ status: reasons.length === 0 ? 'ready' : 'not ready', reasons });
  });
  router.get('/metrics', async (_request, response) => {
    response.type(parts.metrics.contentType).send(await parts.metrics.text());
  });
  return router;
}

async function whyNotReady(parts: HealthParts): Promise<string[]> {
  const reasons = [await databaseReason(parts), sweepReason(parts)];
  return reasons.filter((reason) => reason !== null);
}

async function databaseReason({ databaseReachable, pendingMigrations }: HealthParts): Promise<string | null> {
  const unreachable = `the database does not answer within ${databaseWithinMs} ms`;
  const check = async (): Promise<string | null> => {
    if (!(await databaseReachable())) return unreachable;
    const pending = await pendingMigrations();
    return pending.length === 0 ? null : `migrations are pending: ${pending.join(', ')}`;
  };
  const late = once(AbortSignal.timeout(databaseWithinMs), 'abort').then(() => unreachable);
  return Promise.race([check().catch(() => unreachable), late]);
}

function sweepReason({ sweep, clock }: HealthParts): string | null {
  if (sweep === null) return null;
  const finished = sweep.lastFinishedAt();
  if (finished === null) return 'the sweep has not finished a cycle yet';
  const ago = clock.now().getTime() - finished.getTime();
  return ago <= missedPeriods * sweep.periodMs ? null : `the sweep last finished a cycle ${ago} ms ago`;
}
