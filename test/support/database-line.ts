import { createServer, connect } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import Libsql from 'libsql';
import { openDatabase } from '../../models/database';
import type { Database } from '../../models/database';
import { databaseKind } from './database';
import type { FreshDatabase } from './database';

/** A database that can be taken away: MariaDB behind a line that is cut, SQLite under a lock that another program holds. */
export abstract class DatabaseLine {
  protected constructor(readonly database: Database) {}

  static open(fresh: FreshDatabase): Promise<DatabaseLine> {
    return databaseKind === 'sqlite' ? LockedFile.to(fresh) : CutLine.to(fresh);
  }

  abstract cut(): Promise<void>;
  abstract mend(): Promise<void>;
  abstract close(): Promise<void>;
}

class LockedFile extends DatabaseLine {
  private lock: Libsql.Database | null = null;

  private constructor(
    database: Database,
    private readonly path: string,
  ) {
    super(database);
  }

  static to({ database, url }: FreshDatabase): Promise<DatabaseLine> {
    return Promise.resolve(new LockedFile(database, url.slice('sqlite:'.length)));
  }

  cut(): Promise<void> {
    this.lock = new Libsql(this.path);
    this.lock.exec('BEGIN EXCLUSIVE');
    return Promise.resolve();
  }

  mend(): Promise<void> {
    this.lock?.exec('ROLLBACK');
    this.lock?.close();
    this.lock = null;
    return Promise.resolve();
  }

  async close(): Promise<void> {
    await this.mend();
  }
}

class CutLine extends DatabaseLine {
  private readonly sockets = new Set<Socket>();

  private constructor(
    database: Database,
    private server: Server,
    private readonly port: number,
    private readonly target: { readonly host: string; readonly port: number },
  ) {
    super(database);
    this.serve(server);
  }

  static async to({ url, dataDir }: FreshDatabase): Promise<DatabaseLine> {
    const target = new URL(url);
    const server = createServer();
    const port = await listen(server, 0);
    const through = new URL(url);
    through.hostname = '127.0.0.1';
    through.port = String(port);
    const database = await openDatabase({ url: through.href, dataDir });
    return new CutLine(database, server, port, { host: target.hostname, port: Number(target.port) });
  }

  async cut(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  async mend(): Promise<void> {
    this.server = createServer();
    this.serve(this.server);
    await listen(this.server, this.port);
  }

  async close(): Promise<void> {
    await this.database.close();
    await this.cut();
  }

  private serve(server: Server): void {
    server.on('connection', (near) => {
      const far = connect(this.target);
      for (const socket of [near, far]) {
        this.sockets.add(socket);
        socket.on('error', () => socket.destroy());
        socket.once('close', () => this.sockets.delete(socket));
      }
      near.pipe(far).pipe(near);
      near.once('close', () => far.destroy());
      far.once('close', () => near.destroy());
    });
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}
