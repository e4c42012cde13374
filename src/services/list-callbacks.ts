import { Op } from 'sequelize';
import { Callback } from '../../models/callback';
import type { Context } from './context';
import { ofTicket } from './list-of-ticket';
import { type Page, type PageQuery, pageOf, sliceOf, type Sorting } from './list-page';
import { type PresentedCallback, presentCallbacks } from './present-callback';

export interface CallbackQuery extends PageQuery {
  readonly ticket?: string | undefined;
  readonly state?: readonly string[] | undefined;
}

const sorting: Sorting<Callback> = { moment: 'createdAt', key: 'id' };

/** The calls that we owe customers or have made, the newest first. Throws `not_found` for an unknown ticket. */
export async function listCallbacks(
  { settings }: Pick<Context, 'settings'>,
  query: CallbackQuery,
): Promise<Page<PresentedCallback>> {
  const slice = sliceOf(sorting, query);
  const wanted = {
    ...(await ofTicket(query.ticket)),
    ...(query.state !== undefined && { state: query.state as Callback['state'][] }),
  };
  const rows = await Callback.findAll({ ...slice, where: { [Op.and]: [slice.where, wanted] } });
  const page = pageOf(sorting, query, rows);
  return { ...page, items: await presentCallbacks(settings, page.items) };
}
