import request from 'supertest';
import { pendingMigrations } from '../../models/migrate';
import { healthRouter, type HealthParts } from '../../src/http/health';
import { createMetrics } from '../../src/metrics';
import { type FreshDatabase, freshDatabase } from '../support/database';
import { httpApp, keptLog, standingClock } from './http-app';

const clock = standingClock('2026-03-01T02:00:00.000Z');
let fresh: FreshDatabase;
let lastFinished: Date | null;

beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(async () => {
  await fresh.drop();
});
beforeEach(() => {
  clock.moveTo('2026-03-01T02:00:00.000Z');
  lastFinished = clock.now();
});

function app(over: Partial<HealthParts> = {}) {
  const parts: HealthParts = {
    clock,
    metrics: createMetrics(),
    databaseReachable: () => fresh.database.reachable(),
    pendingMigrations: () => pendingMigrations(fresh.database),
    sweep: { periodMs: 10_000, lastFinishedAt: () => lastFinished },
    ...over,
  };
  return httpApp(keptLog().log, [['/', healthRouter(parts)]]);
}

it('is ready when the database answers, its tables are current and the sweep runs', async () => {
  const answer = await request(app()).get('/readyz').expect(200);
  expect(answer.body).toEqual({ status: 'ready', reasons: [] });
});

it('answers /healthz whatever the database does', async () => {
  await request(app({ databaseReachable: () => Promise.resolve(false) }))
    .get('/healthz')
    .expect(200);
});

it.each([
  ['says no', () => Promise.resolve(false)],
  ['throws', () => Promise.reject(new Error('down'))],
  ['never answers', () => new Promise<boolean>(() => undefined)],
])('is not ready when the database %s, and says so within three seconds', async (_how, databaseReachable) => {
  const asked = performance.now();
  const answer = await request(app({ databaseReachable })).get('/readyz').expect(503);
  expect(answer.body).toEqual({ status: 'not ready', reasons: ['the database does not answer within 2000 ms'] });
  expect(performance.now() - asked).toBeLessThan(3000);
});

it('is not ready while migrations are pending', async () => {
  await fresh.database.sequelize.query("DELETE FROM migrations WHERE name = '0004-outbound'");
  const answer = await request(app()).get('/readyz');
  await fresh.database.sequelize.query("INSERT INTO migrations (name) VALUES ('0004-outbound')");
  expect(answer.status).toBe(503);
  expect(answer.body).toMatchObject({ reasons: ['migrations are pending: 0004-outbound'] });
  await request(app()).get('/readyz').expect(200);
});

it('is ready up to three periods after the last cycle of the sweep, not longer', async () => {
  clock.moveTo('2026-03-01T02:00:30.000Z');
  await request(app()).get('/readyz').expect(200);
  clock.moveTo('2026-03-01T02:00:30.001Z');
  const answer = await request(app()).get('/readyz').expect(503);
  expect(answer.body).toMatchObject({ reasons: ['the sweep last finished a cycle 30001 ms ago'] });
});

it('is not ready before the first cycle, and asks for none where no sweep runs', async () => {
  lastFinished = null;
  await request(app()).get('/readyz').expect(503);
  await request(app({ sweep: null }))
    .get('/readyz')
    .expect(200);
});

it('tells all reasons together', async () => {
  lastFinished = null;
  const answer = await request(app({ databaseReachable: () => Promise.resolve(false) })).get('/readyz');
  expect((answer.body as { reasons: string[] }).reasons).toHaveLength(2);
});

it('shows the metrics to Prometheus without sign-in', async () => {
  const metrics = createMetrics();
  metrics.callEnded('ticket');
  const answer = await request(app({ metrics })).get('/metrics').expect(200);
  expect(answer.headers['content-type']).toContain('text/plain');
  expect(answer.text).toContain('calls_total{outcome="ticket"} 1');
});
