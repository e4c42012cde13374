import { Op } from 'sequelize';
import { Task } from '../../../models/task';
import type { ShowPhone } from '../../phone-number';
import type { Context } from '../context';
import { ofTicket } from './of-ticket';
import { type Page, type PageQuery, pageOf, sliceOf, type Sorting } from './list-page';
import { type PresentedTask, presentTasks } from './present-tasks';

export interface TaskQuery extends PageQuery {
  readonly ticket?: string | undefined;
  readonly kind?: readonly string[] | undefined;
  readonly state?: readonly string[] | undefined;
}

const sorting: Sorting<Task> = { moment: 'createdAt', key: 'id' };

/** What the desk must do or has done, drafts among it, the newest first. Throws `not_found` for an unknown ticket. */
export async function listTasks(
  { settings }: Pick<Context, 'settings'>,
  query: TaskQuery,
  show?: ShowPhone,
): Promise<Page<PresentedTask>> {
  const slice = sliceOf(sorting, query);
  const wanted = {
    ...(await ofTicket(query.ticket)),
    ...(query.kind !== undefined && { kind: query.kind as Task['kind'][] }),
    ...(query.state !== undefined && { state: query.state as Task['state'][] }),
  };
  const rows = await Task.findAll({ ...slice, where: { [Op.and]: [slice.where, wanted] } });
  const page = pageOf(sorting, query, rows);
  return { ...page, items: await presentTasks(settings, page.items, show) };
}
