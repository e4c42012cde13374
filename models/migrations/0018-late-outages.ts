import type { QueryInterface } from 'sequelize';
import { addColumn, code, moment, optional } from '../migration-table';

export async function up(queries: QueryInterface): Promise<void> {
  await addColumn(queries, 'outages', 'late_noted_at', optional(moment()));
  await addColumn(queries, 'tasks', 'outage_code', optional(code()), true);
}
