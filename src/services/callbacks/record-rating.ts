import { Recording } from '../../../models/recording';
import type { Ticket } from '../../../models/ticket';
import { byCaller } from '../../domain/timeline';
import type { Context } from '../context';
import { duringCall } from '../outbound/ongoing-call';
import { recordTimeline } from '../record-timeline';
import { completionCalls } from './completion-calls';

const ratingQuestions = ['quality', 'attitude', 'speed', 'overall'] as const;
export type RatingQuestion = (typeof ratingQuestions)[number];

/** Saves a rating at once: 1 to 5, where 5 is very satisfied. Null when the call is about nothing that can be rated. */
export const recordRating = (context: Context, attemptId: number, question: RatingQuestion, rating: number) =>
  saveAnswer(context, attemptId, { [question]: rating });

/** Saves whether the restoration time that the crew gave is right. */
export const recordRestoredTimeRight = (context: Context, attemptId: number, restoredTimeRight: 'yes' | 'no') =>
  saveAnswer(context, attemptId, { restoredTimeRight });

type Answers = Partial<Pick<Ticket, RatingQuestion | 'restoredTimeRight'>>;

function saveAnswer({ clock }: Context, attemptId: number, answers: Answers): Promise<Ticket | null> {
  return rated(attemptId, (ticket) => ticket.update({ ...answers, updatedAt: clock.now() }));
}

/** Notes, once per call, whether somebody asked the customer for cash. */
export function recordMoneyAsked(context: Context, attemptId: number, askedForCash: boolean): Promise<Ticket | null> {
  return rated(attemptId, async (ticket) => {
    const data = { attempt: attemptId, askedForCash };
    await recordTimeline(context, ticket.id, 'noted', byCaller, data, `cash:${attemptId}`);
    return ticket;
  });
}

/** Keeps something about the work if the customer said in this call, after this finish of it, that all is well; only then ratings are asked for and kept. */
function rated(attemptId: number, keep: (ticket: Ticket) => Promise<Ticket>): Promise<Ticket | null> {
  return duringCall(completionCalls, attemptId, async ({ owed, ticket }) =>
    owed.outcome === 'yes' && owed.cycle === ticket.reopenedCount ? keep(ticket) : null,
  );
}

/** Whether a rating calls for the customer's own words (X26). */
export function hasLowRating(ticket: Ticket): boolean {
  return ratingQuestions.some((question) => (ticket[question] ?? 5) <= 2);
}

type Comment = Pick<Recording, 'sid' | 'callSid' | 'seconds'>;

/** Saves the recording of the customer's own words; `comment` is null when nothing was said. Returns the ticket. */
export function recordComment(context: Context, attemptId: number, comment: Comment | null): Promise<Ticket | null> {
  return duringCall(completionCalls, attemptId, async ({ ticket }) => {
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
