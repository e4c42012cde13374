import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { HotlineError } from '../errors';

type Row = Readonly<Record<string, string | undefined>>;

/** The first phone of each account of an accounts.csv whose holder reports a dark street without any further question. Throws HotlineError `bad_request` that names the file. */
export function phonesOnFile(file: string): string[] {
  const phones = readRows(file).filter(isPlain).map(firstPhone);
  // A caller with several accounts would be asked which one it is.
  return phones.filter((phone) => phone !== '' && phones.indexOf(phone) === phones.lastIndexOf(phone));
}

function readRows(file: string): Row[] {
  try {
    return parse(readFileSync(file, 'utf8'), { columns: true, bom: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HotlineError('bad_request', `${file} is no file of accounts: ${reason}`, {}, { cause });
  }
}

const isPlain = ({ supply, medical, meter }: Row): boolean =>
  supply !== 'cut_for_arrears' && medical !== '1' && meter !== 'prepaid';

const firstPhone = ({ phones }: Row): string => phones?.split(';')[0]?.trim() ?? '';
