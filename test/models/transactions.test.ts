import { setTimeout as pause } from 'node:timers/promises';
import { Op } from 'sequelize';
import { afterCommit, inTransaction, isInTransaction } from '../../models/database';
import { Meta } from '../../models/meta';
import { Person } from '../../models/person';
import { TicketNumberBlock, reserveSerials } from '../../models/ticket-number-block';
import { type FreshDatabase, databaseKind, freshDatabase } from '../support/database';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
beforeEach(() => fresh.reset());
afterAll(() => fresh.drop());

const times = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));
const count = async (key: string) => Number((await Meta.findByPk(key))?.value);
const increment = async (key: string) => {
  const row = await Meta.findByPk(key, { lock: true });
  await pause(0);
  await Meta.update({ value: String(Number(row?.value) + 1) }, { where: { key } });
};

describe.each([50, 200])('%i transactions at once', (many) => {
  it('lose no increment, race plain writes, and see nothing of each other', async () => {
    await Meta.create({ key: 'counter', value: '0' });
    const transactions = times(many, (index) =>
      inTransaction(async () => {
        await increment('counter');
        await Meta.create({ key: `in-${index}`, value: 'x' });
      }),
    );
    const writes = times(many, (index) => Meta.create({ key: `plain-${index}`, value: 'x' }));
    const reads = times(many, () => Meta.count());
    await Promise.all([transactions, writes, reads]);
    expect(await count('counter')).toBe(many);
    expect(await Meta.count({ where: { key: { [Op.like]: 'in-%' } } })).toBe(many);
    expect(await Meta.count({ where: { key: { [Op.like]: 'plain-%' } } })).toBe(many);
  });

  it('agree on one winner of a conditional update and of a unique key', async () => {
    await Meta.create({ key: 'job', value: 'free' });
    const won = await times(many, () =>
      inTransaction(async () => {
        const [changed] = await Meta.update({ value: 'taken' }, { where: { key: 'job', value: 'free' } });
        return changed;
      }),
    );
    expect(won.filter((changed) => changed === 1)).toHaveLength(1);
    const created = await Promise.allSettled(
      Array.from({ length: many }, () => inTransaction(() => Meta.create({ key: 'once', value: 'x' }))),
    );
    expect(created.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

it('runs the whole body again after a deadlock', async () => {
  await Meta.bulkCreate(['a', 'b'].map((key) => ({ key, value: '0' })));
  let bodies = 0;
  const bothHoldOne = meeting(2);
  const incrementBoth = (first: string, second: string) =>
    inTransaction(async () => {
      bodies += 1;
      await increment(first);
      // SQLite lets the second begin when the first has ended.
      if (databaseKind === 'mariadb') await bothHoldOne();
      await increment(second);
    });
  await Promise.all([incrementBoth('a', 'b'), incrementBoth('b', 'a')]);
  expect([await count('a'), await count('b')]).toEqual([2, 2]);
  expect(bodies).toBe(databaseKind === 'mariadb' ? 3 : 2);
});

/** Waits until so many have come; who comes later goes on at once. */
function meeting(size: number): () => Promise<void> {
  let come = 0;
  let open = (): void => undefined;
  const all = new Promise<void>((resolve) => (open = resolve));
  return () => {
    come += 1;
    if (come === size) open();
    return all;
  };
}

it('rolls back everything when the body throws, and joins an outer transaction', async () => {
  const failing = inTransaction(async () => {
    await inTransaction(() => Meta.create({ key: 'inner', value: 'x' }));
    await Meta.create({ key: 'outer', value: 'x' });
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  expect(await Meta.count()).toBe(0);
});

describe('what follows a commit', () => {
  const deadlock = () => Object.assign(new Error('Deadlock found'), { errno: 1213, code: 'SQLITE_BUSY' });

  it('happens once, in order, after the outermost commit and outside it, however often the body ran', async () => {
    const happened: unknown[] = [];
    let bodies = 0;
    await inTransaction(async () => {
      bodies += 1;
      afterCommit(async () => {
        happened.push(['first', isInTransaction(), await Meta.count()]);
      });
      await inTransaction(async () => {
        await Meta.create({ key: 'inner', value: 'x' });
        afterCommit(() => {
          happened.push('second');
        });
      });
      expect(happened).toEqual([]);
      if (bodies < 3) throw deadlock();
    });
    expect([bodies, happened]).toEqual([3, [['first', false, 1], 'second']]);
  });

  it('does not happen when the transaction is undone', async () => {
    const happened: string[] = [];
    const failing = inTransaction(async () => {
      await Meta.create({ key: 'undone', value: 'x' });
      afterCommit(() => {
        happened.push('told');
      });
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect([happened, await Meta.count()]).toEqual([[], 0]);
  });

  it('happens at once where there is no transaction', () => {
    const happened: string[] = [];
    afterCommit(() => {
      happened.push('told');
    });
    expect(happened).toEqual(['told']);
  });
});

it('keeps concurrent flows apart: a flow outside sees nothing before the commit', async () => {
  let written: () => void = () => undefined;
  let go: () => void = () => undefined;
  const isWritten = new Promise<void>((resolve) => (written = resolve));
  const mayCommit = new Promise<void>((resolve) => (go = resolve));
  const transaction = inTransaction(async () => {
    await Meta.create({ key: 'secret', value: 'x' });
    written();
    await mayCommit;
    return Meta.count();
  });
  await isWritten;
  expect(await Meta.count()).toBe(0);
  go();
  expect(await transaction).toBe(1);
  expect(await Meta.count()).toBe(1);
});

it('lets work that was left behind in a transaction go on outside it', async () => {
  let left: Promise<unknown> = Promise.resolve();
  let finished: () => void = () => undefined;
  const isFinished = new Promise<void>((resolve) => (finished = resolve));
  await inTransaction(async () => {
    await Meta.create({ key: 'inside', value: 'x' });
    left = isFinished.then(() => Meta.create({ key: 'behind', value: 'x' }));
  });
  finished();
  await left;
  expect(await Meta.count()).toBe(2);
});

it('counts the rows that an update found, also if it changed nothing in them', async () => {
  await Meta.create({ key: 'same', value: 'x' });
  const [changed] = await Meta.update({ value: 'x' }, { where: { key: 'same' } });
  expect(changed).toBe(1);
});

it('keeps milliseconds, lists, booleans, null and Chinese', async () => {
  const at = new Date('2026-02-03T04:05:06.123Z');
  const words = { name: '张三', skills: ['hv', 'lv'], pinLockedUntil: at };
  await Person.create({
    code: '7',
    phone: '+8613800000007',
    role: 'technician',
    teamCode: 'T',
    language: 'en',
    ...words,
  });
  const person = await Person.findByPk('7');
  expect(person).toMatchObject({ ...words, pinHash: null, phone2: null, pinFailures: 0 });
  expect(await Person.count({ where: { pinLockedUntil: { [Op.lte]: at } } })).toBe(1);
  expect(await Person.count({ where: { pinLockedUntil: { [Op.lt]: at } } })).toBe(0);
  await Person.update({ skills: [] }, { where: { code: '7' } });
  expect((await Person.findByPk('7'))?.skills).toEqual([]);
});

it('tells codes apart by case', async () => {
  await Meta.bulkCreate(['Key', 'key'].map((key) => ({ key, value: key })));
  expect((await Meta.findByPk('key'))?.value).toBe('key');
});

it('hands out blocks of ticket serials that never overlap', async () => {
  const firsts = await times(40, () => reserveSerials(10));
  expect(firsts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => 1_000_000 + index * 10));
  expect((await TicketNumberBlock.findByPk(1))?.nextSerial).toBe(1_000_400);
});

it('knows the time of the database', async () => {
  const before = performance.timeOrigin + performance.now();
  const now = (await fresh.database.now()).getTime();
  expect(Math.abs(now - before)).toBeLessThan(2000);
  expect(await fresh.database.reachable()).toBe(true);
});
