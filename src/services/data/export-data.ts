import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { type Model, type ModelStatic, Op, type WhereOptions } from 'sequelize';
import { Account } from '../../../models/account';
import { AccountPhone } from '../../../models/account-phone';
import { Outage } from '../../../models/outage';
import type { ServiceSettings } from '../context';
import { formatCell } from './cells';
import type { ImportProgress } from './import-data';
import { type DataFile, type Values, dataFiles } from './data-files';

const PAGE = 1000;

/** How many rows of a file are written, and how many there are. */
export type ExportProgress = Omit<ImportProgress, 'phase'>;

/** Writes the nine files that `importData` reads, in the order of their keys; PINs stay empty, outages are those not yet over. */
export async function exportData(
  { timezone }: Pick<ServiceSettings, 'timezone'>,
  folder: string,
  onProgress: (progress: ExportProgress) => void = () => undefined,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const file of dataFiles(timezone)) {
    const total = await file.model.count();
    await exportFile(file, join(folder, file.name), timezone, (done) => {
      onProgress({ file: file.name, done, total });
    });
  }
}

async function exportFile(
  file: DataFile,
  path: string,
  timezone: string,
  onRows: (done: number) => void,
): Promise<void> {
  const out = await open(path, 'w');
  let done = 0;
  try {
    await out.write(stringify([file.columns.map(({ name }) => name)]));
    for await (const rows of pages(file)) {
      const cells = rows.map((row) => file.columns.map(({ attribute }) => formatCell(row[attribute], timezone)));
      await out.write(stringify(cells));
      done += rows.length;
      onRows(done);
    }
  } finally {
    await out.close();
  }
}

async function* pages(file: DataFile): AsyncGenerator<readonly Values[]> {
  for (let offset = 0, last: unknown = null; ; offset += PAGE) {
    const rows = await page(file, offset, last);
    if (rows.length > 0) yield file.model === Account ? await withPhones(rows) : rows;
    if (rows.length < PAGE) return;
    last = rows.at(-1)?.[file.key[0] ?? ''];
  }
}

/** The next rows after the last key, which is quick on large tables too; by offset for the roster, which has no single key. */
async function page(file: DataFile, offset: number, last: unknown): Promise<readonly Values[]> {
  const model = file.model as ModelStatic<Model<Record<string, unknown>>>;
  const [only = '', ...others] = file.key;
  const bySingleKey = others.length === 0;
  const still: WhereOptions = file.model === Outage ? { state: 'current' } : {};
  const after: WhereOptions = bySingleKey && last !== null ? { [only]: { [Op.gt]: last } } : {};
  const found = await model.findAll({
    where: { ...still, ...after },
    order: file.key.map((attribute): [string, 'ASC'] => [attribute, 'ASC']),
    limit: PAGE,
    offset: bySingleKey ? 0 : offset,
  });
  return found.map((row) => row.get() as Values);
}

async function withPhones(rows: readonly Values[]): Promise<readonly Values[]> {
  const accountNo = rows.map((row) => row['accountNo'] as string);
  const all = await AccountPhone.findAll({ where: { accountNo }, order: [['id', 'ASC']] });
  const owned = new Map<unknown, AccountPhone[]>();
  for (const one of all) owned.set(one.accountNo, [...(owned.get(one.accountNo) ?? []), one]);
  return rows.map((row) => {
    const numbers = owned.get(row['accountNo']) ?? [];
    const phones = numbers.filter(({ tenant }) => !tenant).map(({ phone }) => phone);
    const tenantPhones = numbers.filter(({ tenant }) => tenant).map(({ phone }) => phone);
    return { ...row, phones, tenantPhones };
  });
}
