import { Op } from 'sequelize';
import { Handoff } from '../../../models/handoff';
import type { Paging } from '../../../models/paging';
import { addTask } from '../add-task';
import type { Context } from '../context';

/** Whether this paging waited for a person to take the caller, and somebody did; then the paging ends, and a task lets that person decide. */
export async function callerHasPerson(context: Context, paging: Paging): Promise<boolean> {
  const { afterCallSid: callSid, ticketId } = paging;
  if (callSid === null) return false;
  const isTaken = (await Handoff.count({ where: { callSid, takenBy: { [Op.ne]: null } } })) > 0;
  await paging.update({ afterCallSid: null, ...(isTaken && { state: 'stopped' }) });
  if (isTaken) await addTask(context, { key: `danger:${ticketId}`, kind: 'call', reason: 'danger', ticketId });
  return isTaken;
}
