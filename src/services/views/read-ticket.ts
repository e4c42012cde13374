import type { z } from 'zod';
import { Attempt } from '../../../models/attempt';
import { Call } from '../../../models/call';
import { PromiseMade } from '../../../models/promise-made';
import { TimelineEntry } from '../../../models/timeline-entry';
import { timelineText } from '../../domain/timeline-text';
import { maskPhonesIn, type ShowPhone } from '../../phone-number';
import type { Context } from '../context';
import * as answer from './answers';
import { callbacksOfTicket } from './callbacks';
import { presentCalls } from './calls';
import { ticketOf } from './list-page';
import { presentPages } from './pages';
import { presentTickets } from './tickets';

/** A ticket with everything that happened around it, each list oldest first. */
export type TicketInFull = z.output<typeof answer.ticketInFull>;

/** The limit of each list: more than any ticket has, but a query is never unbounded. */
const atMost = 1000;

/** One ticket by its number. Throws `not_found`. */
export async function readTicket(
  context: Pick<Context, 'settings'>,
  number: string,
  show?: ShowPhone,
): Promise<TicketInFull> {
  const ticket = await ticketOf(number);
  const [presented] = await presentTickets(context, [ticket], show);
  if (!presented) throw new Error('a ticket was presented as nothing');
  const where = { ticketId: ticket.id };
  const inOrder = { where, order: [['id', 'ASC']] as [string, string][], limit: atMost };
  const timeline = await TimelineEntry.findAll(inOrder);
  const pages = await Attempt.findAll({ ...inOrder, where: { ...where, kind: 'page' } });
  const calls = await Call.findAll({ where, order: [['startedAt', 'ASC']], limit: atMost });
  const promises = await PromiseMade.findAll(inOrder);
  return {
    ...presented,
    timeline: timeline.map((entry) => presentEntry(entry, context.settings.timezone)),
    pages: await presentPages(context, pages),
    callbacks: await callbacksOfTicket(context, ticket.id, atMost),
    calls: await presentCalls(context, calls, show),
    promises: promises.map((promise) => answer.shown(answer.promise, promise.get())),
  };
}

/** One thing that happened to the ticket, with its sentence in both languages; times in the sentence are of `zone`, phone numbers are masked. */
function presentEntry(entry: TimelineEntry, zone: string) {
  const by = { kind: entry.byKind, code: entry.byCode, name: entry.byName };
  const data = JSON.parse(maskPhonesIn(JSON.stringify(entry.data))) as Readonly<Record<string, unknown>>;
  const text = timelineText({ type: entry.type, by, data }, zone);
  return answer.shown(answer.entry, { ...entry.get(), by, text, data });
}
