import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import helmet from 'helmet';
import { afterCommit, type Database } from '../models/database';
import { pendingMigrations } from '../models/migrate';
import type { Carrier } from './carrier/carrier';
import type { Clock } from './clock';
import type { Config } from './config';
import { HotlineError } from './errors';
import { latest } from './domain/latest';
import type { Policy } from './domain/policy';
import { docsRouter } from './http/api/docs';
import { apiParts, apiRouter } from './http/api/router';
import { anyCaller, settingsCaller, tokenCaller } from './http/bearer';
import { errorAnswers, unknownRoute } from './http/errors';
import { healthRouter } from './http/health';
import type { HealthParts } from './http/health';
import { measureWebhooks, requestContext } from './http/request-context';
import { signedWebhooks } from './http/signed-webhooks';
import { smsRouter } from './http/sms';
import { addStatusRoutes } from './http/status';
import { addVoiceRoutes, spokenErrors } from './http/voice';
import { createMetrics } from './metrics';
import type { Metrics, MetricsPage } from './metrics';
import { createCallLog } from './services/call-log';
import type { Context } from './services/context';
import type { Logger } from './logger';
import { verbs } from './dialogue/verbs/verbs';
import { createDutyBook } from './services/duty-book';
import type { FlowLibrary } from './services/flow-library';
import { createPutOffRows } from './services/put-off-rows';
import { openSpool } from './services/spool';
import { createTokenBook } from './services/access/token-book';
import { pageHooks } from './services/paging/page-hooks';
import { startWorker } from './services/worker/worker';
import type { Worker } from './services/worker/worker';

/** What a process or a test brings along. */
export interface AppParts {
  readonly clock: Clock;
  readonly carrier: Carrier;
  readonly database: Database;
  readonly policy: Policy;
  readonly flows: FlowLibrary;
  readonly log: Logger;
  /** How often the worker looks for due rows without being woken, in milliseconds. */
  readonly pollEvery: number;
}

export interface App {
  readonly context: Context;
  /** Listens and begins to work; `url` is where it listens. */
  start(): Promise<{ readonly url: string }>;
  /** Finishes what is in flight, writes the call log, and gives its leases back. */
  stop(): Promise<void>;
  /** Whether a request or a cycle of the worker is under way. */
  busy(): boolean;
  /** The worker of this process, once it runs; null with ROLE=web. */
  readonly worker: () => Worker | null;
}

/** The one place that wires everything. */
export function createApp(config: Config, parts: AppParts): App {
  let worker: Worker | null = null;
  let inFlight = 0;
  const metrics = createMetrics();
  const poke = (): void => {
    afterCommit(() => worker?.poke());
  };
  const context: Context = { ...makeContext(config, parts, metrics), metrics, poke };
  const web = express().disable('x-powered-by').disable('etag');
  web.use(requestContext());
  useWebhooks(web, config, context);
  // Only for pages that a browser may open: the carrier has no use for these headers.
  web.use(helmet());
  web.use(healthRouter(healthParts(config, parts, metrics, () => worker?.aliveAt() ?? null)));
  useApi(web, config, context);
  web.use(unknownRoute(), errorAnswers(parts.log));
  const server = createServer((request, response) => {
    inFlight += 1;
    response.once('close', () => (inFlight -= 1));
    web(request, response);
  });

  return {
    context,
    busy: () => inFlight > 0 || context.callLog.busy() || (worker?.busy() ?? false),
    worker: () => worker,
    async start() {
      const port = await listen(server, config);
      if (config.role !== 'web') worker = startWorker(context, { pollEvery: parts.pollEvery });
      return { url: `http://${config.host}:${port}` };
    },
    async stop() {
      // The worker stops first: people rung from now on would find no hotline to answer them.
      const idle = worker?.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      await closed;
      await idle;
      await context.callLog.flush();
    },
  };
}

function listen(server: Server, { port, host }: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** The shortest time in milliseconds after which a sweep counts as late: one slow query is no reason to be taken out of service. */
const shortestSweepPeriod = 1000;

function healthParts(
  config: Config,
  parts: AppParts,
  metrics: MetricsPage,
  lastFinishedAt: () => Date | null,
): HealthParts {
  return {
    clock: parts.clock,
    metrics,
    databaseReachable: () => parts.database.reachable(),
    pendingMigrations: () => pendingMigrations(parts.database),
    sweep:
      config.role === 'web'
        ? null
        : {
            periodMs: Math.max(parts.pollEvery, shortestSweepPeriod),
            lastFinishedAt: sinceMoved(parts, lastFinishedAt),
          },
  };
}

/** Time that the clock skipped does not count: no cycle could end in it. */
const sinceMoved =
  ({ clock }: AppParts, lastFinishedAt: () => Date | null) =>
  (): Date | null => {
    const finished = lastFinishedAt();
    return finished && latest([finished, clock.movedAt ?? null]);
  };

function makeContext(
  config: Config,
  { clock, carrier, database, policy, flows, log }: AppParts,
  metrics: Metrics,
): Omit<Context, 'metrics' | 'poke'> {
  const { publicBaseUrl, hotlineNumber, timezone, defaultLanguage, allowedPrefixes, dataDir } = config;
  return {
    clock,
    carrier,
    policy,
    log,
    settings: { publicBaseUrl, hotlineNumber, timezone, defaultLanguage, allowedPrefixes, dataDir },
    flows,
    callLog: createCallLog(clock, log, (status) => {
      metrics.callEnded(status);
    }),
    spool: openSpool(dataDir),
    attemptHooks: { page: pageHooks },
    duty: createDutyBook(),
    putOff: createPutOffRows(clock, log, metrics),
    databaseTime: async () => new Date((await database.now()).getTime() + (clock.aheadMs ?? 0)),
  };
}

function useApi(web: express.Express, config: Config, context: Context): void {
  const callers = anyCaller(settingsCaller(config.apiToken), tokenCaller(createTokenBook(context)));
  web.use('/api/v1', apiRouter(context, callers, ...apiParts(context)));
  web.use('/api/docs', docsRouter());
}

function useWebhooks(web: express.Express, config: Config, context: Context): void {
  const { authToken, authTokenNext, publicBaseUrl } = config;
  if (authToken === undefined)
    throw new HotlineError('invalid_settings', 'Webhooks cannot be checked without TWILIO_AUTH_TOKEN.');
  const tokens = authTokenNext === undefined ? [authToken] : [authToken, authTokenNext];
  const dialogue = { context, verbs };
  const signed = signedWebhooks({ publicBaseUrl, tokens, log: context.log });
  const measured = measureWebhooks(context.metrics, context.clock);
  // One router for all of them: a request that falls through a router of its own waits for the next turn of the event loop.
  const voice = express.Router().use(measured, ...signed);
  addVoiceRoutes(voice, dialogue);
  addStatusRoutes(voice, context);
  web.use('/voice', voice, spokenErrors(dialogue));
  web.use('/sms', measured, signed, smsRouter(context));
}
