import type { QueryInterface } from 'sequelize';
import { addIndex } from '../migration-table';

/** What the sweep asks for at every beat, and the lists of the API, are found in an index however many rows are over. */
export async function up(queries: QueryInterface): Promise<void> {
  await addIndex(queries, 'attempts', { fields: ['state', 'channel', 'held_until', 'due_at'] });
  await addIndex(queries, 'attempts', { fields: ['kind', 'created_at'] });
  await addIndex(queries, 'callbacks', { fields: ['created_at'] });
  await addIndex(queries, 'tasks', { fields: ['kind', 'state', 'next_due_at'] });
  await addIndex(queries, 'tickets', { fields: ['state', 'arrival_due_at'] });
  await addIndex(queries, 'tickets', { fields: ['state', 'next_visit_at'] });
}
