import { Op } from 'sequelize';
import { Call } from '../../models/call';
import { CallStep } from '../../models/call-step';
import { inTransaction } from '../../models/database';
import { Draft } from '../../models/draft';
import { Handoff } from '../../models/handoff';
import { Task } from '../../models/task';
import { Ticket } from '../../models/ticket';
import { isDangerReport } from '../domain/danger';
import { leftover, type CallTrace } from '../domain/draft';
import { isHotlineError } from '../errors';
import { canTakeTexts } from '../phone-number';
import { addTask } from './add-task';
import { checkOnDanger } from './check-on-danger';
import { closeAtOnce } from './close-at-once';
import type { Context } from './context';
import { messageReportNo } from './leave-message';
import { renderText } from './prompts';
import { queueText } from './queue-attempt';

const batch = 100;
const retryAfter = 60_000;

/** Looks once at every inbound call that has ended for what it left undone: a draft, a cause that was told, a danger nobody spoke to. */
export async function reviewEndedCalls(context: Context): Promise<number> {
  const due = await Call.findAll({
    where: { reviewDueAt: { [Op.lte]: context.clock.now() } },
    order: [['reviewDueAt', 'ASC']],
    limit: batch,
  });
  if (due.length > 0) await context.callLog.flush();
  for (const call of due) await reviewSafely(context, call);
  return due.length;
}

/** When the next ended call is looked at, or null. */
export async function nextReviewAt(): Promise<Date | null> {
  const next = await Call.findOne({ where: { reviewDueAt: { [Op.ne]: null } }, order: [['reviewDueAt', 'ASC']] });
  return next?.reviewDueAt ?? null;
}

async function reviewSafely(context: Context, call: Call): Promise<void> {
  try {
    await review(context, call);
  } catch (error) {
    if (isHotlineError(error, 'database_unavailable')) throw error;
    context.log.error('an ended call could not be reviewed', { callSid: call.sid, error });
    const reviewDueAt = new Date(context.clock.now().getTime() + retryAfter);
    await Call.update({ reviewDueAt }, { where: { sid: call.sid, reviewDueAt: { [Op.ne]: null } } });
  }
}

async function review(context: Context, call: Call): Promise<void> {
  const { sid, fromPhone: phone } = call;
  const steps = await CallStep.findAll({
    where: { callSid: sid },
    order: [
      ['at', 'ASC'],
      ['id', 'ASC'],
    ],
  });
  const tickets = await Ticket.findAll({ where: { callSid: sid } });
  const handoff = await handoffOf(sid);
  const left = leftover({ steps, hasTicket: tickets.length > 0, handoff });
  const at = left.kind === 'nothing' ? undefined : steps[left.step];
  // Opens a ticket of its own, idempotent per call, before the claim: a crash in between repeats it.
  if (at !== undefined && left.kind === 'told') {
    const token = null;
    const told = { sid, phone, direction: 'inbound', token } as const;
    await closeAtOnce(context, { call: told, facts: at.facts, language: at.language ?? call.language }, 'arrears');
  }
  await inTransaction(async () => {
    const [claimed] = await Call.update({ reviewDueAt: null }, { where: { sid, reviewDueAt: { [Op.ne]: null } } });
    if (claimed === 0) return;
    if (at !== undefined && left.kind === 'draft') await keepDraft(context, call, at);
    else if (handoff === 'untaken') await noteUnanswered(context, call, tickets);
    if (tickets.length > 0) await settleDrafts(context, phone);
    const danger = tickets.find(({ reportNo }) => isDangerReport(reportNo));
    if (danger !== undefined && handoff !== 'taken') await checkOnDanger(context, danger, call);
  });
  context.poke();
}

/** A later call of the same number was saved: the desk need not call about the one that broke off. */
async function settleDrafts({ clock }: Context, phone: string | null): Promise<void> {
  const drafts = phone === null ? [] : await Draft.findAll({ where: { phone, state: 'open' } });
  const ids = drafts.map(({ id }) => id);
  if (ids.length === 0) return;
  await Draft.update({ state: 'done' }, { where: { id: ids, state: 'open' } });
  await Task.update({ state: 'done', doneAt: clock.now() }, { where: { draftId: ids, state: 'open' } });
}

async function handoffOf(callSid: string): Promise<CallTrace['handoff']> {
  const handoffs = await Handoff.findAll({ where: { callSid } });
  if (handoffs.length === 0) return 'none';
  return handoffs.some(({ takenBy }) => takenBy !== null) ? 'taken' : 'untaken';
}

/** Wanted a person, got none and hung up without a word: somebody calls back. A message or a danger has a follow-up of its own. */
async function noteUnanswered(context: Context, { sid, flow, fromPhone: phone }: Call, tickets: readonly Ticket[]) {
  const isFollowed = tickets.some(({ reportNo }) => reportNo === messageReportNo || isDangerReport(reportNo));
  if (isFollowed || flow !== 'caller' || phone === null) return;
  const ticketId = tickets.at(-1)?.id ?? null;
  await addTask(context, { key: `unanswered:${sid}`, kind: 'call', reason: 'unanswered', ticketId, phone });
}

/** The desk sees where it broke off; the caller gets a text that says how to go on, if the number can get one. */
async function keepDraft(context: Context, { sid: callSid, fromPhone: phone, language }: Call, at: CallStep) {
  const { facts, node } = at;
  const accountId = facts['account'] === undefined ? null : Number(facts['account']);
  const createdAt = context.clock.now();
  const spoken = at.language ?? language;
  const draft = await Draft.create({
    callSid,
    phone,
    accountId,
    node,
    facts,
    language: spoken,
    state: 'open',
    createdAt,
  });
  await addTask(context, { key: `draft:${callSid}`, kind: 'call', reason: 'draft', draftId: draft.id, phone });
  if (phone === null || !canTakeTexts(phone)) return;
  const body = renderText(context, spoken, 'text.resume');
  await queueText(context, { kind: 'receipt', toPhone: phone, language: spoken, priority: 'P3', ticketId: null, body });
}
