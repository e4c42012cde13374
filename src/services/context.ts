import type { Attempt } from '../../models/attempt';
import type { Carrier } from '../carrier/carrier';
import type { Clock } from '../clock';
import type { AttemptKind } from '../domain/attempt-kinds';
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
  readonly attemptHooks: Readonly<Partial<Record<AttemptKind, AttemptHooks>>>;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** The database's own clock. */
  readonly databaseTime: () => Promise<Date>;
  /** Wakes the worker, after the commit if a transaction is open; if a poke gets lost, the next sweep finds the work. */
  readonly poke: () => void;
}

/** What rooms above do as a call or text of theirs comes and goes, in the transaction that records it. */
export interface AttemptHooks {
  /** The carrier has the attempt. Runs before the attempt's row is locked, since everybody first locks what an attempt belongs to; may run twice. */
  onPlacing?(context: Context, attempt: Attempt): Promise<void>;
  /** As onPlacing, with the row as it is now; once. */
  onPlaced?(context: Context, attempt: Attempt): Promise<void>;
  /** The attempt is over. Runs before the attempt's row is locked; may run twice. */
  onEnding?(context: Context, attempt: Pick<Attempt, 'id' | 'pagingId' | 'ticketId'>): Promise<unknown>;
  /** As onEnding, with the row as it is now; once. */
  onEnded?(context: Context, attempt: Attempt): Promise<void>;
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
