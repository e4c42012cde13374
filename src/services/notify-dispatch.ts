import { Op } from 'sequelize';
import { Attempt } from '../../models/attempt';
import { Person } from '../../models/person';
import type { Ticket } from '../../models/ticket';
import type { Context } from './context';
import { renderText } from './prompts';
import { queueText } from './queue-attempt';

/** Long enough for the crew to key in the minutes, so that the customer gets one text with the right time. */
const waitForEta = 30_000;

/** Tells the customer who comes and when, with an apology; in the transaction of the accept, so exactly once per accept. */
export async function queueDispatchNotice(context: Context, ticket: Ticket): Promise<void> {
  if (ticket.reporterPhone === null || !context.policy.notice.channels.includes('text')) return;
  await queueText(context, {
    kind: 'notice',
    toPhone: ticket.reporterPhone,
    language: ticket.reporterLanguage,
    priority: ticket.priority,
    ticketId: ticket.id,
    dueAt: new Date(context.clock.now().getTime() + waitForEta),
    body: await noticeText(context, ticket),
  });
}

/** Puts the crew's own time into a notice that still waits, and lets it go. */
export async function updateDispatchNotice(context: Context, ticket: Ticket): Promise<void> {
  const body = await noticeText(context, ticket);
  await Attempt.update(
    { body, dueAt: context.clock.now() },
    { where: { ticketId: ticket.id, kind: 'notice', state: 'due' } },
  );
}

/** The crew hung up without a time: nothing to wait for. */
export async function releaseDispatchNotice({ clock }: Context, ticketId: number): Promise<void> {
  const now = clock.now();
  const where = { ticketId, kind: 'notice', state: 'due', dueAt: { [Op.gt]: now } };
  await Attempt.update({ dueAt: now }, { where });
}

async function noticeText(context: Context, ticket: Ticket): Promise<string> {
  const person = ticket.personCode === null ? null : await Person.findByPk(ticket.personCode);
  const name = person?.name ?? '';
  const { nameZh, nameEn } = context.policy.service;
  const service = { words: { zh: nameZh, en: nameEn } };
  const vars = { service, crew: { words: { zh: name, en: name } }, number: { digits: ticket.number } };
  const at = ticket.etaAt ?? ticket.arrivalDueAt;
  if (at === null) return renderText(context, ticket.reporterLanguage, 'text.dispatched-open', vars);
  return renderText(context, ticket.reporterLanguage, 'text.dispatched', { ...vars, time: { time: at } });
}
