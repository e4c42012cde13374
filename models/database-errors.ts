import { ConnectionError } from 'sequelize';
import { isHotlineError } from '../src/errors';

/** Another try may succeed: deadlock, lock wait, a row changed under a snapshot, a cluster node that is not ready, a busy file. */
const PASSING = new Set<unknown>([1213, 1205, 1020, 1047, 'SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_LOCKED']);

/** The connection under a query broke, or the server ended it; what was not committed is rolled back. */
const LOST = new Set<unknown>([
  ...[1053, 1152, 1158, 1159, 1160, 1161, 1927],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND'],
  ...['PROTOCOL_CONNECTION_LOST', 'PROTOCOL_SEQUENCE_TIMEOUT'],
]);

/** Too many connections, a node outside its cluster, a busy or broken file. */
const UNUSABLE = new Set<unknown>([1040, 1047, 1203]);
const UNUSABLE_FILE = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CORRUPT|CANTOPEN|NOTADB)/;

interface DriverError {
  readonly errno?: unknown;
  readonly code?: unknown;
  readonly fatal?: unknown;
  readonly parent?: unknown;
}

/** Sequelize wraps what the driver threw as `parent`. */
function driverError(error: unknown): DriverError {
  if (typeof error !== 'object' || error === null) return {};
  const { parent } = error as DriverError;
  return typeof parent === 'object' && parent !== null ? parent : error;
}

/** Whether the whole transaction may be tried again. */
export function isPassing(error: unknown): boolean {
  const { errno, code } = driverError(error);
  return PASSING.has(errno) || PASSING.has(code);
}

/** Whether a connection that worked was lost under a query. */
export function isConnectionLost(error: unknown): boolean {
  const { errno, code, fatal } = driverError(error);
  return !(error instanceof ConnectionError) && (fatal === true || LOST.has(errno) || LOST.has(code));
}

/** True when a query failed because the database cannot be used now, not because of what was asked. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (isHotlineError(error)) return error.code === 'database_unavailable';
  if (error instanceof ConnectionError || isConnectionLost(error)) return true;
  const { errno, code } = driverError(error);
  return UNUSABLE.has(errno) || (typeof code === 'string' && UNUSABLE_FILE.test(code));
}
