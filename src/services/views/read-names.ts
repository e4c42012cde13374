import { Ticket } from '../../../models/ticket';
import type { ServiceSettings } from '../context';
import { knownPeople } from '../known-people';
import { knownTeams } from '../known-places';

interface Named {
  readonly code: string;
  readonly name: string;
}

/** What says in which language names are shown. */
export interface Naming {
  readonly settings: Pick<ServiceSettings, 'defaultLanguage'>;
}

/** The code and the name behind it; the code itself when its row is gone. */
const named = (code: string | null, names: ReadonlyMap<string, string>): Named | null =>
  code === null ? null : { code, name: names.get(code) ?? code };

/** The names behind the codes and ids of a list: reads the numbers of these tickets in one query; people and teams are in memory. */
export async function readNames({ settings }: Naming, about: readonly { readonly ticketId: number | null }[] = []) {
  const chinese = settings.defaultLanguage.startsWith('zh');
  const ids = [...new Set(about.flatMap(({ ticketId }) => ticketId ?? []))];
  const tickets = ids.length === 0 ? [] : await Ticket.findAll({ where: { id: ids }, attributes: ['id', 'number'] });
  const teamNames = new Map((await knownTeams()).map(({ code, nameZh, nameEn }) => [code, chinese ? nameZh : nameEn]));
  const personNames = new Map((await knownPeople()).map(({ code, name }) => [code, name]));
  const numbers = new Map(tickets.map(({ id, number }) => [id, number]));
  return {
    team: (code: string | null) => named(code, teamNames),
    person: (code: string | null) => named(code, personNames),
    ticketNumber: (id: number | null) => (id === null ? null : (numbers.get(id) ?? null)),
  };
}
