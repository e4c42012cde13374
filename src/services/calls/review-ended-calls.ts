import { Op } from 'sequelize';
import { Call } from '../../../models/call';
import { CallStep } from '../../../models/call-step';
import { inTransaction } from '../../../models/database';
import { Draft } from '../../../models/draft';
import { Handoff } from '../../../models/handoff';
import { Task } from '../../../models/task';
import { Ticket } from '../../../models/ticket';
import { isDangerReport } from '../../domain/danger';
import { leftover, type CallTrace } from '../../domain/leftover';
import { questionAt, type Facts } from '../../domain/flow';
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

/** Checks every ended call of a customer once for what it left undone: a draft, a cause that was told, a person who never came, a danger that nobody talked about with the caller. */
export const reviewEndedCalls = dueRows('review-ended-calls', {
  model: Call,
  moment: 'review_due_at',
  where: 'review_due_at IS NOT NULL',
  // Several are due at the same second; what an earlier call left is settled by a later one.
  order: 'review_due_at, ended_at',
  sift: settlePlain,
  each: review,
});

/** What a call has left in the rows. */
interface Trace {
  readonly steps: readonly CallStep[];
  readonly tickets: readonly Ticket[];
  readonly handoff: CallTrace['handoff'];
}

/** Settles the calls that left nothing undone, which are most of them, together in a few statements; returns the others. */
async function settlePlain(context: Context, calls: readonly Call[]): Promise<readonly Call[]> {
  await context.callLog.flush();
  const traceOf = await readTraces(calls);
  const drafts = await phonesWithDraft(calls.filter((call) => traceOf(call).tickets.length > 0));
  const isPlain = (call: Call): boolean => isSettled(context, call, traceOf(call)) && !drafts.has(call.fromPhone);
  const plain = calls.filter(isPlain).map(({ sid }) => sid);
  if (plain.length > 0) await Call.update({ reviewDueAt: null }, { where: { sid: plain } });
  return calls.filter((call) => !isPlain(call));
}

function isSettled(context: Context, call: Call, trace: Trace): boolean {
  const isCheckedOn = trace.handoff === 'taken' || dangerOf(trace.tickets) === undefined;
  return trace.handoff !== 'untaken' && isCheckedOn && leftOf(context, call, trace).kind === 'nothing';
}

async function phonesWithDraft(calls: readonly Call[]): Promise<ReadonlySet<string | null>> {
  const phones = calls.flatMap(({ direction, fromPhone }) => (direction === 'inbound' ? (fromPhone ?? []) : []));
  const where = { phone: phones, state: 'open' };
  const drafts = phones.length === 0 ? [] : await Draft.findAll({ attributes: ['phone'], where, raw: true });
  return new Set(drafts.map(({ phone }) => phone));
}

async function readTraces(calls: readonly Call[]): Promise<(call: Call) => Trace> {
  const where = { callSid: calls.map(({ sid }) => sid) };
  const steps = await CallStep.findAll({ where, order: ['at', 'id'] });
  const tickets = await Ticket.findAll({ where });
  const handoffs = await Handoff.findAll({ where });
  return ({ sid }) => ({
    steps: steps.filter(({ callSid }) => callSid === sid),
    tickets: tickets.filter(({ callSid }) => callSid === sid),
    handoff: handoffOf(handoffs.filter(({ callSid }) => callSid === sid)),
  });
}

async function review(context: Context, call: Call): Promise<void> {
  const { sid } = call;
  const trace = (await readTraces([call]))(call);
  const { handoff } = trace;
  const left = leftOf(context, call, trace);
  // These tickets are opened before the call is claimed, once per call: after a crash in between, the review runs again and finds them.
  if (left.kind === 'told') await closeTold(context, call, left.at);
  const tickets = left.kind === 'danger' ? [await openLeftDanger(context, call, left.at)] : trace.tickets;
  await inTransaction(async () => {
    const [claimed] = await Call.update({ reviewDueAt: null }, { where: { sid, reviewDueAt: { [Op.ne]: null } } });
    if (claimed === 0) return;
    if (left.kind === 'draft') await keepDraft(context, call, left.at);
    else if (handoff === 'untaken') await noteUnanswered(context, call, tickets);
    if (tickets.length > 0 && call.direction === 'inbound') await settleDrafts(context, call.fromPhone);
    const danger = dangerOf(tickets);
    if (danger !== undefined && handoff !== 'taken')
      await checkOnDanger(context, danger, { phone: customerOf(call), endedAt: call.endedAt });
  });
}

const dangerOf = (tickets: readonly Ticket[]): Ticket | undefined =>
  tickets.find(({ reportNo }) => isDangerReport(reportNo));

type Left = { readonly kind: 'nothing' } | { readonly kind: 'told' | 'draft' | 'danger'; readonly at: CallStep };

/** What a call left undone. A report can only break off in an inbound call, since answers in our own calls are kept at once; danger may be pressed in every call. */
function leftOf({ flows: { flows } }: Context, { direction }: Call, { steps, tickets, handoff }: Trace): Left {
  const hasDanger = dangerOf(tickets) !== undefined;
  const walked = steps.map((step) => ({ input: step.input, leaves: questionAt(flows, step)?.leaves }));
  const left = leftover({ steps: walked, hasTicket: tickets.length > 0, hasDanger, handoff });
  const at = left.kind === 'nothing' ? undefined : steps[left.step];
  const isOurs = direction === 'outbound' && left.kind !== 'danger';
  return left.kind === 'nothing' || at === undefined || isOurs ? { kind: 'nothing' } : { kind: left.kind, at };
}

/** Opens the danger as after silence at that node: the caller can no longer be connected, so the crew is paged unless somebody calls back first. */
async function openLeftDanger(context: Context, call: Call, at: CallStep): Promise<Ticket> {
  const facts = { ...at.facts, ...meantBySilence(context, at) };
  const reportedAt = call.endedAt ?? context.clock.now();
  return openDanger(context, { ...ofCall(call, at), facts, reportedAt, silent: true });
}

function meantBySilence({ flows: { flows } }: Context, at: CallStep): Facts {
  const node = questionAt(flows, at);
  const silence = node?.kind === 'menu' ? node.silence : undefined;
  return typeof silence === 'object' ? (silence.set ?? {}) : {};
}

async function closeTold(context: Context, call: Call, at: CallStep): Promise<void> {
  await closeAtOnce(context, { ...ofCall(call, at), facts: at.facts }, 'arrears');
}

/** Who made the call, and in which language it broke off. */
const ofCall = (call: Call, { language }: CallStep) => ({
  call: { sid: call.sid, phone: customerOf(call) },
  language: language ?? call.language,
});

/** The customer's number, whoever rang whom. */
const customerOf = ({ direction, fromPhone, toPhone }: Call): string | null =>
  direction === 'inbound' ? fromPhone : toPhone;

/** Ends the drafts of a number whose later call was saved: the desk need not call about the one that broke off. */
async function settleDrafts({ clock }: Context, phone: string | null): Promise<void> {
  const drafts = phone === null ? [] : await Draft.findAll({ where: { phone, state: 'open' } });
  const ids = drafts.map(({ id }) => id);
  if (ids.length === 0) return;
  await Draft.update({ state: 'done' }, { where: { id: ids, state: 'open' } });
  await Task.update({ state: 'done', doneAt: clock.now() }, { where: { draftId: ids, state: 'open' } });
}

function handoffOf(handoffs: readonly Handoff[]): CallTrace['handoff'] {
  if (handoffs.length === 0) return 'none';
  return handoffs.some(({ takenBy }) => takenBy !== null) ? 'taken' : 'untaken';
}

/** Has the desk call back a customer who wanted a person, got none and hung up. A message or a danger has a follow-up of its own. */
async function noteUnanswered(context: Context, call: Call, tickets: readonly Ticket[]) {
  const { sid, flow, direction } = call;
  const phone = customerOf(call);
  const isFollowed = tickets.some(({ reportNo }) => reportNo === messageReportNo || isDangerReport(reportNo));
  const isCustomer = direction === 'outbound' || flow === 'caller';
  if (isFollowed || !isCustomer || phone === null) return;
  const ticketId = tickets.at(-1)?.id ?? call.ticketId;
  await addTask(context, { key: `unanswered:${sid}`, kind: 'call', reason: 'unanswered', ticketId, phone });
}

/** Keeps the draft: the desk sees where the report broke off, and the caller gets a text that says how to go on, if the number can receive one. */
async function keepDraft(context: Context, call: Call, at: CallStep) {
  const { sid: callSid, fromPhone: phone } = call;
  const { facts, node } = at;
  const accountId = facts['account'] === undefined ? null : Number(facts['account']);
  const createdAt = context.clock.now();
  const { language } = ofCall(call, at);
  const row = { callSid, phone, accountId, node, facts, language, state: 'open', createdAt } as const;
  const draft = await Draft.create(row);
  await addTask(context, { key: `draft:${callSid}`, kind: 'call', reason: 'draft', draftId: draft.id, phone });
  if (phone === null || !(await isReachable(context, phone, 'text'))) return;
  const body = renderText(context, language, 'text.resume');
  await queueText(context, { kind: 'receipt', toPhone: phone, language, priority: 'P3', ticketId: null, body });
}
