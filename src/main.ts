import { resolve } from 'node:path';
import { startJobs } from '../cron/start-jobs';
import { createApp, type App, type AppParts } from './app';
import { TwilioCarrier } from './carrier/twilio-carrier';
import { systemClock, type Clock } from './clock';
import type { Config } from './config';
import { EmulatorClock } from './emulator-clock';
import { isHotlineError, type HotlineError } from './errors';
import { followEmulator } from './follow-emulator';
import { createLog } from './log';
import { openMigrated } from './open-migrated';
import { projectRoot } from './project-root';
import { readClockAhead, saveClockAhead } from './services/worker/watch-clock';
import { loadFlows } from './services/flow-library';
import { loadDemo } from './services/data/load-demo';
import { loadPolicy, unreadKeys } from './services/load-policy';
import { startEmulator, withEmulatorAccount, type ConnectedConfig } from './start-emulator';
import { refuseTakenPorts } from './refuse-taken-ports';

/** How often a worker looks for due rows without being woken: a poke does not cross processes (design.md, decision 13). */
const pollEvery = 250;

export interface RunningHotline {
  readonly config: ConnectedConfig;
  readonly url: string;
  stop(): Promise<void>;
}

/** What must be done to end what runs, from the last begun to the first. */
type Undo = (() => Promise<unknown>)[];

/** Runs the hotline until `stop`: database, migrations, demo town, carrier, web server, worker and jobs. `lost` is called when the hotline cannot go on; when it cannot start, what was begun is undone. */
export async function runHotline(given: Config, lost: (error: HotlineError) => void): Promise<RunningHotline> {
  const config = withEmulatorAccount({ ...given, flowsDir: resolve(projectRoot, given.flowsDir) });
  const undo: Undo = [];
  const stop = async (): Promise<void> => {
    for (const end of undo.splice(0).reverse()) await end();
  };
  try {
    await refuseTakenPorts(config);
    const database = await openMigrated(config);
    undo.push(() => database.close());
    const { clock, lead } = await startCarrier(config, lost, undo);
    if (config.demo) await loadDemo({ clock, settings: config }, resolve(projectRoot, 'demo'));
    const { app, url } = await serve(config, { clock, database }, undo);
    lead(app);
    return { config, url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts the emulated carrier as a program beside this one, whose clock may be moved forward; any other carrier is there already. Answers the clock that the hotline goes by; `lead` makes the running app follow it. */
async function startCarrier(
  config: ConnectedConfig,
  lost: (error: HotlineError) => void,
  undo: Undo,
): Promise<{ readonly clock: Clock; readonly lead: (app: App) => void }> {
  if (config.carrier !== 'emulator') return { clock: systemClock, lead: () => undefined };
  const clock = new EmulatorClock(systemClock, await readClockAhead());
  const emulator = await startEmulator(config, clock.aheadMs, lost);
  undo.push(() => emulator.stop());
  return {
    clock,
    lead: ({ context, worker }) => {
      followEmulator(emulator.program, { clock, worker, save: saveClockAhead, log: context.log });
    },
  };
}

async function serve(config: ConnectedConfig, started: Pick<AppParts, 'clock' | 'database'>, undo: Undo) {
  const policy = loadPolicy(resolve(projectRoot, 'config/policy.yaml'), config.policyFile);
  const flows = loadFlows(config.flowsDir, config.defaultLanguage);
  const carrier = new TwilioCarrier(config);
  const log = createLog(config, started);
  const unread = unreadKeys(config.policyFile);
  if (unread.length > 0) log.warn('keys of POLICY_FILE that nothing reads yet change nothing', { keys: unread });
  const app = createApp(config, { ...started, carrier, policy, flows, log, pollEvery });
  const { url } = await app.start();
  undo.push(() => app.stop());
  undo.push(startJobs(app.context, config.role));
  return { app, url };
}

/** Ends the process when it is told to: by SIGTERM or SIGINT with exit code 0, or by `failed` with 1; what is in flight is finished first. */
export class ProcessEnd {
  private hotline: RunningHotline | null = null;
  private ending = false;

  constructor(private readonly tell: (problem: unknown) => void) {}

  readonly failed = (error: unknown): void => {
    this.tell(isHotlineError(error) ? error.message : error);
    this.end(1);
  };

  /** Lets signals end the hotline from now on. */
  watch(hotline: RunningHotline): void {
    this.hotline = hotline;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        this.end(0);
      });
    }
  }

  private end(code: number): void {
    if (this.ending) return;
    this.ending = true;
    const stopped = this.hotline?.stop() ?? Promise.resolve();
    stopped.then(
      () => process.exit(code),
      (error: unknown) => {
        this.tell(error);
        process.exit(1);
      },
    );
  }
}
