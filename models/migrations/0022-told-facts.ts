import type { QueryInterface } from 'sequelize';
import { autoId, code, createTable, longText, text } from '../migration-table';

/** What calls were told of things that move, so that a repeated webhook says the same. */
export async function up(queries: QueryInterface): Promise<void> {
  const columns = { id: autoId(), call_sid: code(), token: code(), place: text(), told: longText() };
  await createTable(queries, 'told_facts', columns, [{ fields: ['call_sid', 'token', 'place'], unique: true }]);
}
