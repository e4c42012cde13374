import type { QueryInterface } from 'sequelize';
import { autoId, code, createTable, integer, moment, optional, phone } from '../migration-table';

const numberChecks = {
  id: autoId(),
  ticket_id: integer(),
  phone: phone(),
  state: code(),
  attempts: integer(),
  created_at: moment(),
  finished_at: optional(moment()),
};

export async function up(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'number_checks', numberChecks, [
    { fields: ['ticket_id'], unique: true },
    { fields: ['state'] },
  ]);
}
