import { Person } from '../../../models/person';
import { isAllowedNumber } from '../../phone-number';
import { type Check, counted, error, type Finding, listed, type ReadablePatient, warning } from './check';

/** Roles that work jobs on the crew line, which asks for the PIN. */
const crew: ReadonlySet<string> = new Set(['technician', 'team_leader', 'engineering_supervisor', 'duty_officer']);
const byImport = 'in people.csv, then npx faultline import <dir>.';

/** Whether everybody on our side can be rung and can sign in. */
export const peopleCheck: Check<ReadablePatient> = async ({ config }) => {
  const people = await Person.findAll({ order: [['code', 'ASC']] });
  return [
    ...withoutPhone(people.filter(({ phone }) => phone === '')),
    ...notAllowed(
      people.filter((person) => person.phone !== '' && !canRing(person, config.allowedPrefixes)),
      config.allowedPrefixes,
    ),
    ...withoutPin(people.filter(({ role, pinHash }) => crew.has(role) && pinHash === null)),
  ];
};

const named = (people: readonly Person[]): string => listed(people.map(({ code, name }) => `${code} ${name}`));

const canRing = ({ phone, phone2 }: Person, prefixes: readonly string[]): boolean =>
  [phone, ...(phone2 === null ? [] : [phone2])].every((number) => isAllowedNumber(number, prefixes));

function withoutPhone(people: readonly Person[]): Finding[] {
  if (people.length === 0) return [];
  return error(
    `There is no phone for ${counted(people.length, 'person', 'people')}: ${named(people)}.`,
    'They cannot be rung; their step of the ladder is lost.',
    `Give each a phone ${byImport}`,
  );
}

function notAllowed(people: readonly Person[], prefixes: readonly string[]): Finding[] {
  if (people.length === 0) return [];
  return error(
    `ALLOWED_PREFIXES (${prefixes.join(',')}) excludes the phones of ${counted(people.length, 'person', 'people')}: ${named(people)}.`,
    'They are never rung or texted, whoever is in need.',
    `Add their prefix to ALLOWED_PREFIXES and restart, or correct the numbers (E.164, +86…) ${byImport}`,
  );
}

function withoutPin(people: readonly Person[]): Finding[] {
  if (people.length === 0) return [];
  return warning(
    `There is no PIN for ${counted(people.length, 'person', 'people')} of the crews: ${named(people)}.`,
    'They can take a page, but the crew line puts them through to the desk for leaving, arrival and completion.',
    `Give each a pin of 4 to 6 digits ${byImport}`,
  );
}
