import { Ticket } from '../../../models/ticket';

/** Takes the row of a ticket and changes nothing, so that a repeated webhook waits for the first and finds what it wrote; in the caller's transaction. Null when there is none. */
export function lockTicket(ticketId: number): Promise<Ticket | null> {
  return Ticket.findByPk(ticketId, { lock: true });
}
