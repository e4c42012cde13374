import { Op } from 'sequelize';
import { Account } from '../../../models/account';
import { Draft } from '../../../models/draft';
import type { Task } from '../../../models/task';
import { maskPhone, type ShowPhone } from '../../phone-number';
import type { ServiceSettings } from '../context';
import { readNames } from './read-names';
import { isoTime } from './iso-time';

interface Drafts {
  readonly drafts: readonly Draft[];
  readonly accounts: readonly Account[];
}

function presentDraft(id: number | null, { drafts, accounts }: Drafts) {
  const draft = drafts.find((candidate) => candidate.id === id);
  if (draft === undefined) return null;
  const { callSid, accountId, node, facts, language, state } = draft;
  const accountNo = accounts.find((account) => account.id === accountId)?.accountNo ?? null;
  return { id: draft.id, call: callSid, accountNo, node, facts, language, state };
}

function present(task: Task, ticket: string | null, drafts: Drafts, show: ShowPhone) {
  return {
    id: task.id,
    kind: task.kind,
    reason: task.reason,
    state: task.state,
    ticket,
    outage: task.outageCode,
    draft: presentDraft(task.draftId, drafts),
    phone: task.phone && show(task.phone),
    recording: task.recordingSid,
    createdAt: task.createdAt.toISOString(),
    dueAt: task.dueAt.toISOString(),
    doneAt: isoTime(task.doneAt),
    doneBy: task.doneBy,
    note: task.note,
  };
}

/** Something the desk must do, with the report or the draft that it is about. */
export type PresentedTask = ReturnType<typeof present>;

export async function presentTasks(
  settings: Pick<ServiceSettings, 'defaultLanguage'>,
  tasks: readonly Task[],
  show: ShowPhone = maskPhone,
): Promise<PresentedTask[]> {
  const names = await readNames(settings, tasks);
  const drafts = await Draft.findAll({ where: { id: tasks.flatMap(({ draftId }) => draftId ?? []) } });
  const ids = drafts.flatMap(({ accountId }) => accountId ?? []);
  const accounts = await Account.findAll({ where: { id: { [Op.in]: ids } } });
  return tasks.map((task) => present(task, names.ticketNumber(task.ticketId), { drafts, accounts }, show));
}
