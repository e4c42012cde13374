import { inTransaction, readAfresh, readOnce } from '../../models/database';
import { Region } from '../../models/region';
import { onEmptyTables, type FreshDatabase } from '../support/database';
import { statementsOf } from '../support/statements';

let fresh: FreshDatabase;
onEmptyTables(async (emptied) => {
  fresh = emptied;
  await Region.create({ code: 'URB', nameZh: '城区', nameEn: 'City', profile: 'power', class: 'urban' });
});

const nameOf = async (): Promise<string | undefined> => (await Region.findByPk('URB'))?.nameEn;
const rename = (nameEn: string) => Region.update({ nameEn }, { where: { code: 'URB' } });
const count = async (work: () => Promise<unknown>): Promise<number> =>
  (await statementsOf(fresh.database.sequelize, work)).length;

describe('what is read for one answer', () => {
  it('is asked once, whether one read follows the other or both come together', async () => {
    expect(await count(() => readOnce(async () => [await nameOf(), await nameOf()]))).toBe(1);
    expect(await count(() => readOnce(() => Promise.all([nameOf(), nameOf()])))).toBe(1);
  });

  it('is asked again after anything was written', async () => {
    const names = await readOnce(async () => [await nameOf(), await rename('Town'), await nameOf()]);
    expect([names[0], names[2]]).toEqual(['City', 'Town']);
  });

  it('is not what was read while something was being written', async () => {
    const last = await readOnce(async () => {
      await Promise.all([rename('Town'), nameOf()]);
      return nameOf();
    });
    expect(last).toBe('Town');
  });

  it('is asked in a transaction, and again after it', async () => {
    const read = () =>
      readOnce(async () => {
        const before = await nameOf();
        const inside = await inTransaction(async () => [await nameOf(), await rename('Town'), await nameOf()]);
        return [before, inside[0], inside[2], await nameOf()];
      });
    expect(await read()).toEqual(['City', 'City', 'Town', 'Town']);
  });

  it('tells different questions of one statement apart', async () => {
    const [all, one, raw] = await readOnce(() =>
      Promise.all([Region.findAll({ limit: 1 }), Region.findOne(), Region.findOne({ raw: true })]),
    );
    expect(all).toHaveLength(1);
    expect(one).toBeInstanceOf(Region);
    expect(raw).not.toBeInstanceOf(Region);
  });

  it('ends with the answer, and is of no concern to what the answer set going', async () => {
    let end = (): void => undefined;
    const asked = readOnce(async (ends) => {
      end = ends;
      await nameOf();
      await fresh.database.sequelize.query("SELECT 'something else'");
      return count(() => readAfresh(nameOf));
    });
    expect(await asked).toBe(1);
    const later = readOnce(async (ends) => {
      ends();
      return count(async () => [await nameOf(), await nameOf()]);
    });
    expect(await later).toBe(2);
    end();
  });

  it('is asked again where it could not be read', async () => {
    const { sequelize } = fresh.database;
    const missing = () => sequelize.query('SELECT name FROM nowhere').catch(() => 'failed');
    expect(await count(() => readOnce(async () => [await missing(), await missing()]))).toBe(2);
  });
});
