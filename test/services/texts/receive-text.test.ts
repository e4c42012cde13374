import { Account } from '../../../models/account';
import { AccountPhone } from '../../../models/account-phone';
import { Attempt } from '../../../models/attempt';
import { Outage } from '../../../models/outage';
import { OutageWish } from '../../../models/outage-wish';
import { Person } from '../../../models/person';
import { Ticket } from '../../../models/ticket';
import { byCaller } from '../../../src/domain/timeline';
import { isOptedOut } from '../../../src/services/outbound/opt-out';
import { queueText } from '../../../src/services/outbound/queue-attempt';
import { notePowerBack } from '../../../src/services/outages/outage-evidence';
import { acceptPage } from '../../../src/services/paging/accept-page';
import { receiveText } from '../../../src/services/texts/receive-text';
import { cancelTicket } from '../../../src/services/tickets/cancel-ticket';
import { aTicket } from '../../support/crew-rows';
import type { PagingStage } from '../../support/paging-stage';
import { after, chen, customer, inATown, li, phoneOf, zhao } from '../../support/paging-stage';

/** The carrier sends a text again when our answer got lost, maybe when much has happened since. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

const texts = (sid: string, from: string, body: string) =>
  receiveText(stage.context, { sid, from, body, receivedAt: stage.context.clock.now() });

it('an old STOP that comes again does not undo the START after it', async () => {
  await texts('SM1', customer, 'STOP');
  await texts('SM2', customer, 'START');
  await texts('SM1', customer, 'STOP');
  expect(await isOptedOut(customer)).toBe(false);
  expect(await Attempt.count({ where: { toPhone: customer, channel: 'text' } })).toBe(1);
});

it('STOP and START count for the number they come from, whoever else sent one', async () => {
  const numbers = [customer, '+8613800000002', '+8613800000003'];
  for (const [index, number] of numbers.entries()) await texts(`SM${index}`, number, 'STOP');
  await texts('SM3', '+8613800000002', 'START');
  expect(await Promise.all(numbers.map(isOptedOut))).toEqual([true, false, true]);
});

it('an old 1 that comes again does not take the next job', async () => {
  const first = await stage.opened();
  await texts('SM1', phoneOf(li), '1');
  expect(await first.reload()).toMatchObject({ state: 'accepted', personCode: li });
  await stage.report(await stage.pageOf(li), 'completed');
  const second = await stage.opened({ reportNo: 1 });
  expect(stage.rung()).toEqual([li, li]);
  await texts('SM1', phoneOf(li), '1');
  expect(await second.reload()).toMatchObject({ state: 'offered', personCode: null });
});

const answers = async (to: string) =>
  (await Attempt.findAll({ where: { toPhone: to, channel: 'text' }, order: ['id'] })).map(({ body }) => body);

it('STATUS tells of a report that was closed some days ago, and of none from long before', async () => {
  const day = 24 * 3600;
  const closed = await aTicket({ reporterPhone: customer, state: 'closed', reportedAt: after(-6 * day) });
  await texts('SM1', customer, 'STATUS');
  stage.jump(2 * day);
  await texts('SM2', customer, 'STATUS');
  const [soon, late] = await answers(customer);
  expect(soon).toContain(closed.number);
  expect(late).toContain('没有未完成的报修');
});

it('STATUS tells of the newest of several open reports, with the time that its crew named or else the promised one', async () => {
  const hour = 3600;
  await aTicket({ reporterPhone: customer, reportedAt: after(-3 * hour) });
  const times = { reportedAt: after(-hour), etaAt: after(hour / 2), arrivalDueAt: after(hour) };
  const newest = await aTicket({ reporterPhone: customer, ...times });
  await aTicket({ reporterPhone: customer, reportedAt: after(-2 * hour) });
  await texts('SM1', customer, 'STATUS');
  await newest.update({ etaAt: null });
  await texts('SM2', customer, 'STATUS');
  expect(await answers(customer)).toEqual([
    expect.stringMatching(new RegExp(`${newest.number}.*10:30到达`)),
    expect.stringMatching(new RegExp(`${newest.number}.*11:00到达`)),
  ]);
});

it('STATUS tells of a report that is still open, however long ago it was made', async () => {
  const day = 24 * 3600;
  const open = await aTicket({ reporterPhone: customer, state: 'waiting', reportedAt: after(-30 * day) });
  await texts('SM1', customer, 'STATUS');
  expect(await answers(customer)).toEqual([expect.stringContaining(open.number)]);
});

it('whoever has asked us much is still answered when we do not understand them', async () => {
  for (const sid of ['SM1', 'SM2', 'SM3', 'SM4', 'SM5']) await texts(sid, customer, 'STATUS');
  await texts('SM6', customer, '什么');
  expect(await answers(customer)).toHaveLength(6);
});

it('and so is everybody else when we have grown tired of one', async () => {
  for (const sid of ['SM1', 'SM2', 'SM3', 'SM4', 'SM5', 'SM6']) await texts(sid, customer, '什么');
  const other = '+8613800000002';
  await texts('SM7', other, '什么');
  expect(await answers(other)).toHaveLength(1);
});

it('they are answered again an hour after we grew tired of them', async () => {
  for (const sid of ['SM1', 'SM2', 'SM3', 'SM4', 'SM5', 'SM6']) await texts(sid, customer, '什么');
  expect(await answers(customer)).toHaveLength(5);
  stage.jump(3600);
  await texts('SM7', customer, '什么');
  expect(await answers(customer)).toHaveLength(6);
});

it('however much they wrote meanwhile that we did not answer', async () => {
  const write = async (from: number, to: number) => {
    for (let count = from; count <= to; count += 1) await texts(`SM${count}`, customer, '什么');
  };
  await write(1, 5);
  stage.jump(1800);
  await write(6, 12);
  expect(await answers(customer)).toHaveLength(5);
  stage.jump(1800);
  await write(13, 13);
  expect(await answers(customer)).toHaveLength(6);
});

it.each([
  ['rings stops', 'ringing', ['CA1']],
  ['is answered goes on, since the crew listens to it', 'in-progress', []],
  ['was missed is left alone', 'no-answer', []],
] as const)('a 1 takes the job, and its call that %s', async (_what, status, hungUp) => {
  const ticket = await stage.opened();
  await stage.report(await stage.pageOf(li), status);
  await texts('SM1', phoneOf(li), '1');
  expect(await ticket.reload()).toMatchObject({ state: 'accepted', personCode: li });
  expect(stage.carrier.hungUp).toEqual(hungUp);
});

it('a 1 ends the call about its own job, and nothing else that rings or waits', async () => {
  const first = await stage.opened();
  await stage.report(await stage.pageOf(li), 'no-answer');
  const second = await stage.opened({ callSid: 'CA-in-2' });
  const news = { kind: 'news', toPhone: customer, language: 'zh-CN', priority: 'P1', ticketId: second.id } as const;
  const waiting = await queueText(stage.context, { ...news, body: '您好', dueAt: after(600) });
  await texts('SM1', phoneOf(li), `1 ${first.number.slice(-4)}`);
  expect(await first.reload()).toMatchObject({ state: 'accepted', personCode: li });
  expect(stage.carrier.hungUp).toEqual([]);
  expect(await stage.pageOf(li)).toMatchObject({ ticketId: second.id, state: 'placed' });
  expect(await waiting.reload()).toMatchObject({ state: 'due' });
});

it('a 1 that comes before the phone rings keeps it from ringing', async () => {
  const ticket = await stage.opened();
  await (await stage.pageOf(li)).update({ state: 'due', carrierSid: null });
  await texts('SM1', phoneOf(li), '1');
  await stage.settle();
  expect(await ticket.reload()).toMatchObject({ state: 'accepted', personCode: li });
  expect(stage.rung()).toEqual([li]);
});

it('whoever takes a job by text while they hear of it lets its customer know when they hang up', async () => {
  await stage.opened({ reporter: { name: '王芳', phone: customer, role: 'customer' } });
  const page = await stage.pageOf(li);
  await stage.report(page, 'in-progress');
  await texts('SM1', phoneOf(li), '1');
  stage.jump(5);
  await stage.report(await page.reload(), 'completed');
  expect(await Attempt.findAll({ where: { kind: 'notice' } })).toMatchObject([
    { dueAt: after(5) },
    { dueAt: after(5) },
  ]);
});

it('a job is taken from the second number of whoever was rung, and from no other', async () => {
  await Person.update({ phone2: '+8613900099999' }, { where: { code: li } });
  await Person.update({ phone2: '+8613900088888' }, { where: { code: chen } });
  const ticket = await stage.opened();
  await texts('SM1', '+8613900088888', '1');
  expect(await ticket.reload()).toMatchObject({ state: 'offered', personCode: null });
  await texts('SM2', '+8613900099999', '1');
  expect(await ticket.reload()).toMatchObject({ state: 'accepted', personCode: li });
});

it.each([
  ['their job is theirs', false, /归您/],
  ['nobody that a job is theirs which was called off meanwhile', true, /取消/],
])('a 1 that is read late tells %s', async (_what, isCalledOff, told) => {
  const receivedAt = stage.context.clock.now();
  const { id } = await stage.opened();
  await acceptPage(stage.context, (await stage.pageOf(li)).id);
  if (isCalledOff) await cancelTicket(stage.context, id, { reason: 'cancelled', by: byCaller });
  await receiveText(stage.context, { sid: 'SM1', from: phoneOf(li), body: '1', receivedAt, isLate: true });
  expect(await answers(phoneOf(li))).toEqual([expect.stringMatching(told)]);
});

it('a 1 that is read late says nothing of a job that somebody else has by now', async () => {
  const receivedAt = stage.context.clock.now();
  const ticket = await stage.opened();
  await acceptPage(stage.context, (await stage.pageOf(li)).id);
  await ticket.update({ state: 'accepted', personCode: zhao });
  await receiveText(stage.context, { sid: 'SM1', from: phoneOf(li), body: '1', receivedAt, isLate: true });
  expect(await answers(phoneOf(li))).toEqual([]);
});

it('a 1 that is read late says nothing of a job that was theirs before they wrote', async () => {
  await stage.opened();
  await acceptPage(stage.context, (await stage.pageOf(li)).id);
  stage.jump(60);
  const receivedAt = stage.context.clock.now();
  stage.jump(60);
  await receiveText(stage.context, { sid: 'SM1', from: phoneOf(li), body: '1', receivedAt, isLate: true });
  expect(await answers(phoneOf(li))).toEqual([]);
});

describe('of an address that has something else in hand', () => {
  beforeEach(async () => {
    await AccountPhone.create({ phone: customer, accountNo: '10001' });
  });

  const outage = () => {
    const cause = { causeZh: '大风', causeEn: 'wind' };
    const times = { startsAt: after(-600), expectedEndAt: after(3600), nextNewsAt: null, restoredAt: null };
    return Outage.create({ code: 'O1', kind: 'fault', networkNodeCode: 'B1', ...cause, ...times, state: 'current' });
  };

  it('OUT is a report of its own beside a water pipe, a wire that is down, a power cut that is over and a neighbour, and ON leaves them all', async () => {
    const open = { accountNo: '10001', state: 'offered', personCode: null } as const;
    const others = [
      await aTicket({ ...open, category: 'water' }),
      await aTicket({ ...open, kind: 'danger', category: 'line_hazard' }),
      await aTicket({ ...open, state: 'done' }),
      await aTicket({ ...open, accountNo: '10003' }),
    ];
    await texts('SM1', customer, 'OUT');
    const power = await Ticket.findOne({ where: { callSid: 'SM1' }, rejectOnEmpty: true });
    expect(power).toMatchObject({ category: 'lv', accountNo: '10001' });
    const before = others.map((ticket) => ticket.get());
    await texts('SM2', customer, 'ON');
    expect(await power.reload()).toMatchObject({ state: 'closed', stateReason: 'cancelled' });
    await texts('SM3', customer, 'ON');
    for (const ticket of others) await ticket.reload();
    expect(others.map((ticket) => ticket.get())).toEqual(before);
  });

  it('OUT waits for the outage although a neighbour has power back already', async () => {
    const neighbour = '+8613800000002';
    const { dataValues: place } = await Account.findOne({ where: { accountNo: '10001' }, rejectOnEmpty: true });
    await Account.create({ ...place, id: undefined, accountNo: '10003' });
    await AccountPhone.create({ phone: neighbour, accountNo: '10003' });
    await outage();
    await texts('SM1', neighbour, 'OUT');
    await notePowerBack(stage.context, { outageCode: 'O1', accountNo: '10003', sourceSid: 'SM2' });
    await texts('SM3', customer, 'OUT');
    expect(await OutageWish.findAll({ order: ['id'] })).toMatchObject([
      { accountNo: '10003', state: 'done' },
      { accountNo: '10001', state: 'waiting' },
    ]);
  });

  it('OUT once more waits for the same outage, and is a report of its own once power was back', async () => {
    await outage();
    await texts('SM1', customer, 'OUT');
    await texts('SM2', customer, 'OUT');
    expect(await Ticket.count()).toBe(1);
    await texts('SM3', customer, 'ON');
    await texts('SM4', customer, 'OUT');
    expect(await Ticket.findAll({ order: ['id'] })).toMatchObject([
      { callSid: 'SM1', outageCode: 'O1', state: 'closed' },
      { callSid: 'SM4', outageCode: null, state: 'new' },
    ]);
  });
});
