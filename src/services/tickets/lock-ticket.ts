import { Ticket } from '../../../models/ticket';

/** Locks the row of a ticket until the caller's transaction ends, so that a repeated webhook waits for the first and finds what it wrote. Null when there is no such ticket. */
export function lockTicket(ticketId: number): Promise<Ticket | null> {
  return Ticket.findByPk(ticketId, { lock: true });
}
