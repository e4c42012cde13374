import { Op } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import { Call } from '../../../models/call';
import type { Ticket } from '../../../models/ticket';
import { isQuiet, nextAllowed } from '../../domain/hours';
import type { Context } from '../context';
import { knownPerson } from '../known-people';
import { isAhead } from '../is-ahead';
import { renderText } from '../prompts';
import { cancelAttempts } from '../outbound/cancel-attempts';
import { canReach } from '../outbound/is-reachable';
import { queueCall, queueText } from '../outbound/queue-attempt';
import { arrivalToTell } from '../directory/hearing-of';

/** Tells the customer who comes and when, with an apology, by text and call; in the transaction of the accept, so exactly once per accept. */
export async function queueDispatchNotice(context: Context, ticket: Ticket): Promise<void> {
  const { reporterPhone: toPhone, reporterLanguage: language, priority, id: ticketId } = ticket;
  if (toPhone === null) return;
  const { channels, waitForEta } = context.policy.notice;
  const dueAt = new Date(context.clock.now().getTime() + waitForEta);
  const notice = { kind: 'notice', toPhone, language, priority, ticketId, dueAt } as const;
  if (channels.includes('text') && canReach(context, toPhone, 'text'))
    await queueText(context, { ...notice, body: await noticeText(context, ticket) });
  if (channels.includes('call') && (await mayRing(context, ticket, toPhone)))
    await queueCall(context, { ...notice, flow: 'dispatch-notice', node: 'notice' });
}

/** Whether the customer may be called: in quiet hours only one who called just now or is visited before they end (contract section 7); others get the text alone. */
async function mayRing({ clock, policy, settings }: Context, ticket: Ticket, phone: string): Promise<boolean> {
  const now = clock.now();
  if (!isQuiet(policy.quietHours, settings.timezone, now)) return true;
  const comesAt = ticket.etaAt ?? ticket.arrivalDueAt;
  if (comesAt !== null && comesAt < nextAllowed(policy.quietHours, settings.timezone, now)) return true;
  const since = new Date(now.getTime() - policy.notice.awakeFor);
  return (await Call.count({ where: { fromPhone: phone, startedAt: { [Op.gte]: since } } })) > 0;
}

/** Puts the crew's own time into a notice that still waits, and lets the notice go out. */
export async function updateDispatchNotice(context: Context, ticket: Ticket): Promise<void> {
  const notices = waiting(ticket.id);
  context.poke();
  await Attempt.update({ body: await noticeText(context, ticket) }, { where: { ...notices, channel: 'text' } });
  await Attempt.update({ dueAt: context.clock.now() }, { where: notices });
}

/** Lets the notices go out at once, because the crew hung up without naming a time to wait for. */
export async function releaseDispatchNotice({ clock }: Context, ticketId: number): Promise<void> {
  const now = clock.now();
  await Attempt.update({ dueAt: now }, { where: { ...waiting(ticketId), dueAt: { [Op.gt]: now } } });
}

/** Cancels notices that still wait, because they would tell the customer what is no longer true; inside the caller's transaction. */
export const cancelNotices = (context: Pick<Context, 'clock'>, ticketId: number): Promise<void> =>
  cancelAttempts(context, waiting(ticketId));

const waiting = (ticketId: number) => ({ ticketId, kind: 'notice', state: 'due' });

async function noticeText(context: Context, ticket: Ticket): Promise<string> {
  const person = await knownPerson(ticket.personCode);
  const name = person?.name ?? '';
  const vars = { crew: { words: { zh: name, en: name } }, number: { digits: ticket.number } };
  const at = ticket.etaAt ?? arrivalToTell(ticket);
  // A time that has passed is not told.
  if (!isAhead(context, at)) return renderText(context, ticket.reporterLanguage, 'text.dispatched-open', vars);
  return renderText(context, ticket.reporterLanguage, 'text.dispatched', { ...vars, time: { time: at } });
}
