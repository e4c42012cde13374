import type { QueryInterface } from 'sequelize';
import {
  createTable,
  autoId,
  code,
  flag,
  integer,
  json,
  key,
  list,
  moment,
  optional,
  phone,
  text,
} from '../migration-table';

export async function up(queries: QueryInterface): Promise<void> {
  await createTickets(queries);
  await createTimelineEntries(queries);
  await createTicketNumberBlocks(queries);
  await createPromises(queries);
}

const reported = {
  id: autoId(),
  number: code(),
  kind: code(),
  category: code(),
  responsibility: code(),
  priority: code(),
  state: code(),
  state_reason: optional(code()),
  channel: code(),
  region_code: code(),
  account_no: optional(code()),
  network_node_code: optional(code()),
  place: code(),
  in_home: flag(),
  summary_zh: text(512),
  summary_en: text(512),
  description_recording: optional(code()),
  reporter_name: optional(text()),
  reporter_phone: optional(phone()),
  reporter_role: code(),
  reporter_language: code(),
  access: optional(code()),
  verification_code: optional(code()),
  call_sid: optional(code()),
  report_no: integer(),
  team_code: optional(code()),
  person_code: optional(code()),
  started_at: optional(moment()),
  reported_at: moment(),
  arrival_due_at: optional(moment()),
};

const worked = {
  restore_due_at: optional(moment()),
  eta_at: optional(moment()),
  accepted_at: optional(moment()),
  departed_at: optional(moment()),
  arrived_at: optional(moment()),
  arrival_verified_by: list(),
  expected_restore_at: optional(moment()),
  restored_at: optional(moment()),
  completed_at: optional(moment()),
  closed_at: optional(moment()),
  sla_breached_at: optional(moment()),
  cause: optional(code()),
  result: optional(code()),
  chargeable: flag(),
  fee_cents: optional(integer()),
  outage_code: optional(code()),
  parent_number: optional(code()),
  reopened_count: integer(),
  key_followup: flag(),
  fixed: optional(code()),
  restored_time_right: optional(code()),
  quality: optional(integer()),
  attitude: optional(integer()),
  speed: optional(integer()),
  overall: optional(integer()),
  comment_recording: optional(code()),
  triage: json(),
  updated_at: moment(),
};

async function createTickets(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'tickets', { ...reported, ...worked }, [
    { fields: ['number'], unique: true },
    { fields: ['call_sid', 'report_no'], unique: true },
    { fields: ['state'] },
    { fields: ['region_code'] },
    { fields: ['account_no'] },
    { fields: ['updated_at'] },
    { fields: ['reported_at'] },
    { fields: ['person_code', 'state'] },
    { fields: ['reporter_phone'] },
  ]);
}

const timelineEntries = {
  id: autoId(),
  ticket_id: integer(),
  at: moment(),
  type: code(),
  by_kind: code(),
  by_code: optional(code()),
  by_name: optional(text()),
  data: json(),
};

async function createTimelineEntries(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'timeline_entries', timelineEntries, [{ fields: ['ticket_id'] }]);
}

const ticketNumberBlocks = {
  id: key(integer()),
  next_serial: integer(),
};

async function createTicketNumberBlocks(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'ticket_number_blocks', ticketNumberBlocks, []);
}

const promises = {
  id: autoId(),
  ticket_id: integer(),
  call_sid: optional(code()),
  channel: code(),
  kind: code(),
  promised_at: moment(),
  spoken_at: moment(),
  kept_at: optional(moment()),
  kept: optional(flag()),
};

async function createPromises(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'promises', promises, [{ fields: ['ticket_id', 'kind'] }, { fields: ['promised_at'] }]);
}
