import { askForChanges, inTransaction, readAfresh, readOnce, remembered } from '../../models/database';
import { Meta } from '../../models/meta';
import { Region } from '../../models/region';
import { databaseKind, onEmptyTables, type FreshDatabase } from '../support/database';

let fresh: FreshDatabase;
onEmptyTables(async (emptied) => {
  fresh = emptied;
  await Region.create({ code: 'URB', nameZh: '城区', nameEn: 'City', profile: 'power', class: 'urban' });
});

const nameOf = async (): Promise<string | undefined> => (await Region.findByPk('URB'))?.nameEn;
const rename = (nameEn: string) => Region.update({ nameEn }, { where: { code: 'URB' } });

/** What another process would have done: past the models of this one. */
async function renameElsewhere(nameEn: string, version: string): Promise<void> {
  await fresh.database.sequelize.query(`UPDATE regions SET name_en = '${nameEn}'`);
  await Meta.upsert({ key: 'remembered.version', value: version });
}

describe('what is remembered', () => {
  it('is read once, and again after a change here', async () => {
    const read = jest.fn(nameOf);
    expect([await remembered('name', read), await remembered('name', read)]).toEqual(['City', 'City']);
    expect(read).toHaveBeenCalledTimes(1);
    await rename('Town');
    expect(await remembered('name', read)).toBe('Town');
  });

  it('is read again once it is known that another process changed it', async () => {
    await askForChanges();
    expect(await remembered('name', nameOf)).toBe('City');
    await renameElsewhere('Town', 'other');
    expect(await remembered('name', nameOf)).toBe('City');
    await askForChanges();
    expect(await remembered('name', nameOf)).toBe('Town');
  });

  it('is what the transaction itself has changed, and for others only what is committed', async () => {
    await remembered('name', nameOf);
    await expect(
      inTransaction(async () => {
        await rename('Town');
        expect(await remembered('name', nameOf)).toBe('Town');
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    expect(await remembered('name', nameOf)).toBe('City');
  });

  it('is not what a webhook had read before the change, though the webhook goes on after it', async () => {
    await askForChanges();
    await readOnce(async () => {
      expect(await remembered('name', nameOf)).toBe('City');
      await readAfresh(async () => {
        await renameElsewhere('Town', 'other');
        await askForChanges();
      });
      expect(await remembered('name', nameOf)).toBe('Town');
    });
    expect(await remembered('name', nameOf)).toBe('Town');
  });

  it('is not what failed to be read', async () => {
    await expect(remembered('name', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    expect(await remembered('name', nameOf)).toBe('City');
  });

  it('is read by a transaction for itself while somebody outside still waits for it', async () => {
    let arrives = (): void => undefined;
    const connection = new Promise<void>((resolve) => (arrives = resolve));
    const outside = remembered('name', () => connection.then(nameOf));
    expect(await inTransaction(() => remembered('name', nameOf))).toBe('City');
    arrives();
    expect(await outside).toBe('City');
  }, 10_000);

  it('may change while a long import changes something else', async () => {
    await Region.create({ code: 'RUR', nameZh: '乡村', nameEn: 'Land', profile: 'power', class: 'rural' });
    let [hasBegun, goOn] = [(): void => undefined, (): void => undefined];
    const begun = new Promise<void>((resolve) => (hasBegun = resolve));
    const rest = new Promise<void>((resolve) => (goOn = resolve));
    await askForChanges();
    const before = await remembered('name', nameOf);
    const long = inTransaction(async () => {
      await rename('Town');
      hasBegun();
      await rest;
    });
    await begun;
    const other = Region.update({ nameEn: 'Country' }, { where: { code: 'RUR' } });
    // SQLite has one writer at a time in any case.
    await (databaseKind === 'sqlite' ? undefined : other);
    expect([before, await remembered('name', nameOf)]).toEqual(['City', 'City']);
    goOn();
    await Promise.all([long, other]);
    expect(await remembered('name', nameOf)).toBe('Town');
  }, 20_000);

  it('tells other processes of what a transaction changed, if it is committed', async () => {
    const version = async (): Promise<string | undefined> => (await Meta.findByPk('remembered.version'))?.value;
    const before = await version();
    const changed = inTransaction(async () => {
      await rename('Town');
      throw new Error('undone');
    });
    await expect(changed).rejects.toThrow('undone');
    expect(await version()).toBe(before);
    await inTransaction(() => rename('Town'));
    expect(await version()).not.toBe(before);
  });

  it('is also what came along with something else, until that changes', async () => {
    const never = (): Promise<string> => Promise.reject(new Error('read again'));
    await remembered('region', async (also) => {
      const name = await nameOf();
      also('name', name);
      return name;
    });
    expect(await remembered('name', never)).toBe('City');
    await rename('Town');
    expect(await remembered('name', nameOf)).toBe('Town');
  });

  it('is not what was read before a change and came along after it', async () => {
    await remembered('region', async (also) => {
      const name = await nameOf();
      await rename('Town');
      also('name', name);
      return name;
    });
    expect(await remembered('name', nameOf)).toBe('Town');
  });
});
