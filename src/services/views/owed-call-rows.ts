import { Op, type WhereOptions } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import { Callback } from '../../../models/callback';
import { NumberCheck } from '../../../models/number-check';
import { OutageWish } from '../../../models/outage-wish';
import { Ticket } from '../../../models/ticket';
import type { AttemptKind } from '../../domain/attempt-kinds';
import type { AttemptOutcome } from '../../domain/attempt-status';
import { type OwedCall, type OwedCallKind, type OwedCallState, owedCallStates } from './owed-call';

interface Slice {
  /** A condition on `createdAt`, `id` and `ticketId`, which all these rows have. */
  readonly where: WhereOptions;
  readonly limit: number;
}

/** Reads calls of one kind that are in one of these states, the newest first. */
type Source = (states: readonly OwedCallState[], slice: Slice) => Promise<OwedCall[]>;

const newestFirst: [string, string][] = [
  ['createdAt', 'DESC'],
  ['id', 'DESC'],
];
const nothing = { cycle: 0, dueAt: null, hardLimitAt: null, lastOutcome: null, outcome: null, reason: null };

const completions: Source = async (states, { where, limit }) => {
  const wanted = { [Op.and]: [where, { state: [...states] }] };
  const rows = await Callback.findAll({ where: wanted, order: newestFirst, limit });
  return rows.map((row) => ({ ...row.get(), kind: 'completion' }));
};

const restorations: Source = async (states, { where, limit }) => {
  // In these rows `waiting` means waiting for power and `due` means waiting for the next call.
  const state = states.flatMap((one) => (one === 'waiting' ? ['waiting', 'due'] : [one]));
  // A customer who asked for a text is owed no call, unless somebody there lives on medical equipment.
  const isCall = { [Op.or]: [{ channel: 'call' }, { attempts: { [Op.gt]: 0 } }] };
  const wanted = { [Op.and]: [where, isCall, { state }] };
  const rows = await OutageWish.findAll({ where: wanted, order: newestFirst, limit });
  return rows.map((row) => ({
    ...nothing,
    ...row.get(),
    kind: 'restoration',
    state: row.state === 'due' ? 'waiting' : row.state,
    outcome: row.answer ?? (row.state === 'unreached' ? row.state : null),
  }));
};

const checkStates: Readonly<Record<OwedCallState, readonly NumberCheck['state'][]>> = {
  waiting: ['waiting'],
  calling: ['calling'],
  done: ['confirmed', 'refused'],
  unreached: ['unreached'],
  cancelled: [],
};

const numberChecks: Source = async (states, { where, limit }) => {
  const wanted = { [Op.and]: [where, { state: states.flatMap((state) => checkStates[state]) }] };
  const rows = await NumberCheck.findAll({ where: wanted, order: newestFirst, limit });
  const ids = rows.map(({ ticketId }) => ticketId);
  const tickets = await Ticket.findAll({ attributes: ['id', 'reporterLanguage'], where: { id: ids } });
  const languages = new Map(tickets.map(({ id, reporterLanguage }) => [id, reporterLanguage]));
  return rows.map((row) => ({
    ...nothing,
    ...row.get(),
    kind: 'number-check',
    state: owedCallStates.find((state) => checkStates[state].includes(row.state)) ?? 'unreached',
    outcome: row.finishedAt === null ? null : row.state,
    language: languages.get(row.ticketId) ?? '',
    finishedAt: row.finishedAt,
  }));
};

/** Outcomes that a pressed key wrote. */
const answers: AttemptOutcome[] = ['heard', 'solved', 'safe', 'still_in_danger', 'cancelled_by_mistake', 'answered'];

/** The states of calls that are placed once and have no row except the attempt. */
const attemptStates: Readonly<Record<OwedCallState, WhereOptions>> = {
  waiting: { state: 'due' },
  calling: { state: ['sending', 'placed', 'ringing', 'answered'] },
  done: { state: 'ended', outcome: answers },
  unreached: { state: 'ended', outcome: { [Op.or]: [null, { [Op.notIn]: [...answers, 'cancelled'] }] } },
  cancelled: { state: 'ended', outcome: 'cancelled' },
};

function stateOfAttempt({ state, outcome }: Attempt): OwedCallState {
  if (state !== 'ended') return state === 'due' ? 'waiting' : 'calling';
  if (outcome === 'cancelled') return 'cancelled';
  return outcome !== null && answers.includes(outcome) ? 'done' : 'unreached';
}

const attempts =
  (kind: OwedCallKind, attemptKind: AttemptKind): Source =>
  async (states, { where, limit }) => {
    const call = { kind: attemptKind, channel: 'call' };
    const wanted = { [Op.and]: [where, call, { [Op.or]: states.map((state) => attemptStates[state]) }] };
    const rows = await Attempt.findAll({ where: wanted, order: newestFirst, limit });
    return rows.map((row) => ({
      ...nothing,
      ...row.get(),
      kind,
      state: stateOfAttempt(row),
      attempts: row.sentAt === null ? 0 : row.attemptNo,
      reason: row.errorCode,
      finishedAt: row.endedAt,
    }));
  };

/** Where the calls of each kind are. */
export const owedCallRows: Readonly<Record<OwedCallKind, Source>> = {
  completion: completions,
  restoration: restorations,
  'number-check': numberChecks,
  'danger-check': attempts('danger-check', 'danger_check'),
  'dispatch-notice': attempts('dispatch-notice', 'notice'),
};
