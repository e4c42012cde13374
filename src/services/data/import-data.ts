import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { inTransaction } from '../../../models/database';
import { HotlineError } from '../../errors';
import type { ServiceSettings } from '../context';
import { checkReferences } from './check-references';
import { type DataFile, type Values, dataFiles } from './data-files';
import { ProblemList } from './problem-list';
import { type Row, readFile } from './read-file';
import { writeRows } from './write-rows';
import { hashPin } from '../directory/pin-hash';

/** While a file is checked `done` and `total` are bytes, while it is written they are rows. */
export interface ImportProgress {
  readonly file: string;
  readonly phase: 'checking' | 'writing';
  readonly done: number;
  readonly total: number;
}

/** Rows written per file. */
export type ImportSummary = Readonly<Record<string, number>>;

type OnProgress = (progress: ImportProgress) => void;

/**
 * Imports the CSV files of a folder, all or nothing: known rows are updated, absent rows stay.
 * Throws `invalid_import` with `details.problems` (file, line, column, message) if anything in any file is wrong.
 */
export async function importData(
  { timezone }: Pick<ServiceSettings, 'timezone'>,
  folder: string,
  onProgress: OnProgress = () => undefined,
): Promise<ImportSummary> {
  const files = dataFiles(timezone);
  const problems = new ProblemList();
  const loaded = await readFolder(files, folder, problems, onProgress);
  if (!problems.full) await checkReferences(files, loaded, problems);
  problems.throwIfAny();
  const ready = await Promise.all([...loaded].map(async ([file, rows]) => ({ file, rows: await hashPins(rows) })));
  await inTransaction(async () => {
    for (const { file, rows } of ready) {
      await writeRows(file, rows, (done) => {
        onProgress({ file: file.name, phase: 'writing', done, total: rows.length });
      });
    }
  });
  return Object.fromEntries(ready.map(({ file, rows }) => [file.name, rows.length]));
}

async function readFolder(
  files: readonly DataFile[],
  folder: string,
  problems: ProblemList,
  onProgress: OnProgress,
): Promise<ReadonlyMap<DataFile, readonly Row[]>> {
  const present = await csvFiles(folder);
  const known = new Set(files.map(({ name }) => name));
  for (const file of present.filter((name) => !known.has(name))) {
    problems.add({ file, line: 0, column: '', message: `is not one of ${[...known].join(', ')}` });
  }
  const loaded = new Map<DataFile, readonly Row[]>();
  for (const file of files.filter(({ name }) => present.includes(name))) {
    const path = join(folder, file.name);
    const { size } = await stat(path);
    const report = (done: number) => {
      onProgress({ file: file.name, phase: 'checking', done, total: size });
    };
    loaded.set(file, await readFile(file, path, problems, report));
    report(size);
  }
  return loaded;
}

async function csvFiles(folder: string): Promise<readonly string[]> {
  const present = await readdir(folder).catch(() => {
    throw new HotlineError('invalid_import', `There is no folder ${folder} that can be read.`, { problems: [] });
  });
  const files = present.filter((name) => name.endsWith('.csv'));
  if (files.length > 0) return files;
  throw new HotlineError('invalid_import', `There is no CSV file in ${folder}.`, { problems: [] });
}

const HASHED_AT_ONCE = 4;

/** Replaces each PIN by its hash; a row without a PIN gets none. */
async function hashPins(rows: readonly Row[]): Promise<readonly Values[]> {
  if (!rows.some(({ values }) => 'pin' in values)) return rows.map(({ values }) => values);
  const hashed: Values[] = [];
  for (let from = 0; from < rows.length; from += HASHED_AT_ONCE) {
    hashed.push(...(await Promise.all(rows.slice(from, from + HASHED_AT_ONCE).map(({ values }) => withHash(values)))));
  }
  return hashed;
}

async function withHash({ pin, ...values }: Values): Promise<Values> {
  return typeof pin === 'string'
    ? { ...values, pinHash: await hashPin(pin), pinFailures: 0, pinLockedUntil: null }
    : values;
}
