import type { QueryInterface } from 'sequelize';
import { addColumn, addIndex, optional, text } from '../migration-table';

/** Lets the database see to it that what may be noted once is noted once. */
export async function up(queries: QueryInterface): Promise<void> {
  await addColumn(queries, 'timeline_entries', 'key', optional(text()));
  await addIndex(queries, 'timeline_entries', { fields: ['ticket_id', 'key'], unique: true });
}
