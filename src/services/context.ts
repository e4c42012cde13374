import type { Carrier } from '../carrier/carrier';
import type { Clock } from '../clock';
import type { Policy } from '../domain/policy';
import type { Logger } from '../logger';
import type { Metrics } from '../metrics';
import type { CallLog } from './call-log';
import type { DutyBook } from './duty-book';
import type { FlowLibrary } from './flow-library';
import type { PutOffRows } from './put-off-rows';
import type { Spool } from './spool';

/** What every service works with; made once in app.ts and passed as the first argument. */
export interface Context {
  readonly clock: Clock;
  readonly policy: Policy;
  readonly settings: ServiceSettings;
  readonly carrier: Carrier;
  readonly flows: FlowLibrary;
  readonly callLog: CallLog;
  readonly spool: Spool;
  readonly duty: DutyBook;
  readonly putOff: PutOffRows;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** The database's own clock. */
  readonly databaseTime: () => Promise<Date>;
  /** Wakes the worker, after the commit where a transaction is open; the sweep finds what a lost poke missed. */
  readonly poke: () => void;
}

export interface ServiceSettings {
  /** Where the carrier reaches us, without a slash at the end. */
  readonly publicBaseUrl: string;
  /** E.164; the From of every outbound call and text. */
  readonly hotlineNumber: string;
  /** IANA zone of office hours, rosters and spoken times. */
  readonly timezone: string;
  readonly defaultLanguage: string;
  readonly allowedPrefixes: readonly string[];
  readonly dataDir: string;
}
