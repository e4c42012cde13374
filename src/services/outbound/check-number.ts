import { Attempt } from '../../../models/attempt';
import type { CallStop } from '../../../models/call-stop';
import { inTransaction } from '../../../models/database';
import { NumberCheck } from '../../../models/number-check';
import { Ticket } from '../../../models/ticket';
import { byCaller } from '../../domain/timeline';
import { addTask } from '../add-task';
import { attemptKinds } from '../../domain/attempt-kinds';
import type { Context } from '../context';
import { duringCall } from './ongoing-call';
import { place, type OwedCalls } from './owed-calls';
import type { NewCall } from './queue-attempt';
import { recordTimeline } from '../record-timeline';
import { stopCustomerCalls } from './stop-list';

/** How long what waits for a check is held, in milliseconds; only a safety net, since the end of the check releases it. */
const heldFor = 15 * 60_000;
/** Why calls and texts to the number wait. */
const heldBecause = 'number_check';

/** Calls that ask whether a typed number is the customer's. What is meant for the number waits meanwhile; when the last call reaches nobody, the desk is asked. */
export const numberCheckCalls: OwedCalls<NumberCheck> = {
  kind: 'number_check',
  model: NumberCheck,
  by: 'ticketId',
  waits: null,
  isToldOfEach: false,
  retries: ({ callback: { retryAfter }, numberCheck: { attempts } }) => ({
    attempts,
    retryAfter: { ...retryAfter, noAnswer: retryAfter.busy },
  }),
  callOf: callOwner,
  missed: () => 'no_answer',
  onGivenUp: (context, check) => afterwards(context, check, 'unreached'),
};

/** Notes that the number of a report was typed and is not on file; inside the transaction that opens the report. */
export async function needNumberCheck({ clock }: Context, { id, reporterPhone }: Ticket): Promise<void> {
  if (reporterPhone === null) return;
  const createdAt = clock.now();
  await NumberCheck.create({ ticketId: id, phone: reporterPhone, state: 'waiting', createdAt });
}

/** Whether a due attempt may go, must wait for the check of its number, or must never go; the first that must wait starts the check. */
export async function numberCheckOf(context: Context, attempt: Attempt): Promise<'go' | 'wait' | 'never'> {
  if (attempt.ticketId === null || !attemptKinds[attempt.kind].needsCheckedNumber) return 'go';
  const { ticketId, toPhone: phone } = attempt;
  const check = await NumberCheck.findOne({ where: { ticketId, phone } });
  if (check === null || check.state === 'confirmed') return 'go';
  if (check.state === 'refused' || check.state === 'unreached') return 'never';
  const heldUntil = later(context, heldFor);
  await inTransaction(async () => {
    if (check.state === 'waiting')
      await place(context, numberCheckCalls, check, later(context, context.policy.numberCheck.firstAfter));
    await Attempt.update({ heldUntil, heldBecause }, { where: { id: attempt.id, state: 'due' } });
  });
  return 'wait';
}

const later = ({ clock }: Context, ms: number): Date => new Date(clock.now().getTime() + ms);

async function callOwner(_context: Context, { ticketId, phone: toPhone }: NumberCheck): Promise<NewCall> {
  const { reporterLanguage: language, priority } = await Ticket.findByPk(ticketId, { rejectOnEmpty: true });
  const start = { kind: 'number_check', flow: 'number-check', node: 'owner' } as const;
  return { ...start, toPhone, language, priority, ticketId };
}

/** Takes keys 1 and 2 of node `owner`: what waited for the number goes out, or never does. Idempotent per call. */
export async function answerNumberCheck(context: Context, attemptId: number, isTheirs: boolean): Promise<void> {
  await duringCall(numberCheckCalls, attemptId, async ({ owed }) => {
    const outcome = isTheirs ? 'confirmed' : 'refused';
    await Attempt.update({ outcome, answeredAt: context.clock.now() }, { where: { id: attemptId, outcome: null } });
    await settle(context, owed, outcome);
  });
}

/** Takes keys 1–3 of node `stop`: "texts only" confirms the number, a wrong number and "no more" refuse it. Idempotent per call. */
export async function stopNumberCheck(context: Context, attemptId: number, reason: CallStop['reason']): Promise<void> {
  await duringCall(numberCheckCalls, attemptId, async ({ owed }) => {
    await stopCustomerCalls(context, attemptId, reason);
    await settle(context, owed, reason === 'texts_only' ? 'confirmed' : 'refused');
  });
}

async function settle(context: Context, check: NumberCheck, state: 'confirmed' | 'refused'): Promise<void> {
  const end = { state, finishedAt: context.clock.now() };
  const [settled] = await NumberCheck.update(end, { where: { id: check.id, state: 'calling' } });
  if (settled === 1) await afterwards(context, check, state);
}

async function afterwards(
  context: Context,
  { ticketId, phone }: NumberCheck,
  state: 'confirmed' | 'refused' | 'unreached',
): Promise<void> {
  const held = { ticketId, toPhone: phone, state: 'due', heldBecause };
  await recordTimeline(context, ticketId, 'noted', byCaller, { note: `number_is_${state}` });
  if (state === 'confirmed') {
    await Attempt.update({ heldUntil: null, heldBecause: null }, { where: held });
    context.poke();
    return;
  }
  await Attempt.update(
    { state: 'ended', outcome: 'cancelled', errorCode: `number_${state}`, endedAt: context.clock.now() },
    { where: held },
  );
  await addTask(context, { key: `number:${ticketId}`, kind: 'call', reason: `number_${state}`, ticketId, phone });
}
