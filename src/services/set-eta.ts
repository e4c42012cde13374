import { Attempt } from '../../models/attempt';
import { inTransaction } from '../../models/database';
import { Ticket } from '../../models/ticket';
import { HotlineError } from '../errors';
import type { Context } from './context';
import { updateDispatchNotice } from './notify-dispatch';
import { recordTimeline } from './record-timeline';

const minute = 60_000;

export interface EtaResult {
  readonly ticket: Ticket;
  /** Later than the arrival that was promised: node `eta-late`. */
  readonly late: boolean;
}

/** When the crew will be there: `minutes` from the accept, or null for "by the promised time". Asked again it gives the same answer. Throws `not_found`, or `conflict` when another person has the ticket. */
export async function setEta(context: Context, attemptId: number, minutes: number | null): Promise<EtaResult> {
  const result = await inTransaction(async () => {
    const attempt = await Attempt.findByPk(attemptId);
    const ticket = attempt?.ticketId == null ? null : await Ticket.findByPk(attempt.ticketId);
    if (!attempt || !ticket) throw new HotlineError('not_found', 'There is no such page.', { attemptId });
    if (ticket.personCode !== attempt.personCode || ticket.acceptedAt === null) {
      throw new HotlineError('conflict', 'This ticket is not with whoever was paged.', { attemptId });
    }
    return change(context, ticket, minutes, ticket.acceptedAt);
  });
  context.poke();
  return result;
}

async function change(context: Context, ticket: Ticket, minutes: number | null, from: Date): Promise<EtaResult> {
  const etaAt = minutes === null ? ticket.arrivalDueAt : new Date(from.getTime() + minutes * minute);
  const late = etaAt !== null && ticket.arrivalDueAt !== null && etaAt > ticket.arrivalDueAt;
  if (etaAt?.getTime() !== ticket.etaAt?.getTime()) {
    await ticket.update({ etaAt, updatedAt: context.clock.now() });
    const by = { kind: 'person' as const, ...(ticket.personCode !== null && { code: ticket.personCode }) };
    await recordTimeline(context, ticket.id, 'eta_changed', by, { etaAt, late });
  }
  await updateDispatchNotice(context, ticket);
  return { ticket, late };
}
