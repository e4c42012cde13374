import { Op } from 'sequelize';
import { Callback } from '../../../models/callback';
import { Ticket } from '../../../models/ticket';
import { byCaller } from '../../domain/timeline';
import { callbackCall, completionCalls, noteOutcome, type CallbackCall } from './completion-calls';
import { askLater, duringCall, markAnswered } from '../outbound/ongoing-call';
import type { Context } from '../context';
import { recordTimeline } from '../record-timeline';
import { reopenTicket } from '../tickets/reopen-ticket';
import { withdrawReopening } from '../tickets/withdraw-reopening';

/** Keys 1–4 of node `fixed`. */
export type FixedAnswer = 'yes' | 'no' | 'partly' | 'unsure';

/**
 * `reopened`: a crew is paged again; `still_open`: it was reopened before and stays so;
 * `asked_later`: we call again at `callback.dueAt`; `never_sure`: there are no more calls; `over`: no answer is needed any more.
 */
type FixedOutcome = 'closed' | 'reopened' | 'still_open' | 'asked_later' | 'never_sure' | 'over';

export interface FixedResult {
  readonly outcome: FixedOutcome;
  readonly call: CallbackCall | null;
}

export interface FixedEntry {
  readonly attemptId: number;
  readonly answer: FixedAnswer;
  readonly callSid: string;
}

/** Takes the answer that decides about the ticket: yes closes it, no and partly reopen it (R-343, X25, X26). The same answer twice changes nothing; of several in one call the last counts. */
export async function recordFixed(context: Context, entry: FixedEntry): Promise<FixedResult> {
  const { attemptId, answer } = entry;
  const outcome = await duringCall(completionCalls, attemptId, async (call) => {
    if (answer === 'unsure') {
      const said = await askLater(context, completionCalls, call);
      return said === 'over' ? standing(call.owed.id, answer) : said;
    }
    await markAnswered(context, attemptId);
    if (answer === 'yes') return close(context, call, entry.callSid);
    return reopen(context, call, answer, entry.callSid);
  });
  return { outcome: outcome ?? 'over', call: await callbackCall(attemptId) };
}

const undecided = { state: ['waiting', 'calling'] };

async function close(context: Context, call: CallbackCall, callSid: string): Promise<FixedOutcome> {
  const { owed: callback, ticket } = call;
  const finishedAt = context.clock.now();
  const yes = { state: 'done', outcome: 'yes', finishedAt } as const;
  const [answered] = await Callback.update(yes, { where: { id: callback.id, ...undecided } });
  if (answered === 1) {
    await closeSatisfied(context, ticket, callback);
    return 'closed';
  }
  if (!isTakenBack(callback)) return standing(callback.id, 'yes');
  const isWithdrawn = await withdrawReopening(context, { ticketId: ticket.id, cycle: callback.cycle, callSid });
  if (!isWithdrawn) return 'still_open';
  await Callback.update(yes, { where: { id: callback.id } });
  await closeSatisfied(context, ticket, callback);
  return 'closed';
}

/** Whether a no in this very callback reopened the ticket and can be taken back: while the customer can go back to the question, the last answer counts. */
function isTakenBack({ state, outcome, reason }: Callback): boolean {
  return state === 'done' && outcome !== 'yes' && reason === null;
}

async function closeSatisfied(context: Context, { id }: Ticket, { attempts: attempt }: Callback): Promise<void> {
  const now = context.clock.now();
  await Ticket.update(
    { state: 'closed', stateReason: 'satisfied', fixed: 'yes', closedAt: now, updatedAt: now },
    { where: { id, state: 'done' } },
  );
  await noteOutcome(context, id, byCaller, 'yes', { attempt });
  await recordTimeline(context, id, 'closed', byCaller, { reason: 'satisfied' });
}

/** Takes a no or partly, also after a yes in the same call when the customer went back to the question. */
async function reopen(
  context: Context,
  { owed: callback, ticket }: CallbackCall,
  fixed: 'no' | 'partly',
  callSid: string,
): Promise<FixedOutcome> {
  const [answered] = await Callback.update(
    { state: 'done', outcome: fixed, finishedAt: context.clock.now() },
    { where: { id: callback.id, [Op.or]: [undecided, { state: 'done', outcome: 'yes' }] } },
  );
  if (answered === 0) return standing(callback.id, fixed);
  await noteOutcome(context, ticket.id, byCaller, fixed, { attempt: callback.attempts });
  if (await reopenTicket(context, { ticketId: ticket.id, fixed, callSid })) return 'reopened';
  await Callback.update({ reason: openAlready }, { where: { id: callback.id } });
  return 'still_open';
}

/** The reason in the row when a no reopened nothing, because the ticket was open already. */
const openAlready = 'open_already';

/** The answer when the callback was decided before this key. */
async function standing(callbackId: number, answer: FixedAnswer): Promise<FixedOutcome> {
  const { state, outcome, reason } = await Callback.findByPk(callbackId, { rejectOnEmpty: true });
  if (state !== 'done') return 'over';
  if (outcome === 'yes') return 'closed';
  // A repeated answer gets the same reply as the first time.
  return outcome === answer && reason !== openAlready ? 'reopened' : 'still_open';
}
