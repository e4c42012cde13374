import { Ticket } from '../../../models/ticket';
import { HotlineError } from '../../errors';

/** The row of a ticket number. Throws `not_found`. */
export async function ticketOf(number: string): Promise<Ticket> {
  const ticket = await Ticket.findOne({ where: { number } });
  if (!ticket) throw new HotlineError('not_found', 'There is no ticket of this number.', { number });
  return ticket;
}

/** A filter of lists whose rows point at a ticket: nothing, or the rows of one number. Throws `not_found`. */
export async function ofTicket(number: string | undefined): Promise<{ ticketId?: number }> {
  return number === undefined ? {} : { ticketId: (await ticketOf(number)).id };
}
