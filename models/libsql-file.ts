import { setTimeout as pause } from 'node:timers/promises';
import Raw from 'libsql';

export type Parameters = Readonly<Record<string, unknown>> | readonly unknown[];

/** What Sequelize reads from `this` in a callback; it also looks at the name of the class. */
export class Statement {
  constructor(
    readonly lastID: number,
    readonly changes: number,
    readonly rows: readonly unknown[],
  ) {}
}

export const nothing = new Statement(0, 0, []);

class BusyError extends Error {
  /** Not SQLITE_BUSY, which asks for another try. */
  readonly code = 'SQLITE_BUSY_TIMEOUT';

  constructor() {
    super('SQLITE_BUSY_TIMEOUT: another writer did not finish in time');
  }
}

/** Writers go one after another in the order in which they came; SQLite itself would make them spin. */
class WriterQueue {
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly waitMs: number) {}

  async take(): Promise<() => void> {
    let release: () => void = () => undefined;
    const mine = new Promise<void>((resolve) => {
      release = resolve;
    });
    const turn = this.last;
    this.last = turn.then(() => mine);
    const given = await withinTime(turn, this.waitMs);
    if (given) return release;
    release();
    throw new BusyError();
  }
}

async function withinTime(turn: Promise<void>, waitMs: number): Promise<boolean> {
  const stop = new AbortController();
  const late = pause(waitMs, false, { signal: stop.signal, ref: false }).catch(() => false);
  const given = await Promise.race([turn.then(() => true), late]);
  stop.abort();
  return given;
}

/** One database file: all writes of this process share one handle, all reads outside a transaction another. */
export class DatabaseFile {
  readonly queue: WriterQueue;
  readonly writer: Raw.Database;
  readonly reader: Raw.Database;
  /** Kept, because Sequelize asks for the columns before every SELECT. */
  private readonly columns = new Map<string, Statement>();

  /** `waitMs`: how long a write waits for its turn, or for another process that writes, before it fails. */
  constructor(
    path: string,
    private readonly waitMs: number,
  ) {
    this.queue = new WriterQueue(waitMs);
    this.writer = new Raw(path);
    this.writer.exec('PRAGMA busy_timeout = 2000');
    this.writer.exec('PRAGMA journal_mode = WAL');
    // What a caller was told must survive a power cut, so each commit waits 3 ms for the disk (ADR 0001).
    this.writer.exec('PRAGMA synchronous = FULL');
    // The call is synchronous: a handle that waited for another process would stop the whole event loop.
    this.writer.exec('PRAGMA busy_timeout = 0');
    this.reader = new Raw(path);
    this.reader.exec('PRAGMA busy_timeout = 2000');
    this.reader.exec('PRAGMA query_only = ON');
  }

  /** Columns of a table as last seen; a change of tables in this process forgets them. */
  columnsOf(sql: string): Statement {
    const known = this.columns.get(sql) ?? execute(this.reader, sql, []);
    if (known.rows.length > 0) this.columns.set(sql, known);
    return known;
  }

  forgetColumns(sql: string): void {
    if (/^\s*(CREATE|ALTER|DROP)\b/i.test(sql)) this.columns.clear();
  }

  /** Begins a transaction of the writer, again and again while another process writes. */
  async begin(sql: string): Promise<void> {
    await this.onceFree(() => control(this.writer, sql));
  }

  /** A write outside a transaction; only its BEGIN can meet another process. */
  async writeAlone(sql: string, parameters: Parameters): Promise<Statement> {
    if (/^\s*(VACUUM|ATTACH|DETACH)\b/i.test(sql)) return this.onceFree(() => execute(this.writer, sql, parameters));
    await this.begin('BEGIN IMMEDIATE');
    try {
      const done = execute(this.writer, sql, parameters);
      this.writer.exec('COMMIT');
      return done;
    } catch (error) {
      if (this.writer.inTransaction) this.writer.exec('ROLLBACK');
      throw error;
    }
  }

  private async onceFree<T>(task: () => T): Promise<T> {
    for (let waited = 0, step = 1; ; waited += step, step = Math.min(step * 2, 25)) {
      try {
        return task();
      } catch (error) {
        if (!isBusy(error)) throw error;
        if (waited > this.waitMs) throw new BusyError();
      }
      await pause(step);
    }
  }

  close(): void {
    this.reader.close();
    this.writer.close();
  }
}

const isBusy = (error: unknown) => String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY');

function plain(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value ?? null;
}

/** Sequelize names its parameters `$1`; the driver wants the name without the sign. */
function bound(parameters: Parameters): unknown {
  if (Array.isArray(parameters)) return parameters.map(plain);
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name.slice(1), plain(value)]));
}

export function execute(handle: Raw.Database, sql: string, parameters: Parameters): Statement {
  // A PRAGMA answers from what its handle last knew of the tables; a SELECT first makes the handle look for changes by others.
  if (/^\s*PRAGMA\b/i.test(sql)) handle.prepare('SELECT 1 FROM sqlite_master LIMIT 1').all();
  const statement = take(handle, sql);
  const values = bound(parameters);
  const done = statement.reader ? new Statement(0, 0, statement.all(values)) : ran(statement.run(values));
  // Not when it has thrown: it may then still be open, and would hold up the next commit.
  keep(handle, sql, statement);
  return done;
}

const ran = ({ lastInsertRowid, changes }: Raw.RunResult): Statement =>
  new Statement(Number(lastInsertRowid), changes, []);

/** Statements of each handle that are ready to be used again: preparing takes three times as long as running. SQLite prepares them anew by itself when tables change. */
const prepared = new WeakMap<Raw.Database, Map<string, Raw.Statement>>();
/** More texts than these are hardly used twice; what has not been used for longest goes. */
const mostPrepared = 500;

/** A statement of this text that nobody uses now. */
function take(handle: Raw.Database, sql: string): Raw.Statement {
  const ready = prepared.get(handle);
  const statement = ready?.get(sql);
  ready?.delete(sql);
  return statement ?? handle.prepare(sql);
}

function keep(handle: Raw.Database, sql: string, statement: Raw.Statement): void {
  const ready = prepared.get(handle) ?? new Map<string, Raw.Statement>();
  prepared.set(handle, ready.set(sql, statement));
  const [oldest] = ready.keys();
  if (ready.size > mostPrepared && oldest !== undefined) ready.delete(oldest);
}

/** Runs BEGIN, COMMIT or ROLLBACK unprepared: a prepared one that meets SQLITE_BUSY stays open until it is garbage-collected, and blocks the next commit. */
export function control(handle: Raw.Database, sql: string): Statement {
  handle.exec(sql);
  return nothing;
}
