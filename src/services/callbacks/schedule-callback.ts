import { Callback } from '../../../models/callback';
import type { Ticket } from '../../../models/ticket';
import { firstCallback } from '../../domain/callbacks';
import { isAllowedNumber } from '../../phone-number';
import { completionCalls } from './completion-calls';
import type { Context } from '../context';
import { giveUp } from '../outbound/owed-calls';

/** Creates the call that we owe a customer about finished work, one for each time the work was finished; in the transaction that finishes it. */
export async function scheduleCallback(context: Context, ticket: Ticket): Promise<Callback> {
  const now = context.clock.now();
  const { policy, settings } = context;
  const rules = { ...policy, timezone: settings.timezone };
  const times = firstCallback(rules, ticket.completedAt ?? now);
  const which = { ticketId: ticket.id, kind: 'completion', cycle: ticket.reopenedCount } as const;
  const [callback] = await Callback.findOrCreate({
    where: which,
    defaults: { ...which, state: 'waiting', ...times, language: ticket.reporterLanguage, createdAt: now },
  });
  const { reporterPhone } = ticket;
  const reachable = reporterPhone !== null && isAllowedNumber(reporterPhone, settings.allowedPrefixes);
  context.poke();
  if (!reachable) await giveUp(context, completionCalls, callback, 'no_phone');
  return callback;
}
