import { Account } from '../../../models/account';
import { AccountPhone } from '../../../models/account-phone';
import { Attempt } from '../../../models/attempt';
import { Outage } from '../../../models/outage';
import { OutageWish } from '../../../models/outage-wish';
import { Ticket } from '../../../models/ticket';
import { byCaller } from '../../../src/domain/timeline';
import { isOptedOut } from '../../../src/services/outbound/opt-out';
import { notePowerBack } from '../../../src/services/outages/outage-evidence';
import { acceptPage } from '../../../src/services/paging/accept-page';
import { receiveText } from '../../../src/services/texts/receive-text';
import { cancelTicket } from '../../../src/services/tickets/cancel-ticket';
import { aTicket } from '../../support/crew-rows';
import type { PagingStage } from '../../support/paging-stage';
import { after, customer, inATown, li, phoneOf } from '../../support/paging-stage';

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

  it('OUT is a report of its own beside a water pipe, and ON leaves the pipe to its crew', async () => {
    const water = await aTicket({ accountNo: '10001', category: 'water', state: 'offered', personCode: null });
    await texts('SM1', customer, 'OUT');
    const power = await Ticket.findOne({ where: { callSid: 'SM1' }, rejectOnEmpty: true });
    expect(power).toMatchObject({ category: 'lv', accountNo: '10001' });
    await texts('SM2', customer, 'ON');
    expect(await power.reload()).toMatchObject({ state: 'closed', stateReason: 'cancelled' });
    expect(await water.reload()).toMatchObject({ state: 'offered' });
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
