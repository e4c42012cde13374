import type { QueryInterface } from 'sequelize';
import { addIndex } from '../migration-table';

/** What the desk does about one ticket is found by it. */
export async function up(queries: QueryInterface): Promise<void> {
  await addIndex(queries, 'tasks', { fields: ['ticket_id'] });
}
