import { Op } from 'sequelize';
import { Ticket } from '../../../models/ticket';

/** The open tickets of those who come to a danger as well; a new place or the end of the danger concerns them too. */
export function dangerHelp({ number, kind }: Ticket): Promise<Ticket[]> {
  if (kind !== 'danger') return Promise.resolve([]);
  return Ticket.findAll({ where: { parentNumber: number, kind, state: { [Op.notIn]: ['done', 'closed'] } } });
}
