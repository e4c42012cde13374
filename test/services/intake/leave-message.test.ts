import { Account } from '../../../models/account';
import { AccountPhone } from '../../../models/account-phone';
import { CallStep } from '../../../models/call-step';
import { Handoff } from '../../../models/handoff';
import { NumberCheck } from '../../../models/number-check';
import { Task } from '../../../models/task';
import { keepContact } from '../../../src/services/intake/contact-phone';
import { leaveMessage } from '../../../src/services/intake/leave-message';
import { customer, inATown, type PagingStage } from '../../support/paging-stage';

/** What the desk reads of a call that nobody answered. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

const heard = (callSid: string, flow: string, facts: Record<string, string>) =>
  CallStep.create({
    ...{ callSid, flow, facts, at: stage.context.clock.now(), node: 'neighbours', input: 'enter', keys: null },
    token: null,
  });

const said = { call: { sid: 'CA1', phone: customer }, language: 'zh-CN', recordingSid: null };

it('is what this very caller had answered for their report', async () => {
  await heard('CA1', 'caller', { neighbours: 'all' });
  await heard('CA1', 'completion', { fixed: 'no' });
  await heard('CA2', 'caller', { neighbours: 'me', pole: 'B2' });
  const ticket = await leaveMessage(stage.context, { ...said, reportedAt: stage.context.clock.now() });
  expect(ticket).toMatchObject({ triage: { neighbours: 'all' }, networkNodeCode: null });
});

it.each([
  ['their own home when they named no place', {}, { accountNo: '10001', networkNodeCode: 'B1' }],
  ['the pole that they named', { pole: 'B2' }, { accountNo: null, networkNodeCode: 'B2' }],
  ['no known place when they told it by voice', { address: 'RE1' }, { accountNo: null, networkNodeCode: null }],
])('is about %s', async (_, facts, place) => {
  await AccountPhone.create({ phone: customer, accountNo: '10001' });
  await heard('CA1', 'caller', { neighbours: 'all', ...facts });
  const ticket = await leaveMessage(stage.context, { ...said, reportedAt: stage.context.clock.now() });
  expect(ticket).toMatchObject(place);
});

it.each([
  ['an account of their own', customer, false, 'customer', '李雷'],
  ['an account that they rent', customer, true, 'tenant', '李雷'],
  ["somebody else's account, without a name", null, false, 'other', null],
] as const)(
  'is told in the name of the one that was picked, as of %s',
  async (_, phone, tenant, reporterRole, reporterName) => {
    const picked = await Account.findOne({ where: { accountNo: '10002' }, rejectOnEmpty: true });
    await picked.update({ name: '李雷' });
    await AccountPhone.create({ phone: customer, accountNo: '10001' });
    await AccountPhone.create({ phone: customer, accountNo: '10002', tenant });
    await heard('CA1', 'caller', { account: String(picked.id) });
    const call = { sid: 'CA1', phone };
    const ticket = await leaveMessage(stage.context, { ...said, call, reportedAt: stage.context.clock.now() });
    expect(ticket).toMatchObject({ accountNo: '10002', reporterName, reporterRole });
  },
);

it.each([
  ['is not on file is asked whether it is theirs', '+8613800000003', ['+8613800000003']],
  ['the caller rang from is not asked', customer, []],
])('names the number that was typed, of which whoever %s', async (_, typed, asked) => {
  const draft = await keepContact(stage.context, 'CA1', typed);
  await heard('CA1', 'caller', { draft: String(draft) });
  const ticket = await leaveMessage(stage.context, { ...said, reportedAt: stage.context.clock.now() });
  expect(ticket).toMatchObject({ reporterPhone: typed });
  expect((await NumberCheck.findAll()).map(({ phone }) => phone)).toEqual(asked);
});

it('is what was said last, with the recording for the desk to hear', async () => {
  for (const facts of [{ neighbours: 'me', recording: 'RE1' }, { neighbours: 'all', recording: 'RE2' }, {}])
    await heard('CA1', 'caller', facts);
  const reportedAt = stage.context.clock.now();
  const { id: ticketId, ...ticket } = (
    await leaveMessage(stage.context, { ...said, recordingSid: 'RE9', reportedAt })
  ).get();
  expect(ticket).toMatchObject({ triage: { neighbours: 'all' }, descriptionRecording: 'RE9' });
  expect(ticket.summaryEn).toMatch(/left a message/);
  const task = { kind: 'call', reason: 'message', ticketId, phone: customer, recordingSid: 'RE9' };
  expect(await Task.findAll()).toMatchObject([task]);
});

it('stands for the person whom this very call wanted', async () => {
  const reportedAt = stage.context.clock.now();
  const wanted = { role: 'desk', reason: 'key', aboutZh: '', aboutEn: '', takenBy: null, takenAt: null } as const;
  for (const callSid of ['CA1', 'CA2'])
    await Handoff.create({ callSid, ...wanted, startedAt: reportedAt, endedAt: reportedAt, messageTicketId: null });
  const { id } = await leaveMessage(stage.context, { ...said, reportedAt });
  const handoffs = await Handoff.findAll({ order: ['id'] });
  expect(handoffs.map(({ messageTicketId }) => messageTicketId)).toEqual([id, null]);
});
