import { Op } from 'sequelize';
import { Ticket } from '../../../models/ticket';

/** The open tickets of those who come as well to a danger: where it is and whether it still is goes for them too. */
export function dangerHelp({ number, kind }: Ticket): Promise<Ticket[]> {
  if (kind !== 'danger') return Promise.resolve([]);
  return Ticket.findAll({ where: { parentNumber: number, kind, state: { [Op.notIn]: ['done', 'closed'] } } });
}
