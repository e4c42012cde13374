import { control, DatabaseFile, execute, nothing } from './libsql-file';
import type { Parameters, Statement } from './libsql-file';

type Callback = (this: Statement, error: Error | null, rows?: readonly unknown[]) => void;

type Kind = 'begin' | 'end' | 'read' | 'write';

function kindOf(sql: string): Kind {
  if (/^\s*BEGIN\b/i.test(sql)) return 'begin';
  // ROLLBACK TO ends a savepoint, not the transaction.
  if (/^\s*(COMMIT|ROLLBACK(?!.*\bTO\b))\b/i.test(sql)) return 'end';
  if (/^\s*(SELECT|PRAGMA|EXPLAIN)\b/i.test(sql)) return 'read';
  return /^\s*WITH\b(?!.*\b(INSERT|UPDATE|DELETE)\b)/is.test(sql) ? 'read' : 'write';
}

/** Runs `work` without writing stack traces: Sequelize asks for one with every statement, and writing it takes longer than most statements. */
function withoutStacks(work: () => void): void {
  const writer: { prepareStackTrace?: unknown } = Error;
  const usual = writer.prepareStackTrace;
  writer.prepareStackTrace = () => '';
  try {
    work();
  } finally {
    writer.prepareStackTrace = usual;
  }
}

/** A connection as Sequelize's sqlite dialect knows it from the `sqlite3` package; one for each transaction and one for everything else. */
class Connection {
  /** Sequelize writes the transaction's id here. */
  uuid?: string;
  private endTurn: (() => void) | null = null;

  constructor(
    private readonly file: DatabaseFile,
    readonly filename: string,
    private readonly onClose: (connection: Connection) => void,
  ) {}

  /** The statements of one connection are synchronous, so they run in order anyway. */
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
      setImmediate(() => {
        withoutStacks(() => callback?.call(done, null, done.rows));
      });
    } catch (error) {
      setImmediate(() => callback?.call(nothing, error as Error));
    }
  }

  private async perform(sql: string, parameters: Parameters): Promise<Statement> {
    // Sequelize says so on every connection, and a transaction is one; both handles do it anyway.
    if (/^PRAGMA FOREIGN_KEYS=ON\b/.test(sql)) return nothing;
    if (/^PRAGMA table_info\b/.test(sql)) return this.file.columnsOf(sql);
    this.file.forgetColumns(sql);
    const kind = kindOf(sql);
    if (kind === 'begin') return this.begin(sql);
    if (this.endTurn !== null) return this.inside(kind, sql, parameters, this.endTurn);
    // Sequelize also rolls back transactions that never began.
    if (kind === 'end') return nothing;
    if (kind === 'read') return execute(this.file.reader, sql, parameters);
    const endTurn = await this.file.queue.take();
    try {
      return await this.file.writeAlone(sql, parameters);
    } finally {
      endTurn();
    }
  }

  private async begin(sql: string): Promise<Statement> {
    const endTurn = await this.file.queue.take();
    try {
      await this.file.begin(sql);
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

/** The part of the `sqlite3` package that Sequelize uses, over libsql; one for each Sequelize instance (docs/adr/0001-database-drivers.md). `waitMs` as in DatabaseSettings. */
export function libsqlDialect(waitMs: number): object {
  const files = new Map<string, DatabaseFile>();
  const open = new Set<Connection>();

  const closed = (connection: Connection) => {
    open.delete(connection);
    if (open.size > 0) return;
    for (const file of files.values()) file.close();
    files.clear();
  };

  function Database(path: string, _mode: number, callback: (error: Error | null) => void): Connection | undefined {
    try {
      const file = files.get(path) ?? new DatabaseFile(path, waitMs);
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
