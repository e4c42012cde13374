import type { Directory, Language, Person } from './exchange';

/** The numbers of the phones that lie on the table, in their order. */
export type Table = readonly string[];

/** The phones on the table when there is no directory; the numbers belong to nobody. */
const NOBODIES: Table = ['+8613800000001', '+8613800000002'];

/** The phones on the table when the page is opened for the first time. */
export function firstTable({ people }: Directory, language: Language): Table {
  const chosen = people.filter(({ onTable = [] }) => onTable.includes(language)).map(({ number }) => number);
  return chosen.length > 0 ? chosen : NOBODIES;
}

/** The table with a phone put in the place of another, or at the end; a phone that is already on the table stays where it is. */
export function placed(table: Table, number: string, instead: string | null = null): Table {
  if (table.includes(number)) return table;
  return instead === null ? [...table, number] : table.map((one) => (one === instead ? number : one));
}

/** Who has this number: somebody of the directory, or nobody known. */
export function personOf({ people }: Directory, number: string): Person {
  const nothing = { zh: '', en: '' };
  const unknown = { number, name: '', group: nothing, role: nothing, note: nothing };
  return people.find((person) => person.number === number) ?? unknown;
}

/** The people in whose name, number, role or note all words stand, in either language. */
export function matching({ people }: Directory, words: string): readonly Person[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return people.filter(({ number, name, group, role, note }) => {
    const text = [number, name, ...[group, role, note].flatMap(({ zh, en }) => [zh, en])].join(' ').toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

/** A number that can be typed instead of choosing somebody, in E.164; null for anything else. */
export function typedNumber(words: string): string | null {
  const digits = words.replace(/[\s()-]/g, '');
  return /^\+\d{5,15}$/.test(digits) ? digits : null;
}
