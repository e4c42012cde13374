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
  readonly attemptHooks: Readonly<Record<AttemptKind, AttemptHooks>>;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** The database's own clock. */
  readonly databaseTime: () => Promise<Date>;
  /** Wakes the worker, after the commit if a transaction is open; if a poke gets lost, the next sweep finds the work. */
  readonly poke: () => void;
}

/** What rooms above have to do with a call or text on its way, in the transaction that writes it down. */
export interface AttemptHooks {
  /** The carrier has it: before its row is locked, since everybody locks what it belongs to first; it may come twice. */
  onPlacing?(context: Context, attempt: Attempt): Promise<void>;
  /** As onPlacing, with the row as it is now; once. */
  onPlaced?(context: Context, attempt: Attempt): Promise<void>;
  /** It is over: before its row is locked; it may come twice. */
  onEnding?(context: Context, attempt: Pick<Attempt, 'id' | 'pagingId' | 'ticketId'>): Promise<void>;
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
