import { Attempt } from '../../../models/attempt';
import { Ticket } from '../../../models/ticket';
import type { Facts } from '../../domain/flow';
import { isAllowedNumber } from '../../phone-number';
import type { Context } from '../context';
import type { Reporter } from '../../domain/timeline';
import { recordTimeline } from '../record-timeline';

/** The ticket that a call of our staff is about: named by the crew line, or by the page. */
export async function ticketOfFacts(facts: Facts): Promise<Ticket | null> {
  if (facts['ticket'] !== undefined) return Ticket.findByPk(Number(facts['ticket']));
  const attempt = await Attempt.findByPk(Number(facts['attempt'] ?? '0'));
  return Ticket.findByPk(attempt?.ticketId ?? 0);
}

/** The customer's number of a ticket, E.164, if there is one that may be rung. */
export function customerPhone({ settings }: Context, { reporterPhone }: Ticket): string | null {
  return reporterPhone !== null && isAllowedNumber(reporterPhone, settings.allowedPrefixes) ? reporterPhone : null;
}

/** Notes that one of our people rings the customer through us; `turn` counts these calls within the person's own call, so that a repeated webhook notes each once. */
export async function noteCustomerCalled(
  context: Context,
  { id }: Ticket,
  { callSid, turn }: { readonly callSid: string; readonly turn: number },
  by: Reporter,
): Promise<void> {
  const data = { note: 'customer_called', callSid, turn };
  await recordTimeline(context, id, 'noted', { kind: 'person', ...by }, data, `customer-called:${callSid}:${turn}`);
}
