import { Attempt } from '../../../models/attempt';
import { inTransaction } from '../../../models/database';
import { Ticket } from '../../../models/ticket';
import type { Context } from '../context';
import { renderText } from '../prompts';
import { queueText } from '../outbound/queue-attempt';

/** Texts how to pay, once for each ticket, without a sum or a name. */
export async function textPayment(context: Context, { id }: Ticket, toPhone: string): Promise<void> {
  await inTransaction(async () => {
    const ticket = await Ticket.findByPk(id, { lock: true, rejectOnEmpty: true });
    if ((await Attempt.count({ where: { ticketId: id, kind: 'notice' } })) > 0) return;
    const { accountNo, priority, reporterLanguage: language } = ticket;
    const body = renderText(context, language, 'text.how-to-pay', { account: { digits: (accountNo ?? '').slice(-4) } });
    await queueText(context, { kind: 'notice', toPhone, language, priority, ticketId: id, body });
  });
}
