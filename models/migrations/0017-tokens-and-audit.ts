import type { QueryInterface } from 'sequelize';
import { autoId, code, createTable, integer, json, moment, optional, text } from '../migration-table';

const apiTokens = {
  id: autoId(),
  name: text(),
  role: code(),
  token_hash: code(),
  created_at: moment(),
  last_used_at: optional(moment()),
  revoked_at: optional(moment()),
};

const auditEntries = {
  id: autoId(),
  at: moment(),
  by_kind: code(),
  by_name: text(),
  role: code(),
  action: code(),
  data: json(),
};

const recordingErasures = {
  id: autoId(),
  sid: code(),
  attempts: integer(),
  created_at: moment(),
  due_at: moment(),
};

export async function up(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'api_tokens', apiTokens, [{ fields: ['token_hash'], unique: true }]);
  await createTable(queries, 'audit_entries', auditEntries, [{ fields: ['at'] }, { fields: ['action'] }]);
  await createTable(queries, 'recording_erasures', recordingErasures, [
    { fields: ['sid'], unique: true },
    { fields: ['due_at'] },
  ]);
}
