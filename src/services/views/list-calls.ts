import { Op } from 'sequelize';
import { Call } from '../../../models/call';
import { HotlineError } from '../../errors';
import type { ShowPhone } from '../../phone-number';
import type { Context } from '../context';
import { ofTicket } from './of-ticket';
import { type Page, type PageQuery, pageOf, sliceOf, type Sorting } from './list-page';
import { type PresentedCall, presentCalls } from './present-calls';

export interface CallQuery extends PageQuery {
  readonly ticket?: string | undefined;
}

const sorting: Sorting<Call> = { moment: 'startedAt', key: 'sid' };

/** Calls in and out with the nodes they walked, the newest first. Throws `not_found` for an unknown ticket. */
export async function listCalls(
  { settings }: Pick<Context, 'settings'>,
  query: CallQuery,
): Promise<Page<PresentedCall>> {
  const slice = sliceOf(sorting, query);
  const rows = await Call.findAll({ ...slice, where: { [Op.and]: [slice.where, await ofTicket(query.ticket)] } });
  const page = pageOf(sorting, query, rows);
  return { ...page, items: await presentCalls(settings, page.items) };
}

/** One call with the nodes it walked. Throws `not_found`. */
export async function readCall(
  { settings }: Pick<Context, 'settings'>,
  sid: string,
  show?: ShowPhone,
): Promise<PresentedCall> {
  const call = await Call.findByPk(sid);
  const [presented] = call ? await presentCalls(settings, [call], show) : [];
  if (!presented) throw new HotlineError('not_found', 'There is no call of this id.', { sid });
  return presented;
}
