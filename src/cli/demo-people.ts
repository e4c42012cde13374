import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { projectRoot } from '../project-root';

type Row = Readonly<Record<string, string | undefined>>;

/** Somebody of the demo town whom one can be at the phone. */
export interface DemoPerson {
  /** E.164. */
  readonly phone: string;
  readonly name: string;
  /** A person's code; empty for callers. */
  readonly code: string;
  readonly about: string;
}

/** Everybody of the demo town with a phone: callers, then our own people. */
export function demoPeople(): DemoPerson[] {
  return [...rowsOf('accounts').flatMap(callersOf), ...rowsOf('people').map(colleagueOf)];
}

/** The person with this phone, code or name, if there is one. */
export function findDemoPerson(key: string): DemoPerson | undefined {
  return demoPeople().find(({ phone, code, name }) => key !== '' && [phone, code, name].includes(key));
}

function rowsOf(file: string): Row[] {
  const text = readFileSync(join(projectRoot, 'demo', `${file}.csv`), 'utf8');
  return parse(text, { columns: true, bom: true });
}

function callersOf(row: Row): DemoPerson[] {
  const phones = (row['phones'] ?? '').split(';').filter((phone) => phone !== '');
  const about = [row['address_zh'] ?? '', ...specialsOf(row)].join(', ');
  return phones.map((phone) => ({ phone, name: row['name'] ?? '', code: '', about }));
}

/** What makes this account's call another one than the plain call. */
function specialsOf(row: Row): string[] {
  const specials: readonly (readonly [boolean, string])[] = [
    [row['language'] === 'en', 'English'],
    [row['meter'] === 'prepaid', 'prepaid'],
    [row['supply'] === 'cut_for_arrears', 'cut for arrears'],
    [row['medical'] === '1', 'medical'],
    [row['critical'] === '1', 'critical'],
  ];
  return specials.filter(([applies]) => applies).map(([, word]) => word);
}

function colleagueOf(row: Row): DemoPerson {
  const { code = '', name = '', phone = '', role = '', team = '', pin = '' } = row;
  return { phone, name, code, about: `${role.replaceAll('_', ' ')} of ${team}, code ${code}, PIN ${pin}` };
}
