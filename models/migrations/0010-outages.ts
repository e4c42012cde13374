import type { QueryInterface } from 'sequelize';
import { autoId, code, createTable, flag, integer, key, longText, moment, optional, phone } from '../migration-table';

export async function up(queries: QueryInterface): Promise<void> {
  await createWishes(queries);
  await createTable(queries, 'outage_evidence', evidence, [
    { fields: ['outage_code', 'account_no', 'source_sid'], unique: true },
  ]);
  await createTable(queries, 'inbound_texts', inboundTexts, [{ fields: ['from_phone', 'received_at'] }]);
  await createTable(queries, 'opt_outs', optOuts, [{ fields: ['phone'], unique: true }]);
  await index(queries, 'outages', ['state']);
  await index(queries, 'tickets', ['outage_code']);
  await index(queries, 'tickets', ['reporter_phone']);
}

const wishes = {
  id: autoId(),
  outage_code: code(),
  account_no: code(),
  ticket_id: integer(),
  channel: code(),
  to_phone: optional(phone()),
  language: code(),
  state: code(),
  attempts: integer(),
  due_at: optional(moment()),
  answer: optional(code()),
  reason: optional(code()),
  told_end_at: optional(moment()),
  last_news_at: optional(moment()),
  news_due_at: optional(moment()),
  created_at: moment(),
  finished_at: optional(moment()),
};

async function createWishes(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'outage_wishes', wishes, [
    { fields: ['outage_code', 'account_no'], unique: true },
    { fields: ['ticket_id'], unique: true },
    { fields: ['state', 'due_at'] },
    { fields: ['news_due_at'] },
  ]);
}

const evidence = {
  id: autoId(),
  outage_code: code(),
  account_no: code(),
  source_sid: code(),
  answer: code(),
  at: moment(),
};

const inboundTexts = {
  sid: key(code()),
  from_phone: phone(),
  body: longText(),
  word: optional(code()),
  answered: flag(),
  received_at: moment(),
};

const optOuts = { id: autoId(), phone: phone(), source: code(), since: moment() };

/** An index on a table of an earlier step; goes on where a run was cut short. */
async function index(queries: QueryInterface, table: string, fields: string[]): Promise<void> {
  const name = `${table}_${fields.join('_')}`;
  const present = (await queries.showIndex(table)) as readonly { readonly name: string }[];
  if (!present.some((one) => one.name === name)) await queries.addIndex(table, fields, { name });
}
