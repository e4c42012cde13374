import type { QueryInterface } from 'sequelize';
import {
  addColumn,
  autoId,
  code,
  createTable,
  integer,
  json,
  list,
  longText,
  moment,
  optional,
  phone,
} from '../migration-table';

export async function up(queries: QueryInterface): Promise<void> {
  await createTasks(queries);
  await createDrafts(queries);
  await addColumn(queries, 'call_steps', 'facts', optional(json()));
  await addColumn(queries, 'call_steps', 'language', optional(code()));
  await addColumn(queries, 'calls', 'review_due_at', optional(moment()), true);
  await addColumn(queries, 'pagings', 'roles', optional(list()));
  await addColumn(queries, 'pagings', 'after_call_sid', optional(code()));
}

const tasks = {
  id: autoId(),
  key: code(),
  kind: code(),
  reason: code(),
  state: code(),
  ticket_id: optional(integer()),
  draft_id: optional(integer()),
  phone: optional(phone()),
  recording_sid: optional(code()),
  created_at: moment(),
  due_at: moment(),
  next_due_at: optional(moment()),
  done_at: optional(moment()),
  done_by: optional(code()),
  note: optional(longText()),
};

async function createTasks(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'tasks', tasks, [
    { fields: ['key'], unique: true },
    { fields: ['ticket_id'] },
    { fields: ['draft_id'] },
    { fields: ['created_at'] },
    { fields: ['next_due_at'] },
  ]);
}

const drafts = {
  id: autoId(),
  call_sid: code(),
  phone: optional(phone()),
  account_id: optional(integer()),
  node: code(),
  facts: json(),
  language: code(),
  state: code(),
  created_at: moment(),
};

async function createDrafts(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'drafts', drafts, [{ fields: ['call_sid'], unique: true }, { fields: ['phone'] }]);
}
