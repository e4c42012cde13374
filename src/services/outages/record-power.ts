import { Attempt } from '../../../models/attempt';
import { inTransaction } from '../../../models/database';
import { OutageWish } from '../../../models/outage-wish';
import { Ticket } from '../../../models/ticket';
import { byCaller } from '../../domain/timeline';
import { markAnswered } from '../outbound/mark-answered';
import type { Context } from '../context';
import { openTicket } from '../tickets/open-ticket';
import { keepEvidence } from './outage-evidence';
import { speak } from '../prompts';
import { recordTimeline } from '../record-timeline';
import { missRestoration, textInstead } from './tell-restored';
import type { StopReason } from '../../domain/callbacks';
import { keepStop } from '../outbound/stop-list';

/** One call about restored power, with what it is about. */
export interface RestorationCall {
  readonly attempt: Attempt;
  readonly wish: OutageWish;
  /** The report that was linked to the outage. */
  readonly ticket: Ticket;
}

/** Reads a call by the attempt that rides in its URLs; null when it is about no restoration. */
export async function restorationOf(attemptId: number): Promise<RestorationCall | null> {
  const attempt = await Attempt.findByPk(attemptId);
  if (attempt?.kind !== 'restoration' || attempt.ticketId === null) return null;
  const wish = await OutageWish.findOne({ where: { ticketId: attempt.ticketId } });
  const ticket = wish && (await Ticket.findByPk(wish.ticketId));
  return wish && ticket ? { attempt, wish, ticket } : null;
}

/** Keys 1–4 of node `power`. */
export type PowerAnswer = 'on' | 'still_off' | 'partly' | 'unsure';

/** `asked_later`: we call again; `never_sure`: there are no more calls; `over`: nothing more is wanted. */
export type PowerOutcome = 'on' | 'still_off' | 'partly' | 'asked_later' | 'never_sure' | 'over';

export interface PowerEntry {
  readonly attemptId: number;
  readonly answer: PowerAnswer;
  readonly callSid: string;
  readonly language: string;
}

/** Takes the answer at once: on settles the wish; still off and partly open a nested report for the crew. The same answer twice is one. */
export async function recordPower(context: Context, entry: PowerEntry): Promise<PowerOutcome> {
  const call = await restorationOf(entry.attemptId);
  if (call === null) return 'over';
  const { answer } = entry;
  if (answer === 'unsure') return askLater(context, call);
  if (answer !== 'on') {
    await openNested(context, call, entry, answer);
    return answer;
  }
  await inTransaction(async () => {
    await settle(context, call, entry.callSid, 'on');
    await Ticket.update({ fixed: 'yes', updatedAt: context.clock.now() }, { where: { id: call.ticket.id } });
  });
  return 'on';
}

/** What was answered, with its traces; inside the caller's transaction. */
async function settle(
  context: Context,
  { attempt, wish }: RestorationCall,
  callSid: string,
  answer: Exclude<PowerAnswer, 'unsure'>,
): Promise<void> {
  const now = context.clock.now();
  await markAnswered(context, attempt.id);
  const { outageCode, accountNo, ticketId } = wish;
  const isNew = await keepEvidence(context, { outageCode, accountNo, sourceSid: callSid, answer });
  await OutageWish.update({ state: 'done', answer, dueAt: null, finishedAt: now }, { where: { id: wish.id } });
  if (isNew || wish.answer !== answer)
    await recordTimeline(context, ticketId, 'callback', byCaller, {
      outcome: answer === 'on' ? 'yes' : answer,
      attempt: wish.attempts,
    });
}

/** A fault of its own behind the repaired one: a nested report, its outage counted from the first call, its clocks from now (product, 8). */
async function openNested(
  context: Context,
  call: RestorationCall,
  { callSid, language }: PowerEntry,
  answer: 'still_off' | 'partly',
): Promise<Ticket> {
  const { ticket, wish } = call;
  const summary = answer === 'partly' ? 'summary.partly-on' : 'summary.still-off';
  return openTicket(context, {
    callSid,
    reportNo: 0,
    kind: 'fault',
    // Power on some phases only is what a broken neutral looks like: treated as danger.
    category: answer === 'partly' ? 'quality' : 'lv',
    responsibility: 'GRID',
    priority: 'P1',
    channel: 'phone',
    language,
    accountNo: ticket.accountNo,
    networkNodeCode: ticket.networkNodeCode,
    place: 'home',
    inHome: false,
    summary: { zh: speak(context, 'zh-CN', summary), en: speak(context, 'en', summary) },
    descriptionRecording: null,
    reporter: { name: ticket.reporterName, phone: wish.toPhone, role: ticket.reporterRole },
    startedAt: ticket.startedAt ?? ticket.reportedAt,
    triage: { outage: wish.outageCode, restoration: answer },
    parentNumber: ticket.number,
    along: async (nested) => {
      await settle(context, call, callSid, answer);
      await Ticket.update(
        { fixed: answer === 'partly' ? 'partly' : 'no', updatedAt: context.clock.now() },
        { where: { id: ticket.id } },
      );
      await recordTimeline(context, nested.id, 'linked', byCaller, { parent: ticket.number });
    },
  });
}

async function askLater(context: Context, { attempt, wish }: RestorationCall): Promise<PowerOutcome> {
  const move = await inTransaction(async () => {
    await markAnswered(context, attempt.id);
    return wish.attempts === attempt.attemptNo ? missRestoration(context, wish, 'unsure') : null;
  });
  if (move !== null) return move.kind === 'retry' ? 'asked_later' : 'never_sure';
  const { state, answer, reason } = await OutageWish.findByPk(wish.id, { rejectOnEmpty: true });
  if (answer !== null) return 'over';
  return state === 'unreached' ? (reason === 'never_sure' ? 'never_sure' : 'over') : 'asked_later';
}

/** 1–5, for a customer whose power is back: this call is the completion call of a linked report. False when nothing can be rated. */
export async function rateRestoration({ clock }: Context, attemptId: number, overall: number): Promise<boolean> {
  const call = await restorationOf(attemptId);
  if (call?.wish.answer !== 'on') return false;
  await Ticket.update({ overall, updatedAt: clock.now() }, { where: { id: call.ticket.id } });
  return true;
}

/** The customer wants no more calls about this; texts only: one text tells the rest. */
export async function stopRestoration(context: Context, attemptId: number, reason: StopReason): Promise<void> {
  const call = await restorationOf(attemptId);
  if (call === null) return;
  const { attempt, wish } = call;
  await inTransaction(async () => {
    const now = context.clock.now();
    const stopped = { state: 'unreached' as const, reason, dueAt: null, finishedAt: now };
    const [ended] = await OutageWish.update(stopped, {
      where: { id: wish.id, state: ['calling', 'due', 'waiting'] },
    });
    await attempt.update({ outcome: 'stopped', answeredAt: attempt.answeredAt ?? now });
    await keepStop(context, { phone: attempt.toPhone, ticketId: wish.ticketId, reason });
    if (ended === 0) return;
    await recordTimeline(context, wish.ticketId, 'noted', byCaller, { note: reason });
    if (reason === 'texts_only') await textInstead(context, wish);
  });
}
