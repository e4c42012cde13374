import { literal, Op } from 'sequelize';
import { Ticket } from '../../../models/ticket';
import { addTask } from '../add-task';
import type { Context } from '../context';
import type { Due } from '../due';
import { eachSafely } from '../each-safely';

const batch = 100;
/** How long the crew has after the accept to name a time, in milliseconds. */
const within = 5 * 60_000;
const onTheWay = ['accepted', 'departed'];
const unasked =
  'NOT EXISTS (SELECT 1 FROM tasks WHERE tasks.ticket_id = Ticket.id' +
  " AND tasks.reason = 'agree_time' AND tasks.created_at >= Ticket.accepted_at)";

/** The customer was told that a time will be agreed, and the crew that has the job named none: the desk asks both. Once per accept; returns how many. */
export async function watchAgreements(context: Context): Promise<number> {
  const acceptedAt = { [Op.lte]: new Date(context.clock.now().getTime() - within) };
  const open = { responsibility: 'INTERNAL', state: onTheWay, arrivalDueAt: null, etaAt: null, acceptedAt };
  const tickets = await Ticket.findAll({
    where: { [Op.and]: [open, literal(unasked)] },
    order: [['acceptedAt', 'ASC']],
    limit: batch,
  });
  return eachSafely(context, 'the desk could not be asked for a time', tickets, (ticket) => ask(context, ticket));
}

/** When the next crew has had its time to name one. */
export const agreementsDue = (): readonly Due[] => [
  {
    sql:
      'SELECT MIN(accepted_at) FROM tickets AS Ticket WHERE state IN (:onTheWay) AND arrival_due_at IS NULL' +
      ` AND eta_at IS NULL AND responsibility = 'INTERNAL' AND ${unasked}`,
    values: { onTheWay },
    before: -within,
  },
];

function ask(context: Context, { id: ticketId, acceptedAt, reporterPhone: phone }: Ticket): Promise<unknown> {
  const key = `agree-time:${ticketId}:${acceptedAt?.getTime()}`;
  return addTask(context, { key, kind: 'call', reason: 'agree_time', ticketId, phone });
}
