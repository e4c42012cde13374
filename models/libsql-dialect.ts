import { setTimeout as pause } from 'node:timers/promises';
import Raw from 'libsql';

/** How long a write waits for its turn, or for another process that writes, before it fails. */
const MOST_WAITING_MS = 5000;

type Parameters = Readonly<Record<string, unknown>> | readonly unknown[];
type Callback = (this: Statement, error: Error | null, rows?: readonly unknown[]) => void;

/** What Sequelize reads from `this` in a callback; it also looks at the name of the class. */
class Statement {
  constructor(
    readonly lastID: number,
    readonly changes: number,
    readonly rows: readonly unknown[],
  ) {}
}

const nothing = new Statement(0, 0, []);

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

  async take(): Promise<() => void> {
    let release: () => void = () => undefined;
    const mine = new Promise<void>((resolve) => {
      release = resolve;
    });
    const turn = this.last;
    this.last = turn.then(() => mine);
    const given = await withinTime(turn);
    if (given) return release;
    release();
    throw new BusyError();
  }
}

async function withinTime(turn: Promise<void>): Promise<boolean> {
  const stop = new AbortController();
  const late = pause(MOST_WAITING_MS, false, { signal: stop.signal, ref: false }).catch(() => false);
  const given = await Promise.race([turn.then(() => true), late]);
  stop.abort();
  return given;
}

/** One database file: all writes of this process share one handle, all reads outside a transaction another. */
class File {
  readonly queue = new WriterQueue();
  readonly writer: Raw.Database;
  readonly reader: Raw.Database;
  /** Sequelize asks for the columns before every SELECT. */
  private readonly columns = new Map<string, Statement>();

  constructor(path: string) {
    this.writer = new Raw(path);
    this.writer.exec('PRAGMA busy_timeout = 2000');
    this.writer.exec('PRAGMA journal_mode = WAL');
    // What a caller was told must survive a power cut of our own: 3 ms a commit instead of none (ADR 0001).
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

  close(): void {
    this.reader.close();
    this.writer.close();
  }
}

const isBusy = (error: unknown) => String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY');

/** Runs `task` again while another process writes. */
async function onceFree<T>(task: () => T): Promise<T> {
  for (let waited = 0, step = 1; ; waited += step, step = Math.min(step * 2, 25)) {
    try {
      return task();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (waited > MOST_WAITING_MS) throw new BusyError();
    }
    await pause(step);
  }
}

function plain(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value ?? null;
}

/** Sequelize names its parameters `$1`; the driver wants the name without the sign. */
function bound(parameters: Parameters): unknown {
  if (Array.isArray(parameters)) return parameters.map(plain);
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name.slice(1), plain(value)]));
}

function execute(handle: Raw.Database, sql: string, parameters: Parameters): Statement {
  // A PRAGMA tells what its handle last knew of the tables; a SELECT makes it look whether another handle changed them.
  if (/^\s*PRAGMA\b/i.test(sql)) handle.prepare('SELECT 1 FROM sqlite_master LIMIT 1').all();
  const prepared = handle.prepare(sql);
  const values = bound(parameters);
  if (prepared.reader) return new Statement(0, 0, prepared.all(values));
  const { lastInsertRowid, changes } = prepared.run(values);
  return new Statement(Number(lastInsertRowid), changes, []);
}

/** BEGIN, COMMIT, ROLLBACK: a prepared one that meets SQLITE_BUSY stays open until it is collected, and bars the next commit. */
function control(handle: Raw.Database, sql: string): Statement {
  handle.exec(sql);
  return nothing;
}

/** A write outside a transaction; only its BEGIN can meet another process. */
async function writeAlone(handle: Raw.Database, sql: string, parameters: Parameters): Promise<Statement> {
  if (/^\s*(VACUUM|ATTACH|DETACH)\b/i.test(sql)) return onceFree(() => execute(handle, sql, parameters));
  await onceFree(() => control(handle, 'BEGIN IMMEDIATE'));
  try {
    const done = execute(handle, sql, parameters);
    handle.exec('COMMIT');
    return done;
  } catch (error) {
    if (handle.inTransaction) handle.exec('ROLLBACK');
    throw error;
  }
}

type Kind = 'begin' | 'end' | 'read' | 'write';

function kindOf(sql: string): Kind {
  if (/^\s*BEGIN\b/i.test(sql)) return 'begin';
  // ROLLBACK TO ends a savepoint, not the transaction.
  if (/^\s*(COMMIT|ROLLBACK(?!.*\bTO\b))\b/i.test(sql)) return 'end';
  if (/^\s*(SELECT|PRAGMA|EXPLAIN)\b/i.test(sql)) return 'read';
  return /^\s*WITH\b(?!.*\b(INSERT|UPDATE|DELETE)\b)/is.test(sql) ? 'read' : 'write';
}

/** A connection as Sequelize's sqlite dialect knows it from the `sqlite3` package; one per transaction and one for the rest. */
class Connection {
  /** Sequelize writes the transaction's id here. */
  uuid?: string;
  private endTurn: (() => void) | null = null;

  constructor(
    private readonly file: File,
    readonly filename: string,
    private readonly onClose: (connection: Connection) => void,
  ) {}

  /** Statements of one connection are synchronous and so in order anyway. */
  serialize(work: () => unknown): void {
    work();
  }

  run(sql: string, parameters: Parameters = [], callback?: Callback): void {
    void this.answer(sql, parameters, callback);
  }

  all(sql: string, parameters: Parameters | Callback, callback?: Callback): void {
    if (typeof parameters === 'function') void this.answer(sql, [], parameters);
    else void this.answer(sql, parameters, callback);
  }

  close(callback?: (error: Error | null) => void): void {
    if (this.endTurn) {
      if (this.file.writer.inTransaction) this.file.writer.exec('ROLLBACK');
      this.endTurn();
      this.endTurn = null;
    }
    this.onClose(this);
    callback?.(null);
  }

  /** Calls back in a later turn of the event loop, so that a long row of queries never starves the network. */
  private async answer(sql: string, parameters: Parameters, callback: Callback | undefined): Promise<void> {
    try {
      const done = await this.perform(sql, parameters);
      setImmediate(() => callback?.call(done, null, done.rows));
    } catch (error) {
      setImmediate(() => callback?.call(nothing, error as Error));
    }
  }

  private async perform(sql: string, parameters: Parameters): Promise<Statement> {
    if (/^PRAGMA table_info\b/.test(sql)) return this.file.columnsOf(sql);
    this.file.forgetColumns(sql);
    const kind = kindOf(sql);
    if (kind === 'begin') return this.begin(sql);
    if (this.endTurn !== null) return this.inside(kind, sql, parameters, this.endTurn);
    // Sequelize rolls back also what never began.
    if (kind === 'end') return nothing;
    if (kind === 'read') return execute(this.file.reader, sql, parameters);
    const endTurn = await this.file.queue.take();
    try {
      return await writeAlone(this.file.writer, sql, parameters);
    } finally {
      endTurn();
    }
  }

  private async begin(sql: string): Promise<Statement> {
    const endTurn = await this.file.queue.take();
    try {
      await onceFree(() => control(this.file.writer, sql));
      this.endTurn = endTurn;
      return nothing;
    } catch (error) {
      endTurn();
      throw error;
    }
  }

  private inside(kind: Kind, sql: string, parameters: Parameters, endTurn: () => void): Statement {
    if (kind !== 'end') return execute(this.file.writer, sql, parameters);
    try {
      return control(this.file.writer, sql);
    } finally {
      if (!this.file.writer.inTransaction) {
        this.endTurn = null;
        endTurn();
      }
    }
  }
}

/** The part of the `sqlite3` package that Sequelize uses, over libsql; one for each Sequelize instance (docs/adr/0001-database-drivers.md). */
export function libsqlDialect(): object {
  const files = new Map<string, File>();
  const open = new Set<Connection>();

  const closed = (connection: Connection) => {
    open.delete(connection);
    if (open.size > 0) return;
    for (const file of files.values()) file.close();
    files.clear();
  };

  function Database(path: string, _mode: number, callback: (error: Error | null) => void): Connection | undefined {
    try {
      const file = files.get(path) ?? new File(path);
      files.set(path, file);
      const connection = new Connection(file, path, closed);
      open.add(connection);
      setImmediate(callback, null);
      return connection;
    } catch (error) {
      setImmediate(callback, error as Error);
      return undefined;
    }
  }

  return { Database, OPEN_READWRITE: 2, OPEN_CREATE: 4 };
}
