import { inTransaction } from '../../../models/database';
import { Recording } from '../../../models/recording';
import type { Ticket } from '../../../models/ticket';
import { byCaller } from '../../domain/timeline';
import { callbackCall, isRatable } from './callback-call';
import type { Context } from '../context';
import { recordTimeline } from '../record-timeline';

const ratingQuestions = ['quality', 'attitude', 'speed', 'overall'] as const;
export type RatingQuestion = (typeof ratingQuestions)[number];

/** Saves a rating at once: 1 to 5, where 5 is very satisfied. Null when the call is about nothing that can be rated. */
export function recordRating(
  context: Context,
  attemptId: number,
  question: RatingQuestion,
  rating: number,
): Promise<Ticket | null> {
  return saveAnswer(context, attemptId, { [question]: rating });
}

/** Saves whether the restoration time that the crew gave is right. */
export function recordRestoredTimeRight(
  context: Context,
  attemptId: number,
  right: 'yes' | 'no',
): Promise<Ticket | null> {
  return saveAnswer(context, attemptId, { restoredTimeRight: right });
}

type Answers = Partial<Pick<Ticket, RatingQuestion | 'restoredTimeRight'>>;

function saveAnswer({ clock }: Context, attemptId: number, answers: Answers): Promise<Ticket | null> {
  return inTransaction(async () => {
    const call = await callbackCall(attemptId);
    if (call === null || !isRatable(call)) return null;
    return call.ticket.update({ ...answers, updatedAt: clock.now() });
  });
}

/** Notes, once per call, whether somebody asked the customer for cash. */
export function recordMoneyAsked(context: Context, attemptId: number, asked: boolean): Promise<Ticket | null> {
  return inTransaction(async () => {
    const call = await callbackCall(attemptId);
    if (call === null || !isRatable(call)) return null;
    const { ticket } = call;
    const data = { attempt: attemptId, askedForCash: asked };
    await recordTimeline(context, ticket.id, 'noted', byCaller, data, `cash:${attemptId}`);
    return ticket;
  });
}

/** Whether a rating calls for the customer's own words (X26). */
export function hasLowRating(ticket: Ticket): boolean {
  return ratingQuestions.some((question) => (ticket[question] ?? 5) <= 2);
}

export interface Comment {
  /** The carrier's id of the recording. */
  readonly sid: string;
  readonly callSid: string;
  readonly seconds: number;
}

/** Saves the recording of the customer's own words; `comment` is null when nothing was said. Returns the ticket. */
export function recordComment(context: Context, attemptId: number, comment: Comment | null): Promise<Ticket | null> {
  return inTransaction(async () => {
    const call = await callbackCall(attemptId);
    if (call === null) return null;
    const { ticket } = call;
    if (comment === null || ticket.commentRecording === comment.sid) return ticket;
    const now = context.clock.now();
    await ticket.update({ commentRecording: comment.sid, updatedAt: now });
    const { sid, callSid, seconds } = comment;
    const [row] = await Recording.findOrCreate({
      where: { sid },
      defaults: { sid, callSid, ticketId: ticket.id, purpose: 'comment', seconds, state: 'completed', createdAt: now },
    });
    await row.update({ ticketId: ticket.id, purpose: 'comment' });
    return ticket;
  });
}
