import { Paging } from '../../../models/paging';
import { Ticket } from '../../../models/ticket';

/** Locks a report until the commit and reads it as it is then, so that what is decided by it stays true; its pagings are locked first, in the same order as everywhere. */
export async function lockTicket(ticketId: number): Promise<Ticket> {
  await Paging.findAll({ attributes: ['id'], where: { ticketId }, lock: true, raw: true });
  return Ticket.findByPk(ticketId, { rejectOnEmpty: true, lock: true });
}
