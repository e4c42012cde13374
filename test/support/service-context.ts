import type { Carrier } from '../../src/carrier/carrier';
import { createMetrics } from '../../src/metrics';
import { createCallLog } from '../../src/services/call-log';
import type { Context } from '../../src/services/context';
import { createDutyBook } from '../../src/services/duty-book';
import { createPutOffRows } from '../../src/services/put-off-rows';
import { openSpool } from '../../src/services/spool';
import { pageHooks } from '../../src/services/paging/page-hooks';
import type { FreshDatabase } from './database';
import { flows, policyWith } from './shipped';

export interface ServiceStage {
  readonly context: Context;
  /** Errors and warnings that were logged, as `level message`. */
  readonly complaints: string[];
  /** Sets the clock; ISO 8601. */
  setTime(at: string): void;
  /** Moves the clock on; milliseconds. */
  pass(ms: number): void;
}

/** A context for tests of services that speak to no carrier: a real database, real flows and policy, a clock moved by hand. */
export function serviceStage({ database, dataDir }: FreshDatabase, at: string, policy: object = {}): ServiceStage {
  let now = new Date(at);
  const complaints: string[] = [];
  const clock = { now: () => new Date(now), after: () => () => undefined };
  const complain = (level: string) => (message: string) => void complaints.push(`${level} ${message}`);
  const quiet = (): void => undefined;
  const log = { debug: quiet, info: quiet, warn: complain('warn'), error: complain('error') };
  const metrics = createMetrics();
  const context: Context = {
    clock,
    log,
    policy: policyWith(policy),
    settings: {
      publicBaseUrl: 'https://hotline.example',
      hotlineNumber: '+8657195598',
      timezone: 'Asia/Shanghai',
      defaultLanguage: 'zh-CN',
      allowedPrefixes: ['+86'],
      dataDir,
    },
    carrier: noCarrier,
    flows,
    callLog: createCallLog(clock, log, quiet),
    spool: openSpool(dataDir),
    attemptHooks: { page: pageHooks },
    duty: createDutyBook(),
    metrics,
    putOff: createPutOffRows(clock, log, metrics),
    databaseTime: () => database.now(),
    poke: quiet,
  };
  return {
    context,
    complaints,
    setTime(next) {
      now = new Date(next);
    },
    pass(ms) {
      now = new Date(now.getTime() + ms);
    },
  };
}

const unexpected = (): never => {
  throw new Error('This test speaks to no carrier.');
};

/** A carrier that fails whoever speaks to it. */
export const noCarrier: Carrier = {
  placeCall: unexpected,
  sendText: unexpected,
  hangUp: unexpected,
  findCall: unexpected,
  findCallsTo: unexpected,
  findTextsTo: unexpected,
  deleteRecording: unexpected,
};
