import { Attempt } from '../../../models/attempt';
import type { CallStop } from '../../../models/call-stop';
import { inTransaction } from '../../../models/database';
import { NumberCheck } from '../../../models/number-check';
import { Ticket } from '../../../models/ticket';
import { byCaller } from '../../domain/timeline';
import { addTask } from '../add-task';
import { attemptKinds } from '../../domain/attempt-kinds';
import type { Context } from '../context';
import { dueRows } from '../due-rows';
import { queueCall } from './queue-attempt';
import { recordTimeline } from '../record-timeline';
import { keepStop } from './stop-list';

/** Whoever typed the number may still be on the phone, in milliseconds. */
const firstAfter = 60_000;
/** The check is looked at again at its end; this is only for safety. */
const heldFor = 15 * 60_000;
const mostAttempts = 2;
/** Why calls and texts to the number wait. */
const heldBecause = 'number_check';
const callOver =
  'EXISTS (SELECT 1 FROM attempts WHERE attempts.ticket_id = NumberCheck.ticket_id' +
  " AND attempts.kind = 'number_check' AND attempts.attempt_no = NumberCheck.attempts" +
  " AND attempts.state = 'ended')";

/** A report whose number was typed and is on no file; inside the transaction that opens it. */
export async function needNumberCheck({ clock }: Context, { id, reporterPhone }: Ticket): Promise<void> {
  if (reporterPhone === null) return;
  const createdAt = clock.now();
  await NumberCheck.create({ ticketId: id, phone: reporterPhone, state: 'waiting', createdAt });
}

/** Whether a due attempt must wait for the check of its number, which the first of them starts, or must not go at all. */
export async function numberCheckOf(context: Context, attempt: Attempt): Promise<'go' | 'wait' | 'never'> {
  if (attempt.ticketId === null || !attemptKinds[attempt.kind].needsCheckedNumber) return 'go';
  const { ticketId, toPhone: phone } = attempt;
  const check = await NumberCheck.findOne({ where: { ticketId, phone } });
  if (check === null || check.state === 'confirmed') return 'go';
  if (check.state === 'refused' || check.state === 'unreached') return 'never';
  const heldUntil = new Date(context.clock.now().getTime() + heldFor);
  await inTransaction(async () => {
    const [first] = await NumberCheck.update(
      { state: 'calling', attempts: 1 },
      { where: { id: check.id, state: 'waiting' } },
    );
    if (first === 1) await callOwner(context, check, 1, firstAfter);
    await Attempt.update({ heldUntil, heldBecause }, { where: { id: attempt.id, state: 'due' } });
  });
  return 'wait';
}

async function callOwner(context: Context, check: NumberCheck, attemptNo: number, after: number): Promise<void> {
  const ticket = await Ticket.findByPk(check.ticketId, { rejectOnEmpty: true });
  await queueCall(context, {
    kind: heldBecause,
    toPhone: check.phone,
    language: ticket.reporterLanguage,
    priority: ticket.priority,
    ticketId: ticket.id,
    flow: 'number-check',
    node: 'owner',
    attemptNo,
    dueAt: new Date(context.clock.now().getTime() + after),
  });
}

/** The check that a call is about, while it is open. */
export async function openNumberCheck(attemptId: number): Promise<NumberCheck | null> {
  const attempt = await Attempt.findByPk(attemptId);
  if (attempt?.kind !== heldBecause || attempt.ticketId === null) return null;
  return NumberCheck.findOne({ where: { ticketId: attempt.ticketId } });
}

/** Keys 1 and 2 of node `owner`: what waited for the number goes out, or never does. Idempotent per call. */
export async function answerNumberCheck(context: Context, attemptId: number, isTheirs: boolean): Promise<void> {
  await inTransaction(async () => {
    const check = await openNumberCheck(attemptId);
    if (check === null) return;
    const outcome = isTheirs ? 'confirmed' : 'refused';
    await Attempt.update({ outcome, answeredAt: context.clock.now() }, { where: { id: attemptId, outcome: null } });
    await settle(context, check, outcome);
  });
}

/** Keys 1–3 of node `stop`: whoever wants texts has the number; a wrong number and "no more" get nothing. Idempotent per call. */
export async function stopNumberCheck(context: Context, attemptId: number, reason: CallStop['reason']): Promise<void> {
  await inTransaction(async () => {
    const check = await openNumberCheck(attemptId);
    if (check === null) return;
    const { phone, ticketId } = check;
    const answeredAt = context.clock.now();
    await Attempt.update({ outcome: 'stopped', answeredAt }, { where: { id: attemptId, outcome: null } });
    await keepStop(context, { phone, ticketId, reason });
    await settle(context, check, reason === 'texts_only' ? 'confirmed' : 'refused');
  });
}

/** Rings a second time whoever did not answer, then leaves it to the desk; due as soon as the call has ended. */
export const settleNumberChecks = dueRows('settle-number-checks', {
  model: NumberCheck,
  moment: 'created_at',
  where: `state = 'calling' AND ${callOver}`,
  each: (context, check) => inTransaction(() => goOn(context, check)),
});

async function goOn(context: Context, check: NumberCheck): Promise<void> {
  const { id, attempts } = check;
  if (attempts >= mostAttempts) return settle(context, check, 'unreached');
  const claim = { id, state: 'calling', attempts };
  const [claimed] = await NumberCheck.update({ attempts: attempts + 1 }, { where: claim });
  if (claimed === 1) await callOwner(context, check, attempts + 1, context.policy.callback.retryAfter.busy);
}

async function settle(
  context: Context,
  { id, ticketId, phone }: NumberCheck,
  state: 'confirmed' | 'refused' | 'unreached',
): Promise<void> {
  const now = context.clock.now();
  const [settled] = await NumberCheck.update({ state, finishedAt: now }, { where: { id, state: 'calling' } });
  if (settled === 0) return;
  const held = { ticketId, toPhone: phone, state: 'due', heldBecause };
  await recordTimeline(context, ticketId, 'noted', byCaller, { note: `number_is_${state}` });
  if (state === 'confirmed') {
    await Attempt.update({ heldUntil: null, heldBecause: null }, { where: held });
    context.poke();
    return;
  }
  await Attempt.update(
    { state: 'ended', outcome: 'cancelled', errorCode: `number_${state}`, endedAt: now },
    { where: held },
  );
  await addTask(context, { key: `number:${ticketId}`, kind: 'call', reason: `number_${state}`, ticketId, phone });
}
