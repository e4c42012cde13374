import { readConfig } from '../../src/config';
import { createApp } from '../../src/app';
import type { App } from '../../src/app';
import { type Clock, systemClock } from '../../src/clock';
import { EmulatorClock } from '../../src/emulator-clock';
import { loadPolicy } from '../../src/services/load-policy';
import { watchClock } from '../../src/services/worker/watch-clock';
import { type FreshDatabase, freshDatabase } from '../support/database';
import { freePort } from '../support/free-port';
import { RecordingCarrier } from '../support/recording-carrier';
import { flows } from '../support/shipped';
import { keptLog } from './http-app';

/** The clock of the emulated carrier was moved forward by an hour; the database's was not. */

const hour = 3_600_000;
/** Real time in which no timer runs: nothing can happen between the move and what is asked. */
const base: Clock = { now: () => systemClock.now(), after: () => () => undefined };
const { log, lines } = keptLog();
let clock: EmulatorClock;
let fresh: FreshDatabase;
let app: App;
let url: string;

beforeEach(async () => {
  fresh = await freshDatabase();
  clock = new EmulatorClock(base, 0);
  const account = { TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 'a-token', DATA_DIR: fresh.dataDir };
  app = createApp(readConfig({ PORT: String(await freePort()), ...account }), {
    clock,
    carrier: new RecordingCarrier(clock),
    database: fresh.database,
    policy: loadPolicy('config/policy.yaml', undefined),
    flows,
    log,
    pollEvery: 250,
  });
  url = (await app.start()).url;
  while (app.busy()) await new Promise(setImmediate);
});
afterEach(async () => {
  await app.stop();
  await fresh.drop();
});

it('is not compared with the database by what it was moved', async () => {
  clock.moveTo(hour);
  expect(Math.abs(await watchClock(app.context))).toBeLessThan(2000);
  expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
});

it('leaves the process ready: no cycle could end in the time that was skipped', async () => {
  clock.moveTo(hour);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
});
