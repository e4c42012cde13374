import { Op, type ModelStatic } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import type { CallStop } from '../../../models/call-stop';
import { inTransaction } from '../../../models/database';
import { Ticket } from '../../../models/ticket';
import type { Context } from '../context';
import { giveUp, missCall, type OwedCalls, type OwedRow } from './owed-calls';
import { stopCustomerCalls } from './stop-list';

/** One call of a kind, with the row that owes it and its ticket. */
export interface OngoingCall<M extends OwedRow> {
  readonly attempt: Attempt;
  readonly owed: M;
  readonly ticket: Ticket;
}

/** Reads a call by the attempt in its URLs; null when it is not of this kind. */
export async function ongoingCall<M extends OwedRow>(
  kind: OwedCalls<M>,
  attemptId: number,
): Promise<OngoingCall<M> | null> {
  const attempt = await Attempt.findByPk(attemptId);
  if (attempt?.kind !== kind.kind) return null;
  const { callbackId, ticketId } = attempt;
  const model: ModelStatic<OwedRow> = kind.model;
  const owed = await model.findOne({ where: kind.by === 'callbackId' ? { id: callbackId } : { ticketId } });
  const ticket = owed && (await Ticket.findByPk(owed.ticketId));
  return owed && ticket ? { attempt, owed: owed as M, ticket } : null;
}

/** Does something about a call of a kind, in one transaction; null when the attempt is not of this kind. */
export function duringCall<M extends OwedRow, T>(
  kind: OwedCalls<M>,
  attemptId: number,
  work: (call: OngoingCall<M>) => Promise<T>,
): Promise<T | null> {
  return inTransaction(async () => {
    const call = await ongoingCall(kind, attemptId);
    return call && work(call);
  });
}

/** A key was pressed, so the call counts as answered however it ends. */
export async function markAnswered({ clock }: Pick<Context, 'clock'>, id: number): Promise<void> {
  await Attempt.update({ outcome: 'answered' }, { where: { id, outcome: { [Op.or]: [null, 'no_key', 'machine'] } } });
  await Attempt.update({ answeredAt: clock.now() }, { where: { id, answeredAt: null } });
}

/** The customer cannot tell yet, so another call follows if one is left; a repeated key gets the same answer. Inside the caller's transaction. `over`: the row was settled otherwise. */
export async function askLater(
  context: Context,
  kind: OwedCalls,
  { attempt, owed }: OngoingCall<OwedRow>,
): Promise<'asked_later' | 'never_sure' | 'over'> {
  await markAnswered(context, attempt.id);
  if (owed.attempts === attempt.attemptNo) await missCall(context, kind, owed, 'unsure');
  const { state, reason } = await kind.model.findByPk(owed.id, { rejectOnEmpty: true });
  // Too late for another call is as good as never sure, but only to whoever said so in this call.
  const isLast = reason === 'time_used_up' && owed.attempts === attempt.attemptNo;
  if (state === 'unreached') return reason === 'never_sure' || isLast ? 'never_sure' : 'over';
  return state === 'done' || state === 'cancelled' ? 'over' : 'asked_later';
}

/** Takes keys 1–3 of node `stop`: the owner of the number wants no more of these calls. Idempotent per call. */
export async function stopOwedCalls(
  context: Context,
  kind: OwedCalls,
  attemptId: number,
  reason: CallStop['reason'],
): Promise<void> {
  await duringCall(kind, attemptId, async ({ owed }) => {
    await stopCustomerCalls(context, attemptId, reason);
    await giveUp(context, kind, owed, reason);
  });
}
