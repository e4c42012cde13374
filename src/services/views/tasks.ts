import type { z } from 'zod';
import { Account } from '../../../models/account';
import { Draft } from '../../../models/draft';
import { Task } from '../../../models/task';
import { maskPhone, type ShowPhone } from '../../phone-number';
import * as answer from './answers';
import { given, type List, ofTicket, type Page, readPage } from './list-page';
import type { tasksQuery } from './queries';
import { type Naming, readNames } from './read-names';

/** Something the desk must do, with the report or the draft that it is about. */
export type PresentedTask = z.output<typeof answer.task>;

const list: List<Task> = { model: Task, moment: 'createdAt', key: 'id' };

/** What the desk must do or has done, drafts among it, the newest first. Throws `not_found` for an unknown ticket. */
export async function listTasks(
  naming: Naming,
  query: z.output<typeof tasksQuery>,
  show?: ShowPhone,
): Promise<Page<PresentedTask>> {
  const { ticket, kind, state } = query;
  const wanted = { ...(await ofTicket(ticket)), ...given({ kind, state }) };
  return readPage(list, query, wanted, (tasks) => presentTasks(naming, tasks, show));
}

export async function presentTasks(
  naming: Naming,
  tasks: readonly Task[],
  show: ShowPhone = maskPhone,
): Promise<PresentedTask[]> {
  const names = await readNames(naming, tasks);
  const drafts = await presentDrafts(tasks.flatMap(({ draftId }) => draftId ?? []));
  return tasks.map((task) =>
    answer.shown(answer.task, {
      ...task.get(),
      ticket: names.ticketNumber(task.ticketId),
      outage: task.outageCode,
      draft: drafts.find(({ id }) => id === task.draftId) ?? null,
      phone: task.phone && show(task.phone),
      recording: task.recordingSid,
    }),
  );
}

async function presentDrafts(id: readonly number[]) {
  const drafts = await Draft.findAll({ where: { id: [...id] } });
  const accounts = await Account.findAll({ where: { id: drafts.flatMap(({ accountId }) => accountId ?? []) } });
  return drafts.map((draft) =>
    answer.shown(answer.draft, {
      ...draft.get(),
      call: draft.callSid,
      accountNo: accounts.find((account) => account.id === draft.accountId)?.accountNo ?? null,
    }),
  );
}
