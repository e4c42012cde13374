import { inTransaction } from '../../../models/database';
import { OutageWish } from '../../../models/outage-wish';
import { Ticket } from '../../../models/ticket';
import { byCaller } from '../../domain/timeline';
import { askLater, markAnswered, ongoingCall, type OngoingCall } from '../outbound/ongoing-call';
import type { Context } from '../context';
import { openTicket, powerCut } from '../tickets/open-ticket';
import { keepEvidence } from './outage-evidence';
import { speakBoth } from '../prompts';
import { recordTimeline } from '../record-timeline';
import { restorationCalls } from './restoration-calls';

/** One call about restored power, with the report that was linked to the outage. */
type RestorationCall = OngoingCall<OutageWish>;

/** Reads a call by the attempt in its URLs; null when it is not about a restoration. */
export const restorationOf = (attemptId: number): Promise<RestorationCall | null> =>
  ongoingCall(restorationCalls, attemptId);

/** Keys 1–4 of node `power`. */
export type PowerAnswer = 'on' | 'still_off' | 'partly' | 'unsure';

/** `asked_later`: we call again; `never_sure`: there are no more calls; `over`: no answer is needed any more. */
export type PowerOutcome = 'on' | 'still_off' | 'partly' | 'asked_later' | 'never_sure' | 'over';

export interface PowerEntry {
  readonly attemptId: number;
  readonly answer: PowerAnswer;
  readonly callSid: string;
  readonly language: string;
}

/** Takes the answer: `on` settles the wish, `still_off` and `partly` open a nested report for the crew. The same answer twice changes nothing. */
export async function recordPower(context: Context, entry: PowerEntry): Promise<PowerOutcome> {
  const call = await restorationOf(entry.attemptId);
  if (call === null) return 'over';
  const { answer } = entry;
  if (answer === 'unsure') return inTransaction(() => askLater(context, restorationCalls, call));
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

/** Settles the wish with the answer and notes it on outage and ticket; inside the caller's transaction. */
async function settle(
  context: Context,
  { attempt, owed: wish }: RestorationCall,
  callSid: string,
  answer: Exclude<PowerAnswer, 'unsure'>,
): Promise<void> {
  const now = context.clock.now();
  await markAnswered(context, attempt.id);
  const { outageCode, accountNo, ticketId } = wish;
  const isNew = await keepEvidence(context, { outageCode, accountNo, sourceSid: callSid, answer });
  await OutageWish.update({ state: 'done', answer, dueAt: null, finishedAt: now }, { where: { id: wish.id } });
  if (!isNew && wish.answer === answer) return;
  const data = { outcome: answer === 'on' ? 'yes' : answer, attempt: wish.attempts };
  await recordTimeline(context, ticketId, 'callback', byCaller, data);
}

/** Opens a nested report for another fault behind the repaired one: power is out since the first call, its clocks run from now (product, 8). */
async function openNested(
  context: Context,
  call: RestorationCall,
  { callSid, language }: PowerEntry,
  answer: 'still_off' | 'partly',
): Promise<Ticket> {
  const { ticket, owed: wish } = call;
  return openTicket(context, {
    callSid,
    reportNo: 0,
    ...powerCut,
    // Power on some phases only may mean a broken neutral, so it is treated as danger.
    category: answer === 'partly' ? 'quality' : 'lv',
    channel: 'phone',
    language,
    accountNo: ticket.accountNo,
    networkNodeCode: ticket.networkNodeCode,
    summary: speakBoth(context, answer === 'partly' ? 'summary.partly-on' : 'summary.still-off'),
    reporter: { name: ticket.reporterName, phone: wish.toPhone, role: ticket.reporterRole },
    startedAt: ticket.startedAt ?? ticket.reportedAt,
    triage: { outage: wish.outageCode, restoration: answer },
    parentNumber: ticket.number,
    along: async (nested) => {
      await settle(context, call, callSid, answer);
      const fixed = answer === 'partly' ? 'partly' : 'no';
      await Ticket.update({ fixed, updatedAt: context.clock.now() }, { where: { id: ticket.id } });
      await recordTimeline(context, nested.id, 'linked', byCaller, { parent: ticket.number });
    },
  });
}

/** Takes the rating 1–5 of a customer whose power is back, since a linked report has no other completion call. False when nothing can be rated. */
export async function rateRestoration({ clock }: Context, attemptId: number, overall: number): Promise<boolean> {
  const call = await restorationOf(attemptId);
  if (call?.owed.answer !== 'on') return false;
  await Ticket.update({ overall, updatedAt: clock.now() }, { where: { id: call.ticket.id } });
  return true;
}
