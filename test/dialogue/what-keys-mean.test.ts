import { Attempt } from '../../models/attempt';
import { Callback } from '../../models/callback';
import { CallStop } from '../../models/call-stop';
import { Ticket } from '../../models/ticket';
import { TimelineEntry } from '../../models/timeline-entry';
import { otherCauses, powerCauses } from '../../src/domain/ticket';
import { queueCall } from '../../src/services/outbound/queue-attempt';
import { recordCompletion } from '../../src/services/crew/record-completion';
import { acceptPage } from '../../src/services/paging/accept-page';
import type { PagingStage } from '../support/paging-stage';
import { after, customer, inATown, li } from '../support/paging-stage';
import { answerOf } from '../support/verb-call';

/** Keys whose meaning is in no flow: each becomes a word in the rows. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

const press = (verb: string, keys: string, facts: Readonly<Record<string, string>>) =>
  answerOf(stage.context, verb, { call: { sid: 'CA-key', direction: 'outbound' }, facts, keys });

const crew = { code: li, name: '李强' };
const notes = async (ticketId: number, name: string) =>
  (await TimelineEntry.findAll({ where: { ticketId, type: 'noted' } })).flatMap(({ data }) => data[name] ?? []);

/** A job that Li has; the customer's number is on it. */
async function aJob(more: Parameters<PagingStage['opened']>[0] = {}): Promise<Ticket> {
  const reporter = { name: null, phone: customer, role: 'customer' } as const;
  const ticket = await stage.opened({ reporter, receipt: false, ...more });
  await acceptPage(stage.context, (await stage.pageOf(li)).id);
  return ticket.reload();
}

/** The call about finished work. */
async function aCompletionCall(more: Parameters<typeof aJob>[0] = {}): Promise<{ ticket: Ticket; attempt: string }> {
  const ticket = await aJob(more);
  const work = { ticketId: ticket.id, cause: 'meter', result: 'fixed', restored: '' } as const;
  await recordCompletion(stage.context, work, crew);
  const callback = await Callback.findOne({ where: { ticketId: ticket.id }, rejectOnEmpty: true });
  await callback.update({ state: 'calling', attempts: 1 });
  const { id } = await queueCall(stage.context, {
    ...{ kind: 'completion', toPhone: customer, language: 'zh-CN', priority: 'P1', ticketId: ticket.id },
    ...{ callbackId: callback.id, attemptNo: 1, flow: 'completion', node: 'fixed' },
  });
  return { ticket, attempt: String(id) };
}

it.each([
  ['1', 'other_job'],
  ['2', 'too_far'],
  ['3', 'not_fit'],
  ['4', 'other'],
  ['5', 'wrong_number'],
])('why a job is declined: key %s is %s', async (key, reason) => {
  const { id: ticketId } = await stage.opened();
  const facts = { attempt: String((await stage.pageOf(li)).id) };
  await press('decline-page', '2', facts);
  await press('note-decline-reason', key, facts);
  expect(await TimelineEntry.findAll({ where: { ticketId, type: 'declined' } })).toMatchObject([{ data: { reason } }]);
});

it.each([
  ['power', 'lv', powerCauses],
  ['other', 'water', otherCauses],
] as const)('what was wrong with %s work: the keys are the causes in their order', async (_kind, category, causes) => {
  const { id } = await aJob();
  await Ticket.update({ category }, { where: { id } });
  const facts = { ticket: String(id), person: li };
  for (const [index, cause] of causes.entries())
    expect(await press('note-cause', String(index + 1), facts)).toMatchObject({ outcome: 'noted', set: { cause } });
  expect(await press('note-cause', String(causes.length + 1), facts)).toMatchObject({ outcome: 'other' });
});

it.each([
  ['1', 'hands', { category: 'lv', priority: 'P2' }],
  ['2', 'material', { category: 'lv', priority: 'P2' }],
  ['3', 'major', { category: 'lv', priority: 'P0' }],
  ['4', 'security', { category: 'lost_security', priority: 'P0' }],
])('which help a crew wants: key %s is %s', async (key, support, expected) => {
  const { id, number } = await aJob({ priority: 'P2' });
  await press('ask-support', key, { ticket: String(id), person: li });
  expect(await notes(id, 'note')).toEqual([`support_${support}`]);
  expect(await Ticket.findAll({ where: { parentNumber: number } })).toMatchObject([{ ...expected, channel: 'staff' }]);
});

it.each([
  ['1', 'yes', 'closed'],
  ['2', 'no', 'new'],
  ['3', 'partly', 'new'],
  ['4', null, 'done'],
])('whether it is fixed: key %s is %s', async (key, fixed, state) => {
  const { ticket, attempt } = await aCompletionCall();
  await press('answer-fixed', key, { attempt });
  expect(await ticket.reload()).toMatchObject({ fixed, state });
});

it('how it was: each question has a place of its own, and only 1 is right', async () => {
  const { ticket, attempt } = await aCompletionCall({ chargeable: true });
  await press('answer-fixed', '1', { attempt });
  await press('rate-quality', '5', { attempt });
  await press('rate-attitude', '4', { attempt });
  await press('rate-speed', '3', { attempt });
  expect(await press('rate-overall', '4', { attempt })).toMatchObject({ outcome: 'money' });
  await press('answer-restored-time', '1', { attempt });
  expect(await ticket.reload()).toMatchObject({
    quality: 5,
    attitude: 4,
    speed: 3,
    overall: 4,
    restoredTimeRight: 'yes',
  });
  await press('answer-restored-time', '2', { attempt });
  expect(await ticket.reload()).toMatchObject({ restoredTimeRight: 'no' });
});

it('whether power came back when the crew says is asked only where it says so, and with that time', async () => {
  const { ticket, attempt } = await aCompletionCall();
  await (await ticket.reload()).update({ restoredAt: null });
  expect(await press('answer-fixed', '1', { attempt })).toMatchObject({ outcome: 'fixed' });
  const restoredAt = after(-600);
  await ticket.update({ restoredAt });
  expect(await press('answer-fixed', '1', { attempt })).toMatchObject({ outcome: 'fixed-power' });
  expect(await press('completion-restored', '', { attempt })).toMatchObject({ vars: { time: { time: restoredAt } } });
  await ticket.update({ category: 'water' });
  expect(await press('answer-fixed', '1', { attempt })).toMatchObject({ outcome: 'fixed' });
});

it('how quick it was is asked of other work than power', async () => {
  const { ticket, attempt } = await aCompletionCall();
  await press('answer-fixed', '1', { attempt });
  expect(await press('rate-quality', '5', { attempt })).toMatchObject({ outcome: 'saved' });
  expect(await press('rate-attitude', '5', { attempt })).toMatchObject({ outcome: 'saved-power' });
  await ticket.update({ category: 'water' });
  expect(await press('rate-attitude', '5', { attempt })).toMatchObject({ outcome: 'saved' });
});

it('another call is announced while one is left, not in the last', async () => {
  const { attempt } = await aCompletionCall();
  const { attempts } = stage.context.policy.callback;
  for (const [attemptNo, outcome] of [
    [attempts - 1, 'again'],
    [attempts, 'last'],
  ] as const) {
    await Attempt.update({ attemptNo }, { where: { id: attempt } });
    expect(await press('completion-unanswered', '', { attempt })).toMatchObject({ outcome });
  }
});

it.each([
  ['1', true],
  ['2', false],
])('whether somebody wanted cash: key %s is %s', async (key, asked) => {
  const { ticket, attempt } = await aCompletionCall();
  await press('answer-fixed', '1', { attempt });
  await press('answer-money', key, { attempt });
  expect(await notes(ticket.id, 'askedForCash')).toEqual([asked]);
});

describe.each(['stop-calling', 'stop-notices'])('what is to stop (%s)', (verb) => {
  it.each([
    ['1', 'wrong_number'],
    ['2', 'texts_only'],
    ['3', 'no_more_calls'],
  ])('key %s is %s', async (key, reason) => {
    const { ticket, attempt } = await aCompletionCall();
    await press(verb, key, { attempt });
    expect(await CallStop.findAll()).toMatchObject([{ phone: customer, ticketId: ticket.id, reason }]);
    expect(await notes(ticket.id, 'note')).toEqual([reason]);
  });
});
