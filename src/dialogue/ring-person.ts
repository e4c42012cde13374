import { isDatabaseUnavailable } from '../../models/database';
import { Handoff } from '../../models/handoff';
import type { CallScript, Spoken } from '../carrier/carrier';
import type { Facts } from '../domain/flow';
import { isDay } from '../domain/hours';
import type { Context } from '../services/context';
import type { DutyPerson } from '../services/duty-book';
import { speak } from '../services/prompts';
import { readDuty } from '../services/on-call/read-duty';
import { withinTime } from '../services/within-time';
import { describeCaller } from './describe-caller';
import type { CallInfo } from '../domain/call';

/** Hands a caller to a person: the desk by day, the monitoring centre by night, one person after another, then a message. */

/** How long the database may take to say whom to ring, in milliseconds; after that the duty book is asked. */
const patience = 2000;

export interface HandoffOrder {
  readonly language: string;
  readonly facts: Facts;
  /** Why the call needs a person: `asked`, `no-answer`, `broken` or the name of what is not built yet. */
  readonly reason: string;
  readonly said: readonly Spoken[];
}

/** One try in a handoff; `id` is 0 while the database is down, and the duty book then stands in for the row. */
export interface Turn {
  readonly id: number;
  readonly turn: number;
  readonly language: string;
}

/** Rings the first person for this call; a repeated webhook rings the same one. */
export async function ringPerson(context: Context, call: CallInfo, order: HandoffOrder): Promise<CallScript> {
  const words = order.reason.startsWith('unbuilt-') ? 'common.to-person-not-yet' : 'common.to-person';
  const say = [...order.said, spoken(context, order.language, words)];
  const fromBook = (): CallScript => ringFromBook(context, { id: 0, turn: 0, language: order.language }, say);
  try {
    return await withinTime(context.clock, patience, ringPlanned(context, call, order, say), fromBook);
  } catch (error) {
    if (!isDatabaseUnavailable(error)) context.log.error('a call could not be handed to a person', { error });
    return fromBook();
  }
}

async function ringPlanned(
  context: Context,
  call: CallInfo,
  order: HandoffOrder,
  say: readonly Spoken[],
): Promise<CallScript> {
  const { id } = await beginHandoff(context, call, order);
  return ringTurn(context, { id, turn: 0, language: order.language }, say);
}

/** Rings a person without asking the database: for the fallback webhook and while the database is down. */
export function ringFromBook(context: Context, turn: Turn, say: readonly Spoken[] = []): CallScript {
  const person = ringOrder(context, context.duty.people())[turn.turn];
  return person === undefined ? takeMessage(context, turn.language, say) : dial(context, person, turn, say);
}

/** What follows when a turn has ended: goodbye if somebody had taken the call, else the next person, else a message. */
export async function nextTurn(context: Context, turn: Turn, wasConnected: boolean): Promise<CallScript> {
  const next = { ...turn, turn: turn.turn + 1 };
  const fromBook = (): CallScript => ringFromBook(context, next);
  if (wasConnected) return { kind: 'hangup', say: [] };
  if (turn.id === 0) return fromBook();
  try {
    return await withinTime(context.clock, patience, nextPlanned(context, turn, next), fromBook);
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    return fromBook();
  }
}

async function nextPlanned(context: Context, turn: Turn, next: Turn): Promise<CallScript> {
  const handoff = await Handoff.findByPk(turn.id);
  // Taken by this turn, not by any: so a repeated webhook gives the same answer even after somebody else has taken the call.
  const isTaken = handoff?.takenBy != null && handoff.takenBy === handoff.planned[turn.turn];
  return isTaken ? { kind: 'hangup', say: [] } : ringTurn(context, next, []);
}

/** When a call that was handed over before turns out to be about danger, the people who are rung hear so. */
async function nowInDanger(context: Context, call: CallInfo, known: Handoff, facts: Facts): Promise<Handoff> {
  const about = await describeCaller(context, call, 'danger', facts);
  const words = { reason: 'danger', aboutZh: about.zh, aboutEn: about.en };
  await Handoff.update(words, { where: { id: known.id, takenBy: null } });
  return known;
}

async function beginHandoff(context: Context, call: CallInfo, { reason, facts }: HandoffOrder): Promise<Handoff> {
  const known = await Handoff.findOne({ where: { callSid: call.sid } });
  if (known !== null) return reason === 'danger' ? nowInDanger(context, call, known, facts) : known;
  const order = ringOrder(context, await readDuty(context));
  const about = await describeCaller(context, call, reason, facts);
  const [handoff] = await Handoff.findOrCreate({
    where: { callSid: call.sid, seq: 1 },
    defaults: {
      callSid: call.sid,
      seq: 1,
      role: order[0]?.role ?? 'monitoring',
      reason,
      aboutZh: about.zh,
      aboutEn: about.en,
      planned: order.map(({ code }) => code),
      takenBy: null,
      takenAt: null,
      startedAt: context.clock.now(),
      endedAt: null,
      messageTicketId: null,
    },
  });
  return handoff;
}

async function ringTurn(context: Context, turn: Turn, say: readonly Spoken[]): Promise<CallScript> {
  const handoff = await Handoff.findByPk(turn.id);
  const code = handoff?.planned[turn.turn];
  const people = await readDuty(context);
  const person = people.find((candidate) => candidate.code === code);
  if (code !== undefined && person === undefined) return ringTurn(context, { ...turn, turn: turn.turn + 1 }, say);
  return person === undefined ? takeMessage(context, turn.language, say) : dial(context, person, turn, say);
}

/** First the role on duty, then the other one; as many people as can be rung within `queue.maxWait`. */
function ringOrder({ clock, policy, settings }: Context, people: readonly DutyPerson[]): DutyPerson[] {
  const first = isDay(policy.hours, settings.timezone, clock.now()) ? 'desk' : 'monitoring';
  const allowed = people.filter(({ phone }) => settings.allowedPrefixes.some((prefix) => phone.startsWith(prefix)));
  const order = [...allowed.filter(({ role }) => role === first), ...allowed.filter(({ role }) => role !== first)];
  return order.slice(0, Math.max(1, Math.floor(policy.queue.maxWait / policy.queue.ringFor)));
}

function dial(context: Context, person: DutyPerson, turn: Turn, say: readonly Spoken[]): CallScript {
  const { publicBaseUrl, hotlineNumber } = context.settings;
  const query = (language: string): string =>
    new URLSearchParams({ l: language, handoff: String(turn.id), turn: String(turn.turn) }).toString();
  return {
    kind: 'dial',
    say,
    action: `${publicBaseUrl}/voice/handoff?${query(turn.language)}`,
    dial: {
      to: [person.phone],
      callerId: hotlineNumber,
      ringForMs: context.policy.queue.ringFor,
      whisperUrl: `${publicBaseUrl}/voice/enter/overflow/take?${query(person.language)}`,
    },
  };
}

function takeMessage(context: Context, language: string, say: readonly Spoken[]): CallScript {
  const { publicBaseUrl } = context.settings;
  return {
    kind: 'record',
    say: [...say, spoken(context, language, 'caller.leave-message')],
    action: `${publicBaseUrl}/voice/step/caller/leave-message?${new URLSearchParams({ l: language }).toString()}`,
    record: { maxSeconds: 120, silenceSeconds: 5, finishOnKey: '#', statusUrl: `${publicBaseUrl}/voice/recording` },
  };
}

function spoken(context: Context, language: string, id: string): Spoken {
  return { text: speak(context, language, id), language };
}
