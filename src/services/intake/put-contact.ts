import { CallContact } from '../../../models/call-contact';
import { inTransaction } from '../../../models/database';
import { Ticket } from '../../../models/ticket';
import { needNumberCheck } from '../outbound/check-number';
import { contactOf, isSpooled } from './contact-phone';
import type { Context } from '../context';

/** Writes a number that was typed while the database was down into the database, and into the reports of the call that were opened without the number. Idempotent. */
export async function putContact(context: Context, callSid: string, phone: string): Promise<void> {
  await inTransaction(async () => {
    await CallContact.upsert({ callSid, phone });
    const tickets = await Ticket.findAll({ where: { callSid } });
    for (const ticket of tickets.filter(({ triage }) => isSpooled(triage))) await putOn(context, ticket, phone);
  });
}

async function putOn(context: Context, ticket: Ticket, phone: string): Promise<void> {
  if (ticket.reporterPhone === phone) return;
  await ticket.update({ reporterPhone: phone, updatedAt: context.clock.now() });
  const { trusted } = await contactOf(context, { sid: ticket.callSid ?? '', phone: null }, ticket.triage);
  if (!trusted) await needNumberCheck(context, ticket);
}
