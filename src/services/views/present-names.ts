import { Person } from '../../../models/person';
import { Team } from '../../../models/team';
import { Ticket } from '../../../models/ticket';
import type { ServiceSettings } from '../context';

interface Named {
  readonly code: string;
  readonly name: string;
}

/** The names behind the codes and ids of a list, each kind read at once. */
export interface Names {
  team(code: string | null): Named | null;
  person(code: string | null): Named | null;
  ticketNumber(id: number | null): string | null;
}

interface Wanted {
  readonly teams?: readonly (string | null)[];
  readonly people?: readonly (string | null)[];
  readonly ticketIds?: readonly (number | null)[];
}

const unique = <T>(values: readonly (T | null)[] = []): T[] => [
  ...new Set(values.filter((value): value is T & NonNullable<T> => value !== null)),
];

/** A code whose row is gone is its own name. */
const named = (code: string | null, names: ReadonlyMap<string, string>): Named | null =>
  code === null ? null : { code, name: names.get(code) ?? code };

export async function readNames(settings: Pick<ServiceSettings, 'defaultLanguage'>, wanted: Wanted): Promise<Names> {
  const chinese = settings.defaultLanguage.startsWith('zh');
  const teams = await Team.findAll({ where: { code: unique(wanted.teams) } });
  const people = await Person.findAll({ where: { code: unique(wanted.people) }, attributes: ['code', 'name'] });
  const tickets = await Ticket.findAll({ where: { id: unique(wanted.ticketIds) }, attributes: ['id', 'number'] });
  const teamNames = new Map(teams.map(({ code, nameZh, nameEn }) => [code, chinese ? nameZh : nameEn]));
  const personNames = new Map(people.map(({ code, name }) => [code, name]));
  const numbers = new Map(tickets.map(({ id, number }) => [id, number]));
  return {
    team: (code) => named(code, teamNames),
    person: (code) => named(code, personNames),
    ticketNumber: (id) => (id === null ? null : (numbers.get(id) ?? null)),
  };
}
