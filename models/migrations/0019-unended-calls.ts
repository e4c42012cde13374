import type { QueryInterface } from 'sequelize';
import { addColumn, moment, optional } from '../migration-table';

/** The carrier is asked about calls whose end it never told: from now on, not for those of long ago. */
export async function up(queries: QueryInterface): Promise<void> {
  await addColumn(queries, 'calls', 'ask_at', optional(moment()), true);
}
