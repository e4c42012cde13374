import { Account } from '../../../models/account';
import { AccountPhone } from '../../../models/account-phone';
import { Attempt } from '../../../models/attempt';
import { Call } from '../../../models/call';
import { CallStep } from '../../../models/call-step';
import { Draft } from '../../../models/draft';
import { Handoff } from '../../../models/handoff';
import { InboundText } from '../../../models/inbound-text';
import { Meta } from '../../../models/meta';
import { NumberCheck } from '../../../models/number-check';
import { OptOut } from '../../../models/opt-out';
import { OutageWish } from '../../../models/outage-wish';
import { Recording } from '../../../models/recording';
import { RecordingErasure } from '../../../models/recording-erasure';
import { tables } from '../../../models/tables';
import { Task } from '../../../models/task';
import { Ticket } from '../../../models/ticket';
import { ToldFact } from '../../../models/told-fact';
import { ticketStates } from '../../../src/domain/ticket';
import { forgetPerson, planToForget } from '../../../src/services/forget/forget-person';
import { queueCall, queueText } from '../../../src/services/outbound/queue-attempt';
import { recordTimeline } from '../../../src/services/record-timeline';
import { aCrew, aTicket } from '../../support/crew-rows';
import { onEmptyTables } from '../../support/database';
import { serviceStage, type ServiceStage } from '../../support/service-context';

/** Nobody is forgotten while somebody still needs their number. */

const phone = '+8613800000001';
const by = { kind: 'command', name: 'root', role: 'operator' } as const;
let stage: ServiceStage;

onEmptyTables(async (fresh) => {
  stage = serviceStage(fresh, '2026-03-02T02:00:00Z');
  await aCrew();
});

it('with a report in any state but closed: the crew, or the call about the work, needs the number', async () => {
  for (const state of ticketStates) await aTicket({ state });
  const open = await Ticket.findAll({ where: { state: ticketStates.filter((state) => state !== 'closed') } });
  const { obstacles } = await planToForget(stage.context, phone);
  expect(obstacles).toHaveLength(1);
  expect(obstacles[0]?.match(/\d{8}/g)?.sort()).toEqual(open.map(({ number }) => number).sort());
  await expect(forgetPerson(stage.context, phone, by)).rejects.toMatchObject({ code: 'conflict' });
  expect(await Ticket.count({ where: { reporterPhone: phone } })).toBe(ticketStates.length);
});

it.each([
  ['call', 'due', false],
  ['call', 'sending', true],
  ['call', 'placed', true],
  ['call', 'ringing', true],
  ['call', 'answered', true],
  ['call', 'ended', false],
  ['text', 'due', false],
  ['text', 'sending', true],
  ['text', 'placed', false],
  ['text', 'ended', false],
] as const)('a %s that is %s is in the way: %s', async (channel, state, isInTheWay) => {
  const to = { toPhone: phone, language: 'zh-CN', priority: 'P2', ticketId: null } as const;
  const { id } =
    channel === 'call'
      ? await queueCall(stage.context, { ...to, kind: 'completion', flow: 'completion', node: 'fixed' })
      : await queueText(stage.context, { ...to, kind: 'receipt', body: '您好' });
  await Attempt.update({ state }, { where: { id } });
  const { obstacles } = await planToForget(stage.context, phone);
  expect(obstacles.filter((why) => /under way/.test(why))).toHaveLength(isInTheWay ? 1 : 0);
});

it('ends what waits for them, and leaves what had ended as it was', async () => {
  const finishedAt = new Date('2026-03-01T02:00:00Z');
  const to = { toPhone: phone, language: 'zh-CN', priority: 'P2', ticketId: null } as const;
  const order = { ...to, kind: 'completion', flow: 'completion', node: 'fixed' } as const;
  const [waiting, over] = [await queueCall(stage.context, order), await queueCall(stage.context, order)];
  await over.update({ state: 'ended', outcome: 'answered', endedAt: finishedAt });
  const wish = await OutageWish.create({
    ...{ outageCode: 'O1', accountNo: '10001', ticketId: 1, channel: 'call', toPhone: phone, language: 'zh-CN' },
    ...{ state: 'done', dueAt: null, answer: 'on', reason: null, toldEndAt: null, lastNewsAt: null, newsDueAt: null },
    ...{ createdAt: finishedAt, finishedAt },
  });
  await forgetPerson(stage.context, phone, by);
  expect(await waiting.reload()).toMatchObject({ state: 'ended', outcome: 'cancelled' });
  expect(await over.reload()).toMatchObject({ outcome: 'answered', endedAt: finishedAt });
  expect(await wish.reload()).toMatchObject({ reason: null, finishedAt });
});

it('takes along what they were told in calls, and what others were told about their reports', async () => {
  const { callLog, clock } = stage.context;
  const { id: ticketId } = await aTicket({ state: 'closed' });
  const told = {
    at: clock.now(),
    result: { outcome: 'ask', vars: { name: { words: { zh: '王芳', en: 'Wang Fang' } } } },
  };
  for (const [sid, from] of [
    ['CA-theirs', phone],
    ['CA-crew', '+8613800011101'],
    ['CA-other', '+8613800000002'],
  ] as const) {
    callLog.begin({ sid, direction: 'inbound', from, to: null, language: 'en', flow: 'caller', attemptId: null });
    callLog.tell({
      call: { sid, phone: from, direction: 'inbound', token: sid },
      place: 'a/b/c',
      told,
      isQuiet: false,
    });
  }
  callLog.note('CA-crew', { ticketId });
  await callLog.flush();
  expect(await ToldFact.count()).toBe(3);
  await forgetPerson(stage.context, phone, by);
  expect(await ToldFact.findAll()).toMatchObject([{ callSid: 'CA-other' }]);
});

const dealtWith = { state: 'done', doneAt: new Date('2026-03-01T02:00:00Z'), doneBy: 'Mei', nextDueAt: null } as const;

/** Somebody of this number who has called, reported, drafted, written and been called, on an account of their own. */
async function aLife(toPhone: string, n: number): Promise<void> {
  const { context } = stage;
  const at = context.clock.now();
  const [callSid, accountNo, name] = [`CA${n}`, `1000${n}`, '王芳'];
  const place = { addressZh: '澜苑路', addressEn: 'Lanyuan Road', regionCode: 'URB', networkNodeCode: 'B1' };
  const supply = { meter: 'postpaid', supply: 'connected', balanceCents: 0, critical: false };
  const care = { medical: true, care: 'ventilator', medicalConsentOn: '2026-01-01' };
  await Account.create({ accountNo, name, ...place, ...supply, ...care, language: 'zh-CN' });
  await AccountPhone.create({ phone: toPhone, accountNo });
  const reporter = { reporterName: name, reporterPhone: toPhone, triage: { neighbours: 'all' } };
  const ticket = { callSid, accountNo, ...reporter, summaryZh: `${name}家停电`, verificationCode: '204816' };
  const { id: ticketId } = await aTicket({ state: 'closed', ...ticket, descriptionRecording: `RE${n}` });
  await recordTimeline(context, ticketId, 'reported', { kind: 'caller', name }, { name });
  const call = { direction: 'inbound', fromPhone: toPhone, toPhone: null, language: 'zh-CN', flow: 'caller' } as const;
  const [nobody, noReport] = [
    { personCode: null, attemptId: null },
    { ticketId: null, accountNo: null },
  ];
  await Call.create({
    sid: callSid,
    ...call,
    ...nobody,
    startedAt: at,
    endedAt: at,
    status: 'completed',
    ticketId,
    accountNo,
  });
  const node = { node: 'describe', facts: { recording: `RE${n}` } };
  await CallStep.create({ callSid, at, flow: 'caller', ...node, input: 'keys', keys: '1', token: null });
  await ToldFact.create({ callSid, token: 'a', place: 'a/b/c', told: name });
  const wanted = { role: 'desk', reason: 'key', aboutZh: name, aboutEn: name } as const;
  await Handoff.create({
    callSid,
    ...wanted,
    takenBy: null,
    takenAt: null,
    startedAt: at,
    endedAt: at,
    messageTicketId: null,
  });
  const spoken = { purpose: 'describe', seconds: 5, state: 'kept', createdAt: at } as const;
  await Recording.create({ sid: `RE${n}`, callSid, ticketId, ...spoken });
  await Recording.create({ sid: `RF${n}`, callSid, ticketId: null, ...spoken });
  await Recording.create({ sid: `RG${n}`, callSid: `CX${n}`, ticketId, ...spoken });
  const account = await Account.findOne({ where: { accountNo }, rejectOnEmpty: true });
  const broken = {
    callSid,
    phone: toPhone,
    accountId: account.id,
    language: 'zh-CN',
    state: 'open',
    createdAt: at,
  } as const;
  const { id: draftId } = await Draft.create({ ...broken, ...node });
  // One broke off while the number was hidden, one in a call that is on no list any more.
  await Call.create({
    sid: `CB${n}`,
    ...call,
    ...nobody,
    startedAt: at,
    endedAt: at,
    status: 'completed',
    ...noReport,
  });
  await Draft.create({ ...broken, ...node, callSid: `CB${n}`, phone: null });
  await Draft.create({ ...broken, ...node, callSid: `CC${n}` });
  const task = { kind: 'call', state: 'open', createdAt: at, dueAt: at, nextDueAt: at, note: name } as const;
  await Task.create({ ...task, key: `draft:${n}`, reason: 'draft', draftId });
  await Task.create({ ...task, key: `chase:${n}`, reason: 'chase', ticketId, recordingSid: `RE${n}` });
  await Task.create({ ...task, key: `unanswered:${n}`, reason: 'unanswered', phone: toPhone });
  await Task.create({ ...task, key: `wanted:${n}`, reason: 'chase', ticketId, ...dealtWith });
  const to = { toPhone, language: 'zh-CN', priority: 'P2', ticketId } as const;
  await queueText(context, { ...to, kind: 'receipt', body: name, toPhone: '+8613800011101' });
  await queueText(context, { ...to, kind: 'receipt', body: name, ticketId: null });
  await queueCall(context, { ...to, kind: 'completion', flow: 'completion', node: 'fixed' });
  await queueText(context, { ...to, kind: 'receipt', body: name });
  await (await queueText(context, { ...to, kind: 'receipt', body: name })).update({ state: 'placed' });
  const news = { toldEndAt: null, lastNewsAt: null, newsDueAt: at, createdAt: at, finishedAt: null };
  const wish = { outageCode: 'O1', accountNo, ticketId, channel: 'call', toPhone, language: 'zh-CN' } as const;
  await OutageWish.create({ ...wish, state: 'due', dueAt: at, answer: null, reason: null, ...news });
  await NumberCheck.create({ ticketId, phone: toPhone, state: 'waiting', createdAt: at });
  await InboundText.create({
    sid: `SM${n}`,
    fromPhone: toPhone,
    body: name,
    word: null,
    answered: false,
    receivedAt: at,
  });
  await OptOut.create({ phone: toPhone, source: 'text', since: at });
}

/** Every row but the mark of the last change. */
async function everyRow(): Promise<string[]> {
  const rows: string[] = [];
  for (const table of tables)
    if (table !== Meta) for (const row of await table.findAll()) rows.push(`${table.name} ${JSON.stringify(row)}`);
  return rows;
}

it("changes nothing of anybody else's, be they of the same name or at the same address", async () => {
  const other = '+8613800000002';
  await aLife(other, 2);
  const closed = { state: 'closed', reporterPhone: other } as const;
  await aTicket({ ...closed, accountNo: '10001', reporterName: '李娜' });
  const others = await everyRow();
  await aLife(phone, 1);
  const { id } = await aTicket({ ...closed, accountNo: '10001', reporterName: '王芳' });
  await forgetPerson(stage.context, phone, by);
  const left = await everyRow();
  expect(others.filter((row) => !left.includes(row))).toEqual([]);
  expect(await Account.findOne({ where: { accountNo: '10001' } })).toMatchObject({
    ...{ name: '—', care: null, medicalConsentOn: null },
  });
  // What somebody else reported in their name, for their own address.
  expect(await Ticket.findByPk(id)).toMatchObject({ reporterName: null });
  expect(await Task.findAll({ where: { state: 'open' } })).toHaveLength(3);
});

it('leaves of what they said and had only that there was something', async () => {
  await aLife(phone, 1);
  await forgetPerson(stage.context, phone, by);
  expect((await everyRow()).join('\n')).not.toMatch(/王芳|ventilator|2026-01-01|204816|13800000001/);
  const [step, drafts] = [await CallStep.findOne(), await Draft.findAll()];
  expect(step).toMatchObject({ keys: null });
  expect(drafts).toMatchObject(Array(3).fill({ state: 'done', phone: null, accountId: null }));
  for (const row of [step, ...drafts]) expect(row?.facts).toEqual({});
  expect(await Handoff.findAll()).toMatchObject([{ aboutZh: '', aboutEn: '' }]);
  const erasures = await RecordingErasure.findAll({ order: ['sid'] });
  expect(erasures.map(({ sid }) => sid)).toEqual(['RE1', 'RF1', 'RG1']);
  const now = stage.context.clock.now();
  const ended = { state: 'done', doneBy: 'forget', doneAt: now, nextDueAt: null };
  const erased = { phone: null, recordingSid: null, note: null };
  const tasks = await Task.findAll({ order: ['id'] });
  expect(tasks).toMatchObject([...Array<object>(3).fill({ ...ended, ...erased }), { ...dealtWith, ...erased }]);
  expect(await OutageWish.findAll()).toMatchObject([{ state: 'done', reason: 'forgotten', finishedAt: now }]);
  expect(await NumberCheck.findAll()).toMatchObject([{ state: 'unreached', finishedAt: now }]);
});

it('keeps what a guest reported from their phone and left a number of their own for', async () => {
  await aLife(phone, 1);
  const guest = { callSid: 'CA1', reportNo: 1, state: 'closed', triage: { neighbours: 'me' } } as const;
  const theirs = await aTicket({ ...guest, reporterName: '李娜', reporterPhone: '+8613800000002' });
  const withheld = await aTicket({ ...guest, reportNo: 2, reporterName: '李娜', reporterPhone: null });
  await forgetPerson(stage.context, phone, by);
  expect(await theirs.reload()).toMatchObject({ reporterName: '李娜', triage: { neighbours: 'me' } });
  expect(await withheld.reload()).toMatchObject({ reporterName: null });
});

it('with something of theirs on the disk that has not become a report yet', async () => {
  const kept = { callSid: 'CA1', reportNo: 0, language: 'zh-CN', facts: {}, recordingSid: null } as const;
  await stage.context.spool.keep({ ...kept, kind: 'fault', phone, reportedAt: stage.context.clock.now() });
  expect((await planToForget(stage.context, phone)).obstacles.join()).toMatch(/spool/);
  expect((await planToForget(stage.context, '+8613800000002')).obstacles).toEqual([]);
});
