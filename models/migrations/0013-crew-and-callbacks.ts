import type { QueryInterface } from 'sequelize';
import { addColumn, autoId, code, createTable, integer, moment, optional, phone } from '../migration-table';

const callStops = {
  id: autoId(),
  phone: phone(),
  ticket_id: integer(),
  reason: code(),
  since: moment(),
};

export async function up(queries: QueryInterface): Promise<void> {
  await addColumn(queries, 'tickets', 'next_visit_at', optional(moment()), true);
  await addColumn(queries, 'pagings', 'except_person', optional(code()));
  await createTable(queries, 'call_stops', callStops, [{ fields: ['phone', 'ticket_id'], unique: true }]);
}
