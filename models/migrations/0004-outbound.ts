import type { QueryInterface } from 'sequelize';
import { createTable, autoId, code, integer, longText, moment, optional, phone, text } from '../migration-table';

export async function up(queries: QueryInterface): Promise<void> {
  await createPagings(queries);
  await createAttempts(queries);
  await createCallbacks(queries);
}

const pagings = {
  id: autoId(),
  ticket_id: integer(),
  team_code: code(),
  state: code(),
  round: integer(),
  step: integer(),
  started_at: optional(moment()),
  supervisor_due_at: optional(moment()),
  step_started_at: optional(moment()),
  next_due_at: optional(moment()),
  created_at: moment(),
};

async function createPagings(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'pagings', pagings, [
    { fields: ['ticket_id'] },
    { fields: ['state', 'next_due_at'] },
    { fields: ['state', 'supervisor_due_at'] },
  ]);
}

const attempts = {
  id: autoId(),
  kind: code(),
  channel: code(),
  priority_rank: integer(),
  to_phone: phone(),
  language: code(),
  person_code: optional(code()),
  ticket_id: optional(integer()),
  paging_id: optional(integer()),
  callback_id: optional(integer()),
  level: optional(integer()),
  round: optional(integer()),
  step: optional(integer()),
  attempt_no: integer(),
  flow: optional(code()),
  node: optional(code()),
  body: optional(longText()),
  state: code(),
  outcome: optional(code()),
  error_code: optional(code()),
  due_at: moment(),
  lease_until: optional(moment()),
  held_until: optional(moment()),
  held_because: optional(text()),
  sent_at: optional(moment()),
  answered_at: optional(moment()),
  ended_at: optional(moment()),
  carrier_sid: optional(code()),
  status_sequence: integer(),
  created_at: moment(),
};

async function createAttempts(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'attempts', attempts, [
    { fields: ['state', 'due_at'] },
    { fields: ['to_phone', 'sent_at'] },
    { fields: ['ticket_id'] },
    { fields: ['paging_id'] },
    { fields: ['callback_id'] },
    { fields: ['state', 'lease_until'] },
    { fields: ['carrier_sid'], unique: true },
  ]);
}

const callbacks = {
  id: autoId(),
  ticket_id: integer(),
  kind: code(),
  cycle: integer(),
  state: code(),
  due_at: moment(),
  hard_limit_at: moment(),
  attempts: integer(),
  last_outcome: optional(code()),
  outcome: optional(code()),
  reason: optional(text()),
  language: code(),
  created_at: moment(),
  finished_at: optional(moment()),
};

async function createCallbacks(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'callbacks', callbacks, [
    { fields: ['ticket_id', 'kind', 'cycle'], unique: true },
    { fields: ['state', 'due_at'] },
  ]);
}
