import type { Model, ModelStatic } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import { inTransaction } from '../../../models/database';
import { attemptKinds, type AttemptKind } from '../../domain/attempt-kinds';
import type { AttemptOutcome } from '../../domain/attempt-status';
import { afterMissedCall, type CallbackMove, type MissedOutcome, type UnreachedReason } from '../../domain/callbacks';
import { nextAllowed } from '../../domain/hours';
import type { Policy } from '../../domain/policy';
import { bySystem } from '../../domain/timeline';
import type { Context } from '../context';
import { dueRows, type SweepStep } from '../due-rows';
import { recordTimeline } from '../record-timeline';
import { queueCall, type NewCall } from './queue-attempt';

/** A row that owes somebody a call. The machine may write more fields than these; a table without a column for one does not keep it. */
export interface OwedRow extends Model {
  id: number;
  ticketId: number;
  state: string;
  /** Calls placed so far; together with `state` it decides which of several workers was first. */
  attempts: number;
  reason?: string | null;
}

/** One kind of calls that we owe: everything that differs from the other kinds. */
export interface OwedCalls<M extends OwedRow = OwedRow> {
  readonly kind: AttemptKind;
  readonly model: ModelStatic<M>;
  /** Which column of a call points at its row: the row's id, in a table of many kinds, or the ticket's id, where a ticket has one row. */
  readonly by: 'callbackId' | 'ticketId';
  /** The state in which a row waits until `due_at` for its next call; null for kinds that queue the next call at once, to go out later. */
  readonly waits: string | null;
  /** Whether every call without an answer is noted on the ticket's timeline. */
  readonly isToldOfEach: boolean;
  /** How many calls, and how long apart; without it as the policy says for callbacks. */
  retries?(policy: Policy): Pick<Policy['callback'], 'attempts' | 'retryAfter'>;
  /** The moment after which no call is repeated, if there is one. */
  lastAt?(context: Context, row: M): Promise<Date>;
  /** The call to place now, or why none is placed. */
  callOf(context: Context, row: M): Promise<NewCall | UnreachedReason | 'cancelled'>;
  /** How a call ended, as far as the next one depends on it. */
  missed(outcome: AttemptOutcome | null): MissedOutcome;
  /** What follows when no more calls are made; `missed` says how the last call ended, if one was placed. */
  onGivenUp(context: Context, row: M, reason: UnreachedReason, missed: MissedOutcome | null): Promise<void>;
}

/** Places the calls of one kind when they are due; when one has ended without an answer, plans another one or gives up with a reason. */
export function owedCallStep(kind: OwedCalls): SweepStep {
  const { model, waits } = kind;
  const rows = kind.by === 'callbackId' ? `kind = '${kind.kind}' AND` : '';
  const settling = {
    model,
    moment: 'created_at',
    where: `${rows} state = 'calling' AND ${lastCallEnded(kind)}`,
    each: (context: Context, row: OwedRow) => inTransaction(() => settle(context, kind, row)),
  };
  if (waits === null) return dueRows(kind.kind, settling);
  const placing = {
    model,
    moment: 'due_at',
    where: `${rows} state = '${waits}'`,
    each: (context: Context, row: OwedRow) => inTransaction(() => place(context, kind, row, context.clock.now())),
  };
  return dueRows(kind.kind, settling, placing);
}

function lastCallEnded({ kind, model: { name }, by }: OwedCalls): string {
  const own = by === 'callbackId' ? `callback_id = ${name}.id` : `ticket_id = ${name}.ticket_id`;
  return (
    `EXISTS (SELECT 1 FROM attempts WHERE attempts.${own} AND attempts.kind = '${kind}' AND attempts.channel = 'call'` +
    ` AND attempts.attempt_no = ${name}.attempts AND attempts.state = 'ended')`
  );
}

async function settle(context: Context, kind: OwedCalls, row: OwedRow): Promise<void> {
  const key = kind.by === 'callbackId' ? { callbackId: row.id } : { ticketId: row.ticketId };
  const last = { ...key, kind: kind.kind, channel: 'call', attemptNo: row.attempts };
  const attempt = await Attempt.findOne({ where: last });
  if (attempt !== null) await missCall(context, kind, row, kind.missed(attempt.outcome));
}

/** Queues the next call of a row, to go out at `at`; inside the caller's transaction. False when another worker was first. */
export async function place(context: Context, kind: OwedCalls, row: OwedRow, at: Date): Promise<boolean> {
  const { clock, settings } = context;
  const call = await kind.callOf(context, row);
  if (call === 'cancelled') return change(kind, row, { state: 'cancelled', finishedAt: clock.now() });
  if (typeof call === 'string') return giveUp(context, kind, row, call);
  // Even a call that is late, because the process was down, does not ring at night.
  const dueAt = nextAllowed(quietHoursOf(context, kind), settings.timezone, at);
  if (dueAt > clock.now() && kind.waits !== null) return change(kind, row, { dueAt });
  const attemptNo = row.attempts + 1;
  const isFirst = await change(kind, row, { state: 'calling', attempts: attemptNo });
  if (isFirst) await queueCall(context, { ...call, attemptNo, dueAt });
  return isFirst;
}

/** Changes the row if it is still as it was read, so that only one of several workers does; true for that worker. */
async function change({ model }: OwedCalls, { id, state, attempts }: OwedRow, to: object): Promise<boolean> {
  const [changed] = await model.update(to, { where: { id, state, attempts } });
  return changed === 1;
}

/** Moves a row on after a call without an answer, unless the row was settled already; inside the caller's transaction. */
export async function missCall(context: Context, kind: OwedCalls, row: OwedRow, outcome: MissedOutcome): Promise<void> {
  if (row.state !== 'calling') return;
  const move = await moveAfter(context, kind, row, outcome);
  if (!(await moveOn(context, kind, row, move, outcome))) return;
  const data = { outcome, attempt: row.attempts };
  if (kind.isToldOfEach) await recordTimeline(context, row.ticketId, 'callback', bySystem, data);
  if (move.kind === 'unreached') await kind.onGivenUp(context, row, move.reason, outcome);
}

function moveOn(
  context: Context,
  kind: OwedCalls,
  row: OwedRow,
  move: CallbackMove,
  lastOutcome: MissedOutcome,
): Promise<boolean> {
  if (move.kind === 'unreached') return change(kind, row, { ...unreached(context, move.reason), lastOutcome });
  const { dueAt } = move;
  if (kind.waits === null) return place(context, kind, row, dueAt);
  return change(kind, row, { state: kind.waits, dueAt, lastOutcome });
}

async function moveAfter(
  context: Context,
  kind: OwedCalls,
  row: OwedRow,
  outcome: MissedOutcome,
): Promise<CallbackMove> {
  const { policy, settings, clock } = context;
  const callback = { ...policy.callback, ...kind.retries?.(policy) };
  const rules = { callback, quietHours: quietHoursOf(context, kind), timezone: settings.timezone };
  const hardLimitAt = (await kind.lastAt?.(context, row)) ?? null;
  return afterMissedCall(rules, { attempts: row.attempts, hardLimitAt }, outcome, clock.now());
}

const quietHoursOf = ({ policy }: Context, { kind }: OwedCalls): Policy['quietHours'] =>
  attemptKinds[kind].quietHours ? policy.quietHours : { night: null, midday: null };

const unreached = ({ clock }: Context, reason: UnreachedReason) => ({
  ...{ state: 'unreached', outcome: 'unreached', reason },
  finishedAt: clock.now(),
});

/** Ends the calls of a row with a reason; inside the caller's transaction. False when the row was settled already. */
export async function giveUp(
  context: Context,
  kind: OwedCalls,
  row: OwedRow,
  reason: UnreachedReason,
): Promise<boolean> {
  const open = { id: row.id, state: ['waiting', 'due', 'calling'] };
  const [given] = await kind.model.update(unreached(context, reason), { where: open });
  if (given === 1) await kind.onGivenUp(context, row, reason, null);
  return given === 1;
}
