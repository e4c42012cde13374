import { Attempt } from '../../../models/attempt';
import { Call } from '../../../models/call';
import { PromiseMade } from '../../../models/promise-made';
import { TimelineEntry } from '../../../models/timeline-entry';
import type { ShowPhone } from '../../phone-number';
import type { Context } from '../context';
import { callbacksOfTicket } from './list-callbacks';
import { ticketOf } from './of-ticket';
import { type PresentedCall, presentCalls } from './present-calls';
import { type PresentedCallback, presentPromise } from './present-callback';
import { type PresentedPage, presentPages } from './present-pages';
import { type PresentedTicket, presentTickets } from './present-tickets';
import { type PresentedEntry, presentEntry } from './present-entry';

/** A ticket with everything that happened around it, each list oldest first. */
export type TicketInFull = PresentedTicket & {
  readonly timeline: readonly PresentedEntry[];
  readonly pages: readonly PresentedPage[];
  readonly callbacks: readonly PresentedCallback[];
  readonly calls: readonly PresentedCall[];
  readonly promises: readonly ReturnType<typeof presentPromise>[];
};

/** The limit of each list: more than any ticket has, but a query is never unbounded. */
const atMost = 1000;

/** One ticket by its number. Throws `not_found`. */
export async function readTicket(
  { settings }: Pick<Context, 'settings'>,
  number: string,
  show?: ShowPhone,
): Promise<TicketInFull> {
  const ticket = await ticketOf(number);
  const [presented] = await presentTickets(settings, [ticket], show);
  if (!presented) throw new Error('a ticket was presented as nothing');
  const where = { ticketId: ticket.id };
  const inOrder = { where, order: [['id', 'ASC']] as [string, string][], limit: atMost };
  const timeline = await TimelineEntry.findAll(inOrder);
  const pages = await Attempt.findAll({ ...inOrder, where: { ...where, kind: 'page' } });
  const calls = await Call.findAll({ where, order: [['startedAt', 'ASC']], limit: atMost });
  const promises = await PromiseMade.findAll(inOrder);
  return {
    ...presented,
    timeline: timeline.map((entry) => presentEntry(entry, settings.timezone)),
    pages: await presentPages(settings, pages),
    callbacks: await callbacksOfTicket({ settings }, ticket.id, atMost),
    calls: await presentCalls(settings, calls, show),
    promises: promises.map(presentPromise),
  };
}
