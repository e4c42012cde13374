import { Attempt } from '../../../models/attempt';
import { inTransaction } from '../../../models/database';
import { Ticket } from '../../../models/ticket';
import { byCaller } from '../../domain/timeline';
import { isOpen } from '../../domain/ticket';
import { cancelTicket } from '../tickets/cancel-ticket';
import type { Context } from '../context';
import { recordTimeline } from '../record-timeline';

/** A call that says who comes, with its ticket. */
export interface NoticeCall {
  readonly attempt: Attempt;
  readonly ticket: Ticket;
  /** Whether somebody still has to come. */
  readonly isOpen: boolean;
}

/** Reads a notice by the attempt in its URLs; null when the attempt is no notice. */
export async function noticeCall(attemptId: number): Promise<NoticeCall | null> {
  const attempt = await Attempt.findByPk(attemptId);
  const ticket = await Ticket.findByPk(attempt?.ticketId ?? 0);
  return attempt?.kind === 'notice' && ticket ? { attempt, ticket, isOpen: isOpen(ticket.state) } : null;
}

/** Notes once that the customer has heard who comes. */
export async function noticeHeard(context: Context, { attempt, ticket }: NoticeCall): Promise<void> {
  await inTransaction(async () => {
    const [first] = await answered(context, attempt, 'heard');
    if (first === 1) await recordTimeline(context, ticket.id, 'noted', byCaller, { note: 'notice_heard' });
  });
}

/** "It is solved": the report ends and the crew is told, unless somebody is at work or it is a P0. */
export async function noticeSolved(context: Context, { attempt, ticket }: NoticeCall): Promise<boolean> {
  await answered(context, attempt, 'solved');
  return cancelTicket(context, ticket.id, { reason: 'cancelled', by: byCaller });
}

function answered({ clock }: Context, { id }: Attempt, outcome: 'heard' | 'solved'): Promise<[affected: number]> {
  return Attempt.update({ outcome, answeredAt: clock.now() }, { where: { id, outcome: null } });
}
