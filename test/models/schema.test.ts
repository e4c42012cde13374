import { openDatabase } from '../../models/database';
import { migrate, pendingMigrations } from '../../models/migrate';
import { tables } from '../../models/tables';
import { type FreshDatabase, freshDatabase, workerUrl } from '../support/database';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

/** Columns that a process of the version before still writes while the new one starts; the next version drops them. */
const leftFor: Readonly<Record<string, readonly string[]>> = { pagings: ['step_started_at'] };

it.each(tables.map((table) => [table.name, table] as const))(
  '%s has exactly the columns of its table',
  async (_, table) => {
    const columns = await fresh.database.sequelize.getQueryInterface().describeTable(table.tableName);
    const declared = Object.values(table.getAttributes()).map((attribute) => [
      attribute.field,
      attribute.primaryKey ? 'key' : { allowNull: attribute.allowNull },
    ]);
    const migrated = Object.entries(columns).map(([name, { allowNull, primaryKey }]) => [
      name,
      primaryKey ? 'key' : { allowNull },
    ]);
    const left = (leftFor[table.tableName] ?? []).map((name) => [name, { allowNull: true }]);
    expect(Object.fromEntries(migrated)).toEqual(Object.fromEntries([...declared, ...left]));
  },
);

it.each(tables.map((table) => [table.name, table] as const))(
  '%s keeps its unique keys in the table',
  async (_, table) => {
    const queries = fresh.database.sequelize.getQueryInterface();
    const indexes = (await queries.showIndex(table.tableName)) as {
      unique: boolean;
      primary: boolean;
      fields: { attribute: string }[];
    }[];
    const migrated = indexes
      .filter((one) => one.unique && !one.primary)
      .map((one) =>
        one.fields
          .map((field) => field.attribute)
          .sort()
          .join(),
      );
    const declared = Object.values(
      (table as unknown as { uniqueKeys: Record<string, { fields: string[] }> }).uniqueKeys,
    );
    // SQLite shows the index behind a text primary key too.
    const ownKey = table.primaryKeyAttribute;
    const expected = declared.map(({ fields }) => [...fields].sort().join());
    expect(migrated.filter((fields) => fields !== ownKey).sort()).toEqual(expected.sort());
  },
);

it('stores moments with three digits of a second', async () => {
  const columns = await fresh.database.sequelize.getQueryInterface().describeTable('tickets');
  const moments = Object.entries(columns).filter(([name]) => name.endsWith('_at'));
  expect(moments.length).toBeGreaterThan(10);
  for (const [, { type }] of moments) {
    expect(type).toBe(fresh.database.kind === 'sqlite' ? 'DATETIME' : 'DATETIME(3)');
  }
});

it('lets processes that start together migrate one after another, once', async () => {
  const url = await workerUrl('together');
  const open = () => openDatabase({ url, dataDir: fresh.dataDir });
  const databases = [await open(), await open(), await open()];
  const steps = await pendingMigrations(databases[0]!);
  expect(steps).toContain('0001-reference-data');
  const done = await Promise.all(databases.map((database) => migrate(database)));
  expect(done.flat()).toEqual(steps);
  expect(await pendingMigrations(databases[1]!)).toEqual([]);
  expect(await migrate(databases[2]!)).toEqual([]);
  await Promise.all(databases.map((database) => database.close()));
});

it('sees at once what another connection changed in the tables', async () => {
  const url = await workerUrl('changed');
  const [one, other] = [
    await openDatabase({ url, dataDir: fresh.dataDir }),
    await openDatabase({ url, dataDir: fresh.dataDir }),
  ];
  const queries = [one, other].map(({ sequelize }) => sequelize.getQueryInterface());
  await queries[0]!.dropTable('things');
  await queries[0]!.createTable('things', { id: { type: 'INTEGER', primaryKey: true }, size: 'INTEGER' });
  expect(await queries[1]!.showIndex('things')).not.toContainEqual(expect.objectContaining({ name: 'things_size' }));
  await queries[0]!.addIndex('things', ['size'], { name: 'things_size' });
  for (const each of queries) {
    expect(await each.showIndex('things')).toContainEqual(expect.objectContaining({ name: 'things_size' }));
  }
  await Promise.all([one.close(), other.close()]);
});
