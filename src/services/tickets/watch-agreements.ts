import { Ticket } from '../../../models/ticket';
import { addTask } from '../add-task';
import type { Context } from '../context';
import { dueRows } from '../due-rows';

const unasked =
  'NOT EXISTS (SELECT 1 FROM tasks WHERE tasks.ticket_id = Ticket.id' +
  " AND tasks.reason = 'agree_time' AND tasks.created_at >= Ticket.accepted_at)";

/** When the customer was told that a time will be agreed and the crew that has the job has named none, the desk asks both, once per accept. */
export const watchAgreements = dueRows('watch-agreements', {
  model: Ticket,
  moment: 'accepted_at',
  where:
    "responsibility = 'INTERNAL' AND state IN ('accepted', 'departed') AND arrival_due_at IS NULL" +
    ` AND eta_at IS NULL AND ${unasked}`,
  before: ({ policy }) => -policy.appointment.agreeWithin,
  each: ask,
});

function ask(context: Context, { id: ticketId, acceptedAt, reporterPhone: phone }: Ticket): Promise<unknown> {
  const key = `agree-time:${ticketId}:${acceptedAt?.getTime()}`;
  return addTask(context, { key, kind: 'call', reason: 'agree_time', ticketId, phone });
}
