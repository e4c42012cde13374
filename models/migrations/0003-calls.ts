import type { QueryInterface } from 'sequelize';
import {
  createTable,
  autoId,
  code,
  integer,
  key,
  list,
  longText,
  moment,
  optional,
  phone,
  text,
} from '../migration-table';

export async function up(queries: QueryInterface): Promise<void> {
  await createCalls(queries);
  await createCallSteps(queries);
  await createRecordings(queries);
  await createHandoffs(queries);
  await createRateSlots(queries);
  await createMeta(queries);
}

const calls = {
  sid: key(code()),
  direction: code(),
  from_phone: optional(phone()),
  to_phone: optional(phone()),
  language: code(),
  flow: code(),
  started_at: moment(),
  ended_at: optional(moment()),
  status: code(),
  ticket_id: optional(integer()),
  person_code: optional(code()),
  account_no: optional(code()),
  attempt_id: optional(integer()),
};

async function createCalls(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'calls', calls, [
    { fields: ['ticket_id'] },
    { fields: ['from_phone'] },
    { fields: ['started_at'] },
  ]);
}

const callSteps = {
  id: autoId(),
  call_sid: code(),
  at: moment(),
  flow: code(),
  node: code(),
  input: code(),
  keys: optional(code()),
  token: optional(code()),
};

async function createCallSteps(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'call_steps', callSteps, [{ fields: ['call_sid'] }, { fields: ['token'], unique: true }]);
}

const recordings = {
  id: autoId(),
  sid: code(),
  call_sid: code(),
  ticket_id: optional(integer()),
  purpose: code(),
  seconds: optional(integer()),
  state: code(),
  created_at: moment(),
};

async function createRecordings(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'recordings', recordings, [
    { fields: ['sid'], unique: true },
    { fields: ['call_sid'] },
    { fields: ['ticket_id'] },
  ]);
}

const handoffs = {
  id: autoId(),
  call_sid: code(),
  seq: integer(),
  role: code(),
  reason: code(),
  about_zh: text(512),
  about_en: text(512),
  planned: list(),
  taken_by: optional(code()),
  taken_at: optional(moment()),
  started_at: moment(),
  ended_at: optional(moment()),
  message_ticket_id: optional(integer()),
};

async function createHandoffs(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'handoffs', handoffs, [{ fields: ['call_sid', 'seq'], unique: true }]);
}

const rateSlots = {
  name: key(code()),
  next_at: moment(),
};

async function createRateSlots(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'rate_slots', rateSlots, []);
}

const meta = {
  key: key(code()),
  value: longText(),
};

async function createMeta(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'meta', meta, []);
}
