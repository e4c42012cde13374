import { Person } from '../../models/person';
import { remembered } from '../../models/database';

/** Everybody on our side, without what they enter at the phone (their PIN and its tries), by code. */
export function knownPeople(): Promise<readonly Person[]> {
  return remembered('people', () =>
    Person.findAll({
      attributes: ['code', 'name', 'phone', 'phone2', 'role', 'teamCode', 'skills', 'language'],
      order: [['code', 'ASC']],
    }),
  );
}

/** The person with this code; null when there is none. */
export async function knownPerson(code: string | null): Promise<Person | null> {
  return (await knownPeople()).find((person) => person.code === code) ?? null;
}
