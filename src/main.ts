import { resolve } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { openDatabase } from '../models/database';
import type { Database } from '../models/database';
import { migrate } from '../models/migrate';
import { startJobs } from '../cron';
import { createApp } from './app';
import { TwilioCarrier } from './carrier/twilio-carrier';
import { systemClock } from './clock';
import type { Config } from './config';
import { createLog } from './log';
import { projectRoot } from './project-root';
import { loadDemo } from './services/load-demo';
import { loadPolicy } from './services/load-policy';
import { startEmulator, withEmulatorAccount } from './start-emulator';
import type { ConnectedConfig } from './start-emulator';

/** How often a worker looks for due rows without being woken: a poke does not cross processes (design.md, decision 13). */
const pollEvery = 250;

export interface RunningHotline {
  readonly config: ConnectedConfig;
  readonly url: string;
  stop(): Promise<void>;
}

/** Runs the hotline until `stop`: database, migrations, demo town, carrier, web server, worker and jobs. */
export async function runHotline(given: Config): Promise<RunningHotline> {
  const config = withEmulatorAccount({ ...given, flowsDir: resolve(projectRoot, given.flowsDir) });
  const log = createLog(config);
  const policy = loadPolicy(resolve(projectRoot, 'config/policy.yaml'), config.policyFile);
  await mkdir(config.dataDir, { recursive: true });
  const database = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir });
  await prepare(database, config);
  const emulator = config.carrier === 'emulator' ? startEmulator(config) : null;
  const carrier = new TwilioCarrier(config);
  const app = createApp(config, { clock: systemClock, carrier, database, policy, log, pollEvery });
  const { url } = await app.start();
  const stopJobs = config.role === 'web' ? () => Promise.resolve() : startJobs(app.context);
  return {
    config,
    url,
    async stop() {
      await stopJobs();
      await app.stop();
      await database.close();
      emulator?.kill('SIGTERM');
    },
  };
}

async function prepare(database: Database, config: Config): Promise<void> {
  await migrate(database);
  if (config.demo) await loadDemo({ clock: systemClock, settings: config }, resolve(projectRoot, 'demo'));
}

/** Ends the process cleanly on SIGTERM and SIGINT: what is in flight is finished, the exit code says whether that went well. */
export function stopOnSignals(hotline: RunningHotline, failed: (error: unknown) => void): void {
  const stop = (): void => {
    hotline.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        failed(error);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
