import { readFileSync } from 'node:fs';

/** Something to read in each of the page's languages. */
interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** Somebody whose telephone can be used. */
interface DirectoryPerson {
  /** E.164. */
  readonly number: string;
  readonly name: string;
  /** Under which heading the person stands. */
  readonly group: Bilingual;
  readonly role: Bilingual;
  /** What makes the person worth trying, such as an address, a PIN, or that the supply is cut off. */
  readonly note: Bilingual;
  /** Readers of these languages find this phone on the table when they open the page for the first time. */
  readonly onTable?: readonly (keyof Bilingual)[];
}

/** What the phone page shows about the program under test; only the list of people is needed. */
export interface Directory {
  /** The name of what is called. */
  readonly title?: Bilingual;
  /** IANA zone in which the page tells the time. */
  readonly timezone?: string;
  readonly people: readonly DirectoryPerson[];
  /** What to try, one step each. */
  readonly guide?: readonly Bilingual[];
}

const EMPTY: Directory = { people: [] };

/** Reads a directory file; without a file nobody is in it. Throws an Error that names the file when it holds no directory. */
export function readDirectory(file: string | undefined): Directory {
  if (file === undefined) return EMPTY;
  const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isDirectory(read)) throw new Error(`${file} is no directory: it needs "people", each with number and name.`);
  return read;
}

function isDirectory(read: unknown): read is Directory {
  if (typeof read !== 'object' || read === null || !('people' in read) || !Array.isArray(read.people)) return false;
  return read.people.every(isPerson);
}

function isPerson(read: unknown): boolean {
  if (typeof read !== 'object' || read === null) return false;
  const { number, name, group, role, note } = read as Record<string, unknown>;
  return /^\+\d{3,15}$/.test(String(number)) && typeof name === 'string' && [group, role, note].every(isBilingual);
}

function isBilingual(read: unknown): boolean {
  if (typeof read !== 'object' || read === null) return false;
  const { zh, en } = read as Record<string, unknown>;
  return typeof zh === 'string' && typeof en === 'string';
}
