import type { Model, ModelStatic } from 'sequelize';
import { tables } from '../../models/tables';
import { Ticket } from '../../models/ticket';

const ofTickets = (): ModelStatic<Model>[] => tables.filter((table) => 'ticketId' in table.getAttributes());
export type Row = Readonly<Record<string, unknown>>;
const byId = (rows: readonly Row[]): Row[] => rows.toSorted((a, b) => Number(a['id']) - Number(b['id']));

/** All rows of a ticket, by table. */
export async function rowsOf({ id }: Ticket): Promise<Row> {
  const rows = new Map<string, unknown>([['Ticket', (await Ticket.findByPk(id))?.get()]]);
  for (const table of ofTickets()) {
    const found = await table.findAll({ where: { ticketId: id } as never });
    rows.set(table.name, byId(found.map((row) => row.get() as Row)));
  }
  return Object.fromEntries(rows);
}
