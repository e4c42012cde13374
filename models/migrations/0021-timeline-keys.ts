import type { QueryInterface } from 'sequelize';
import { addColumn, addIndex, optional, text } from '../migration-table';

/** What may be noted once only is settled by the database. */
export async function up(queries: QueryInterface): Promise<void> {
  await addColumn(queries, 'timeline_entries', 'key', optional(text()));
  await addIndex(queries, 'timeline_entries', { fields: ['ticket_id', 'key'], unique: true });
}
