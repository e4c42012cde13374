import { type Model, type ModelStatic, Op } from 'sequelize';
import { Account } from '../../../models/account';
import { AccountPhone } from '../../../models/account-phone';
import { Outage } from '../../../models/outage';
import { OutageWish } from '../../../models/outage-wish';
import { Person } from '../../../models/person';
import { systemClock } from '../../clock';
import { isNewTime, stateAfterImport } from '../../domain/outage';
import { endLateTask } from '../outages/watch-outages';
import type { DataFile, Values } from './data-files';

const CHUNK = 1000;

type Written = (count: number) => void;

/** Writes the rows of one file, new or known, inside the running transaction; `onWritten` gets the number of rows so far. */
export async function writeRows(file: DataFile, rows: readonly Values[], onWritten: Written): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK) {
    const chunk = rows.slice(from, from + CHUNK);
    await writeChunk(file, chunk);
    onWritten(from + chunk.length);
  }
}

async function writeChunk(file: DataFile, rows: readonly Values[]): Promise<void> {
  if (file.model === Person) return writePeople(file, rows);
  if (file.model === Outage) return writeOutages(file, rows);
  await upsert(file, rows);
  if (file.model === Account) await writePhones(rows);
}

/** `more` are attributes that are written but are no columns of the file. */
async function upsert(file: DataFile, rows: readonly Values[], more: readonly string[] = []): Promise<void> {
  const model: ModelStatic<Model> = file.model;
  const own = file.columns.map(({ attribute }) => attribute);
  const updated = [...own, ...more].filter((name) => !file.key.includes(name) && !file.notStored?.includes(name));
  await model.bulkCreate([...rows], {
    updateOnDuplicate: updated,
    conflictAttributes: [...file.key] as never[],
  });
}

/** Writes people: a row with a PIN also ends the lock of that person, a row without one changes neither PIN nor lock. */
async function writePeople(file: DataFile, rows: readonly Values[]): Promise<void> {
  const withPin = rows.filter(({ pinHash }) => pinHash !== undefined);
  const without = rows.filter(({ pinHash }) => pinHash === undefined);
  if (withPin.length > 0) await upsert(file, withPin, ['pinHash', 'pinFailures', 'pinLockedUntil']);
  if (without.length > 0) await upsert(file, without);
}

/** Writes outages: a restored one stays restored, and customers who wait for news of one whose end moved are told, as if the desk had moved it. */
async function writeOutages(file: DataFile, rows: readonly Values[]): Promise<void> {
  const named = rows.map((row) => ({ ...row, ...(row as unknown as NamedOutage) }));
  const codes = named.map(({ code }) => code);
  const known = new Map((await Outage.findAll({ where: { code: codes } })).map((outage) => [outage.code, outage]));
  const withState = named.map((row) => ({ ...row, ...stateAfterImport(known.get(row.code), row) }));
  await upsert(file, withState, ['state', 'restoredAt', 'lateNotedAt']);
  const before = named.flatMap((row) => {
    const outage = known.get(row.code);
    return outage === undefined ? [] : [{ outage, row }];
  });
  const newTimes = before.filter(({ outage, row }) => isNewTime(outage, row));
  // A new time answers what the desk was asked to find out.
  await endLateTask(
    { clock: systemClock },
    newTimes.map(({ row }) => row.code),
  );
  const moved = newTimes.filter(({ outage, row }) => outage.expectedEndAt?.getTime() !== row.expectedEndAt?.getTime());
  const waiting = { outageCode: moved.map(({ row }) => row.code), state: 'waiting', toPhone: { [Op.ne]: null } };
  // A moment in the past, so that the worker's next beat deals with these rows.
  await OutageWish.update({ newsDueAt: new Date(0) }, { where: waiting });
}

type NamedOutage = Pick<Outage, 'code' | 'startsAt' | 'expectedEndAt' | 'nextNewsAt'>;

/** Makes the numbers of each account exactly those of its row, in that order. */
async function writePhones(rows: readonly Values[]): Promise<void> {
  await AccountPhone.destroy({ where: { accountNo: rows.map(({ accountNo }) => accountNo as string) } });
  const numbers = rows.flatMap(({ accountNo, phones, tenantPhones }) => [
    ...(phones as string[]).map((phone) => ({ accountNo: accountNo as string, phone, tenant: false })),
    ...(tenantPhones as string[]).map((phone) => ({ accountNo: accountNo as string, phone, tenant: true })),
  ]);
  if (numbers.length > 0) await AccountPhone.bulkCreate(numbers);
}
