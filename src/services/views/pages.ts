import type { z } from 'zod';
import { Attempt } from '../../../models/attempt';
import * as answer from './answers';
import { given, type List, ofTicket, type Page, readPage } from './list-page';
import type { pagesQuery } from './queries';
import { type Naming, readNames } from './read-names';

/** One attempt to reach one person of the crew about a ticket, by call or text. */
export type PresentedPage = z.output<typeof answer.page>;

const list: List<Attempt> = { model: Attempt, moment: 'createdAt', key: 'id' };

/** Calls and texts that asked the crew to take a ticket, also those still waiting and why, the newest first. Throws `not_found` for an unknown ticket. */
export async function listPages(naming: Naming, query: z.output<typeof pagesQuery>): Promise<Page<PresentedPage>> {
  const { ticket, person, state } = query;
  const wanted = { kind: 'page', ...(await ofTicket(ticket)), ...given({ personCode: person, state }) };
  return readPage(list, query, wanted, (attempts) => presentPages(naming, attempts));
}

export async function presentPages(naming: Naming, attempts: readonly Attempt[]): Promise<PresentedPage[]> {
  const names = await readNames(naming, attempts);
  return attempts.map((attempt) =>
    answer.shown(answer.page, {
      ...attempt.get(),
      ticket: names.ticketNumber(attempt.ticketId),
      person: names.person(attempt.personCode),
      attempt: attempt.attemptNo,
    }),
  );
}
