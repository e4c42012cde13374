import { PromiseMade } from '../../../models/promise-made';
import { insertRow } from '../../../models/sql-values';
import type { Ticket } from '../../../models/ticket';
import type { Context } from '../context';
import { arrivalToTell } from '../directory/hearing-of';

type SpokenTime = Pick<PromiseMade, 'kind' | 'ticketId' | 'callSid' | 'channel' | 'promisedAt'>;

/** Writes down a time that a customer hears or reads, so that statistics can tell whether it was kept; inside the caller's transaction. */
export async function promise({ clock }: Pick<Context, 'clock'>, time: SpokenTime): Promise<void> {
  await insertRow(PromiseMade, { ...time, spokenAt: clock.now() });
}

/** Writes down the time of arrival that the caller hears. */
export async function promiseArrival(context: Context, ticket: Ticket, callSid: string | null): Promise<void> {
  const promisedAt = arrivalToTell(ticket);
  const told = { kind: 'arrival', ticketId: ticket.id, callSid, channel: 'phone' } as const;
  if (promisedAt !== null) await promise(context, { ...told, promisedAt });
}

/** Notes which of the times told to a customer were kept, now that the thing has happened at `at`; inside the caller's transaction. */
export async function keepPromises(ticketId: number, kind: PromiseMade['kind'], at: Date): Promise<void> {
  const open = await PromiseMade.findAll({ where: { ticketId, kind, kept: null } });
  for (const made of open) await made.update({ keptAt: at, kept: at <= made.promisedAt });
}
