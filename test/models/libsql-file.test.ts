import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseFile, execute } from '../../models/libsql-file';

/** Statements that are prepared once and used again. */

let folder: string;
let file: DatabaseFile;
let other: DatabaseFile;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-file-'));
  [file, other] = [new DatabaseFile(join(folder, 'f.sqlite'), 1000), new DatabaseFile(join(folder, 'f.sqlite'), 1000)];
  await file.writeAlone('CREATE TABLE crews (code TEXT UNIQUE)', []);
});
afterEach(async () => {
  file.close();
  other.close();
  await rm(folder, { recursive: true });
});

const add = (code: string, to = file) => to.writeAlone('INSERT INTO crews (code) VALUES ($1)', { $1: code });
const crews = (of = file) => execute(of.reader, 'SELECT * FROM crews ORDER BY code', []).rows;

it('see what another process has written since', async () => {
  await add('A');
  expect(crews()).toEqual([{ code: 'A' }]);
  await add('B', other);
  expect(crews()).toEqual([{ code: 'A' }, { code: 'B' }]);
});

it('run again after one of them failed', async () => {
  expect(await add('A')).toMatchObject({ lastID: 1, changes: 1 });
  await expect(add('A')).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_UNIQUE' });
  expect(await add('B')).toMatchObject({ changes: 1 });
  expect(crews(other)).toEqual([{ code: 'A' }, { code: 'B' }]);
});

it('leave nothing open that keeps another process from writing, or the log of changes from being emptied', async () => {
  for (const code of ['A', 'B']) await add(code);
  expect([crews(), crews()]).toEqual([crews(other), crews(other)]);
  await add('C', other);
  expect(execute(other.writer, 'PRAGMA wal_checkpoint(TRUNCATE)', []).rows).toMatchObject([{ busy: 0, log: 0 }]);
});

it('know the columns of a table that has changed, here or elsewhere', async () => {
  await add('A');
  expect(crews()).toEqual([{ code: 'A' }]);
  await file.writeAlone('ALTER TABLE crews ADD COLUMN phone TEXT', []);
  expect(crews()).toEqual([{ code: 'A', phone: null }]);
  await other.writeAlone('ALTER TABLE crews ADD COLUMN team TEXT', []);
  expect(crews()).toEqual([{ code: 'A', phone: null, team: null }]);
  await add('B');
  expect(crews()).toHaveLength(2);
});

it('are prepared once for a text, however many others there are, as long as it is used', () => {
  const prepare = jest.spyOn(file.reader, 'prepare');
  const often = () => execute(file.reader, 'SELECT COUNT(*) AS n FROM crews', []).rows;
  for (let number = 0; number < 1200; number += 1) {
    expect(often()).toEqual([{ n: 0 }]);
    execute(file.reader, `SELECT ${number}`, []);
  }
  expect(prepare).toHaveBeenCalledTimes(1201);
  execute(file.reader, 'SELECT 0', []);
  execute(file.reader, 'SELECT 1199', []);
  expect(prepare).toHaveBeenCalledTimes(1202);
});
