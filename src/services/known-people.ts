import { Person } from '../../models/person';
import { remembered } from '../../models/database';

const shown = ['code', 'name', 'phone', 'phone2', 'role', 'teamCode', 'skills', 'language'] as const;

/** Somebody on our side, without what they enter at the phone (their PIN and its tries). */
export type KnownPerson = Readonly<Omit<Pick<Person, (typeof shown)[number]>, 'skills'>> & {
  readonly skills: readonly string[];
};

/** Everybody on our side, by code. */
export function knownPeople(): Promise<readonly KnownPerson[]> {
  return remembered('people', async () => {
    const people = await Person.findAll({ attributes: [...shown], order: [['code', 'ASC']] });
    // Plain, because a search asks each of them several times and a model answers slowly.
    return people.map((person) => person.get());
  });
}

/** The person with this code; null when there is none. */
export async function knownPerson(code: string | null): Promise<KnownPerson | null> {
  return (await knownPeople()).find((person) => person.code === code) ?? null;
}
