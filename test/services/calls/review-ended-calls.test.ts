import { Attempt } from '../../../models/attempt';
import { Call } from '../../../models/call';
import { CallStep } from '../../../models/call-step';
import { Draft } from '../../../models/draft';
import { Handoff } from '../../../models/handoff';
import { Task } from '../../../models/task';
import { dangerReportNo } from '../../../src/domain/danger';
import { messageReportNo } from '../../../src/domain/report-number';
import { reviewEndedCalls } from '../../../src/services/calls/review-ended-calls';
import { endCalls } from '../../../src/services/end-calls';
import { optOut } from '../../../src/services/outbound/opt-out';
import { atOnce } from '../../support/at-once';
import { aTicket } from '../../support/crew-rows';
import type { PagingStage } from '../../support/paging-stage';
import { after, customer, inATown, li } from '../../support/paging-stage';

/** What an ended call left undone is seen to once. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

/** A customer's call that has just ended. */
async function ended(sid: string, more: Partial<Call> = {}): Promise<void> {
  const now = stage.context.clock.now();
  await Call.create({
    ...{ sid, direction: 'inbound', fromPhone: customer, toPhone: null, language: 'en', flow: 'caller' },
    ...{ startedAt: now, endedAt: now, status: 'completed', ticketId: null, personCode: null, accountNo: null },
    ...{ attemptId: null, reviewDueAt: now },
    ...more,
  });
}

/** The call was to be put through to the desk; `takenBy` is who did take it. */
async function putThrough(callSid: string, takenBy: string | null): Promise<void> {
  const about = { role: 'desk', reason: 'danger', aboutZh: '', aboutEn: '', messageTicketId: null } as const;
  await Handoff.create({
    callSid,
    ...about,
    startedAt: after(0),
    takenAt: takenBy === null ? null : after(5),
    endedAt: null,
    takenBy,
  });
}

const inDanger = (callSid: string) => aTicket({ callSid, reportNo: dangerReportNo('wire') });
const look = () => reviewEndedCalls.run({ ...stage.context });

it('rings whoever was in danger once, however many workers look at the same moment', async () => {
  await ended('CA1');
  await inDanger('CA1');
  await atOnce(look, look);
  expect(await Attempt.count({ where: { kind: 'danger_check' } })).toBe(1);
  expect(await Call.findAll()).toMatchObject([{ reviewDueAt: null }]);
});

it('rings everybody who was in danger, beside calls that left nothing', async () => {
  for (const sid of ['CA1', 'CA2', 'CA3', 'CA4']) await ended(sid);
  const [one, other] = [await inDanger('CA2'), await inDanger('CA3')];
  await look();
  const rung = await Attempt.findAll({ where: { kind: 'danger_check' }, order: ['id'] });
  expect(rung.map(({ ticketId }) => ticketId)).toEqual([one.id, other.id]);
});

it('has the desk call each customer whom nobody took, about the report of their call, and none of the crew', async () => {
  const { id: ticketId } = await aTicket();
  await ended('CA1');
  const outbound = { direction: 'outbound', fromPhone: null } as const;
  await ended('CA2', { ...outbound, toPhone: '+8613800000002', flow: 'completion', ticketId });
  await ended('CA3', { flow: 'crew' });
  await ended('CA4');
  for (const sid of ['CA1', 'CA2', 'CA3']) await putThrough(sid, null);
  await putThrough('CA4', '3101');
  await look();
  expect(await Task.findAll({ order: ['key'] })).toMatchObject([
    { key: 'unanswered:CA1', ticketId: null, phone: customer },
    { key: 'unanswered:CA2', ticketId, phone: '+8613800000002' },
  ]);
});

it('has the desk call back nobody who left a message, was in danger or withheld their number', async () => {
  await ended('CA1');
  await aTicket({ callSid: 'CA1', reportNo: messageReportNo });
  await ended('CA2');
  await inDanger('CA2');
  await ended('CA3', { fromPhone: null });
  for (const sid of ['CA1', 'CA2', 'CA3']) await putThrough(sid, null);
  await look();
  expect(await Task.count({ where: { reason: 'unanswered' } })).toBe(0);
});

it('texts how to go on to whoever can take it, and has the desk call everybody whose report broke off', async () => {
  const [stopped, landline] = ['+8613800000002', '+8657188880000'];
  await optOut(stage.context, stopped, 'text');
  const step = { at: after(0), flow: 'caller', facts: {}, language: 'en', token: null } as const;
  for (const [index, fromPhone] of [customer, stopped, landline, null].entries()) {
    const callSid = `CA${index}`;
    await ended(callSid, { fromPhone });
    await CallStep.create({ ...step, callSid, node: 'account', input: 'keys', keys: '1' });
    await CallStep.create({ ...step, callSid, node: 'neighbours', input: 'enter', keys: null });
  }
  await look();
  expect((await Draft.findAll({ order: ['id'] })).map(({ phone }) => phone)).toEqual([
    ...[customer, stopped, landline, null],
  ]);
  expect(await Task.count({ where: { reason: 'draft', state: 'open' } })).toBe(4);
  expect(await Attempt.findAll()).toMatchObject([{ channel: 'text', toPhone: customer, language: 'en' }]);
});

it('judges a call by its last steps too, although they were not written yet', async () => {
  await ended('CA1');
  const call = { sid: 'CA1', phone: customer, direction: 'inbound', token: null } as const;
  const position = { flow: 'caller', language: 'en', tries: 0, repeats: 0, back: [], facts: {} } as const;
  const input = { kind: 'keys', keys: '1' } as const;
  stage.context.callLog.step({ call, position: { ...position, node: 'account' }, input, secret: false });
  stage.context.callLog.enter({ call, position: { ...position, node: 'neighbours' } });
  await look();
  expect(await Draft.findAll()).toMatchObject([{ callSid: 'CA1', node: 'neighbours' }]);
});

it('looks at calls of customers, whoever called whom, and at none with the crew', async () => {
  const going = { endedAt: null, reviewDueAt: null };
  const rung = { ...going, direction: 'outbound', fromPhone: null, toPhone: customer } as const;
  await ended('CA1', going);
  await ended('CA2', { ...rung, attemptId: 1, flow: 'completion' });
  await ended('CA3', { ...rung, attemptId: 2, personCode: li, flow: 'page' });
  await ended('CA4', { ...going, status: 'in-progress' });
  await endCalls(['CA1', 'CA2', 'CA3'].map((sid) => ({ sid, status: 'completed', endedAt: after(60) })));
  const looked = (await Call.findAll({ order: ['sid'] })).map(({ reviewDueAt }) => reviewDueAt !== null);
  expect(looked).toEqual([true, true, false, false]);
  expect(await Call.findByPk('CA4')).toMatchObject({ status: 'in-progress', endedAt: null });
});

describe('a report that was made after all', () => {
  /** A report of this number that broke off, and the desk's task to call about it. */
  async function brokenOff(phone: string, more: Partial<Task> = {}): Promise<Task> {
    const callSid = `CA-${String(await Draft.count())}`;
    const at = stage.context.clock.now();
    const report = { accountId: null, node: 'describe', facts: {}, language: 'en', state: 'open' } as const;
    const { id: draftId } = await Draft.create({ callSid, phone, ...report, createdAt: at });
    const task = { kind: 'call', reason: 'draft', state: 'open', createdAt: at, dueAt: at } as const;
    return Task.create({ ...task, key: `draft:${callSid}`, draftId, phone, ...more });
  }

  const states = async (task: Task): Promise<unknown[]> => {
    const draft = await Draft.findByPk(task.draftId ?? 0);
    return [draft?.state, (await task.reload()).state];
  };

  it('ends what broke off before, and no task of anybody else or about anything else', async () => {
    const [own, again, other] = [
      await brokenOff(customer),
      await brokenOff(customer),
      await brokenOff('+8613800000002'),
    ];
    const message = { kind: 'call', reason: 'message', state: 'open', createdAt: after(0), dueAt: after(0) } as const;
    const note = await Task.create({ ...message, key: 'message:1', phone: customer });
    await ended('CA1');
    await aTicket({ callSid: 'CA1' });
    await look();
    for (const task of [own, again]) {
      expect(await states(task)).toEqual(['done', 'done']);
      expect(task).toMatchObject({ doneAt: stage.context.clock.now() });
    }
    expect(await states(other)).toEqual(['open', 'open']);
    expect(await note.reload()).toMatchObject({ state: 'open', doneAt: null });
  });

  it('is not rung about its danger when the desk took the call', async () => {
    const task = await brokenOff(customer);
    await ended('CA1');
    await inDanger('CA1');
    await putThrough('CA1', '3101');
    await look();
    expect(await states(task)).toEqual(['done', 'done']);
    expect(await Attempt.count({ where: { kind: 'danger_check' } })).toBe(0);
  });

  it('is none when the call got nowhere: what broke off before stays open', async () => {
    const task = await brokenOff(customer);
    await ended('CA1');
    await putThrough('CA1', null);
    await look();
    expect(await states(task)).toEqual(['open', 'open']);
  });

  it('leaves what the desk has written about its call', async () => {
    const called = { state: 'done', doneAt: after(-60), doneBy: 'Mei' } as const;
    const task = await brokenOff(customer, called);
    await ended('CA1');
    await aTicket({ callSid: 'CA1' });
    await look();
    expect(await task.reload()).toMatchObject(called);
  });
});
