import { Op } from 'sequelize';
import { Call } from '../../../models/call';
import { CallStep } from '../../../models/call-step';
import { inTransaction } from '../../../models/database';
import { Draft } from '../../../models/draft';
import { Handoff } from '../../../models/handoff';
import { Task } from '../../../models/task';
import { Ticket } from '../../../models/ticket';
import { isDangerReport } from '../../domain/danger';
import { leftover, type CallTrace } from '../../domain/draft';
import { addTask } from '../add-task';
import { checkOnDanger } from '../intake/check-on-danger';
import { closeAtOnce } from '../intake/close-at-once';
import type { Context } from '../context';
import { dueRows } from '../due-rows';
import { messageReportNo } from '../../domain/report-number';
import { isReachable } from '../outbound/is-reachable';
import { openDanger } from '../intake/open-danger';
import { renderText } from '../prompts';
import { queueText } from '../outbound/queue-attempt';

/** Looks once at every call of a customer that has ended for what it left undone: a draft, a cause that was told, a person who never came, a danger nobody spoke to. */
export const reviewEndedCalls = dueRows('review-ended-calls', {
  model: Call,
  moment: 'review_due_at',
  where: 'review_due_at IS NOT NULL',
  async sift({ callLog }, calls) {
    await callLog.flush();
    return calls;
  },
  each: review,
});

async function review(context: Context, call: Call): Promise<void> {
  const { sid } = call;
  const known = await Ticket.findAll({ where: { callSid: sid } });
  const handoff = await handoffOf(sid);
  const left = await leftOf(call, known, handoff);
  // Each opens a ticket of its own, idempotent per call, before the claim: a crash in between repeats it.
  if (left.kind === 'told') await closeTold(context, call, left.at);
  const tickets = left.kind === 'danger' ? [await openLeftDanger(context, call, left.at)] : known;
  await inTransaction(async () => {
    const [claimed] = await Call.update({ reviewDueAt: null }, { where: { sid, reviewDueAt: { [Op.ne]: null } } });
    if (claimed === 0) return;
    if (left.kind === 'draft') await keepDraft(context, call, left.at);
    else if (handoff === 'untaken') await noteUnanswered(context, call, tickets);
    if (tickets.length > 0 && call.direction === 'inbound') await settleDrafts(context, call.fromPhone);
    const danger = tickets.find(({ reportNo }) => isDangerReport(reportNo));
    if (danger !== undefined && handoff !== 'taken')
      await checkOnDanger(context, danger, { phone: customerOf(call), endedAt: call.endedAt });
  });
}

type Left = { readonly kind: 'nothing' } | { readonly kind: 'told' | 'draft' | 'danger'; readonly at: CallStep };

/** Only who calls us can break off a report: what we ask is kept as it is answered. Danger may be pressed in every call. */
async function leftOf(
  { sid, direction }: Call,
  tickets: readonly Ticket[],
  handoff: CallTrace['handoff'],
): Promise<Left> {
  const order: [string, string][] = [
    ['at', 'ASC'],
    ['id', 'ASC'],
  ];
  const steps = await CallStep.findAll({ where: { callSid: sid }, order });
  const hasDanger = tickets.some(({ reportNo }) => isDangerReport(reportNo));
  const left = leftover({ steps, hasTicket: tickets.length > 0, hasDanger, handoff });
  const at = left.kind === 'nothing' ? undefined : steps[left.step];
  const isOurs = direction === 'outbound' && left.kind !== 'danger';
  return left.kind === 'nothing' || at === undefined || isOurs ? { kind: 'nothing' } : { kind: left.kind, at };
}

/** As silence at `danger`: nobody can be connected any more, so the crew is paged unless somebody calls back before. */
async function openLeftDanger(context: Context, call: Call, at: CallStep): Promise<Ticket> {
  const facts = { ...at.facts, danger: at.node === 'help' ? 'help' : 'wire' };
  const reportedAt = call.endedAt ?? context.clock.now();
  const language = at.language ?? call.language;
  return openDanger(context, {
    call: { sid: call.sid, phone: customerOf(call) },
    facts,
    language,
    reportedAt,
    silent: true,
  });
}

async function closeTold(context: Context, call: Call, at: CallStep): Promise<void> {
  const told = { sid: call.sid, phone: call.fromPhone, direction: 'inbound', token: null } as const;
  await closeAtOnce(context, { call: told, facts: at.facts, language: at.language ?? call.language }, 'arrears');
}

/** The customer's number, whoever rang whom. */
const customerOf = ({ direction, fromPhone, toPhone }: Call): string | null =>
  direction === 'inbound' ? fromPhone : toPhone;

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
async function noteUnanswered(context: Context, call: Call, tickets: readonly Ticket[]) {
  const { sid, flow, direction } = call;
  const phone = customerOf(call);
  const isFollowed = tickets.some(({ reportNo }) => reportNo === messageReportNo || isDangerReport(reportNo));
  const isCustomer = direction === 'outbound' || flow === 'caller';
  if (isFollowed || !isCustomer || phone === null) return;
  const ticketId = tickets.at(-1)?.id ?? call.ticketId;
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
  if (phone === null || !(await isReachable(context, phone, 'text'))) return;
  const body = renderText(context, spoken, 'text.resume');
  await queueText(context, { kind: 'receipt', toPhone: phone, language: spoken, priority: 'P3', ticketId: null, body });
}
