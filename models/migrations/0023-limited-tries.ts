import type { QueryInterface } from 'sequelize';
import { autoId, code, createTable, moment, phone, text } from '../migration-table';

/** What callers tried in order to hear of other people's accounts and reports. */
export async function up(queries: QueryInterface): Promise<void> {
  const columns = {
    id: autoId(),
    kind: code(),
    caller_phone: phone(),
    subject: code(),
    entry_hash: text(),
    at: moment(),
  };
  await createTable(queries, 'limited_tries', columns, [
    { fields: ['kind', 'caller_phone', 'subject', 'entry_hash'], unique: true },
    { fields: ['kind', 'subject'] },
    { fields: ['at'] },
  ]);
}
