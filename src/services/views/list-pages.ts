import { Op } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import type { Context } from '../context';
import { ofTicket } from './of-ticket';
import { type Page, type PageQuery, pageOf, sliceOf, type Sorting } from './list-page';
import { type PresentedPage, presentPages } from './present-pages';

export interface PagesQuery extends PageQuery {
  readonly ticket?: string | undefined;
  readonly person?: string | undefined;
  readonly state?: readonly string[] | undefined;
}

const sorting: Sorting<Attempt> = { moment: 'createdAt', key: 'id' };

/** Calls and texts that asked the crew to take a ticket, also those still waiting and why, the newest first. Throws `not_found` for an unknown ticket. */
export async function listPages(
  { settings }: Pick<Context, 'settings'>,
  query: PagesQuery,
): Promise<Page<PresentedPage>> {
  const slice = sliceOf(sorting, query);
  const wanted = {
    kind: 'page',
    ...(await ofTicket(query.ticket)),
    ...(query.person !== undefined && { personCode: query.person }),
    ...(query.state !== undefined && { state: query.state as Attempt['state'][] }),
  };
  const rows = await Attempt.findAll({ ...slice, where: { [Op.and]: [slice.where, wanted] } });
  const page = pageOf(sorting, query, rows);
  return { ...page, items: await presentPages(settings, page.items) };
}
