import { Ticket } from '../../../models/ticket';
import { HotlineError } from '../../errors';

/** The ticket that a call opened. Throws `not_found`. */
export async function ticketOfCall(callSid: string, reportNo: number): Promise<Ticket> {
  const ticket = await Ticket.findOne({ where: { callSid, reportNo } });
  if (ticket === null) throw new HotlineError('not_found', 'This call opened no such ticket.', { callSid, reportNo });
  return ticket;
}
