import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import Raw from 'libsql';
import { QueryTypes } from 'sequelize';
import { type Database, inTransaction, isDatabaseUnavailable, openDatabase } from '../../models/database';
import { Meta } from '../../models/meta';
import { migrate } from '../../models/migrate';
import { type FreshDatabase, databaseKind, freshDatabase, workerUrl } from '../support/database';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase({});
});
afterAll(() => fresh.drop());

const create = (key: string) => inTransaction(() => Meta.create({ key, value: 'x' }));
const inTime = async <T>(ms: number, work: () => Promise<T>): Promise<T> => {
  const start = performance.now();
  const result = await work();
  expect(performance.now() - start).toBeLessThan(ms);
  return result;
};
const failure = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

/** A way to the server that can be cut, frozen and given back. */
async function startProxy(host: string, port: number) {
  const sockets = new Set<Socket>();
  let frozen = false;
  const server = createServer((client) => {
    const upstream = connect(port, host);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    client.on('data', (data) => frozen || upstream.write(data));
    upstream.on('data', (data) => frozen || client.write(data));
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  const listen = (at: number) => new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
  await listen(0);
  const own = (server.address() as AddressInfo).port;
  const cut = () =>
    new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      for (const socket of sockets) socket.destroy();
    });
  return { port: own, cut, restore: () => listen(own), freeze: (on: boolean) => (frozen = on) };
}

// Some ways to fail exist on one kind of database only.
if (databaseKind === 'mariadb')
  describe('a server', () => {
    let database: Database;
    let proxy: Awaited<ReturnType<typeof startProxy>>;
    let server: string;

    beforeEach(async () => {
      const url = await workerUrl('cut');
      const [, host = '', port = ''] = /@([^:/]+):(\d+)/.exec(url) ?? [];
      server = `${host}:${port}`;
      proxy = await startProxy(host, Number(port));
      database = await openDatabase({ url: url.replace(server, `127.0.0.1:${proxy.port}`), dataDir: fresh.dataDir });
      await migrate(database);
      await Meta.destroy({ where: {} });
    });
    afterEach(async () => {
      proxy.freeze(false);
      await database.close();
      await proxy.cut().catch(() => undefined);
    });

    it('that is cut off is unavailable at once, and used again when it is back', async () => {
      await proxy.cut();
      await inTime(2000, async () => {
        expect(await failure(create('lost'))).toMatchObject({ name: 'HotlineError', code: 'database_unavailable' });
        expect(isDatabaseUnavailable(await failure(Meta.count()))).toBe(true);
        expect(await database.reachable()).toBe(false);
      });
      await proxy.restore();
      await create('back');
      expect(await Meta.count()).toBe(1);
    });

    it('that is frozen is unavailable before a caller gives up', async () => {
      proxy.freeze(true);
      expect(await inTime(4000, () => database.reachable())).toBe(false);
      await inTime(12_000, async () => {
        expect(isDatabaseUnavailable(await failure(Meta.count()))).toBe(true);
      });
      proxy.freeze(false);
      await create('thawed');
      expect(await Meta.count()).toBe(1);
    });

    it('that ends a connection in mid-transaction costs one more try, and nothing is written twice', async () => {
      let bodies = 0;
      await inTransaction(async () => {
        bodies += 1;
        await Meta.create({ key: 'once', value: String(bodies) });
        if (bodies === 1) {
          const [row] = await database.sequelize.query<{ id: number }>('SELECT CONNECTION_ID() AS id', {
            type: QueryTypes.SELECT,
          });
          await fresh.database.sequelize.query(`KILL ${row?.id ?? 0}`, { transaction: null });
          await Meta.count();
        }
      });
      expect(bodies).toBe(2);
      expect((await Meta.findAll()).map(({ value }) => value)).toEqual(['2']);
    });

    it('that is lost in a commit says that the outcome is unknown', async () => {
      const error = await failure(
        inTransaction(async () => {
          await Meta.create({ key: 'unknown', value: 'x' });
          await proxy.cut();
        }),
      );
      expect(error).toMatchObject({ code: 'database_unavailable', details: { outcome: 'unknown' } });
    });

    it('among several is the first that answers', async () => {
      const url = (await workerUrl('cut')).replace(server, `127.0.0.1:1,127.0.0.1:${proxy.port},${server}`);
      const several = await openDatabase({ url, dataDir: fresh.dataDir });
      await create('one');
      await proxy.cut();
      await create('two');
      expect(await Meta.count()).toBe(2);
      await several.close();
    });
  });

if (databaseKind === 'sqlite')
  describe('a file that another process is writing', () => {
    let other: Raw.Database;
    beforeEach(async () => {
      await fresh.reset();
      other = new Raw(fresh.url.slice('sqlite:'.length));
      other.exec('BEGIN IMMEDIATE');
    });
    afterEach(() => other.close());

    it('is waited for without stopping the event loop, and can be read meanwhile', async () => {
      const waiting = Promise.all([create('a'), Meta.create({ key: 'b', value: 'x' })]);
      let turns = 0;
      for (; turns < 20; turns += 1) await inTime(250, () => pause(5));
      expect(await Meta.count()).toBe(0);
      other.exec('COMMIT');
      await waiting;
      expect(await Meta.count()).toBe(2);
    });

    it('is unavailable after a while', async () => {
      await inTime(9000, async () => {
        expect(await failure(create('a'))).toMatchObject({ name: 'HotlineError', code: 'database_unavailable' });
      });
      other.exec('ROLLBACK');
      await create('b');
      expect(await Meta.count()).toBe(1);
    });
  });
