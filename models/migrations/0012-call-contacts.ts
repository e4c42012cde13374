import type { QueryInterface } from 'sequelize';
import { autoId, code, createTable, phone } from '../migration-table';

const callContacts = { id: autoId(), call_sid: code(), phone: phone() };

export async function up(queries: QueryInterface): Promise<void> {
  await createTable(queries, 'call_contacts', callContacts, [{ fields: ['call_sid'], unique: true }]);
}
