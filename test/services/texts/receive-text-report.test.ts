import { Account } from '../../../models/account';
import { AccountPhone } from '../../../models/account-phone';
import { Attempt } from '../../../models/attempt';
import { InboundText } from '../../../models/inbound-text';
import { Outage } from '../../../models/outage';
import { OutageWish } from '../../../models/outage-wish';
import { PromiseMade } from '../../../models/promise-made';
import { Ticket } from '../../../models/ticket';
import { TimelineEntry } from '../../../models/timeline-entry';
import { receiveText } from '../../../src/services/texts/receive-text';
import { aTicket } from '../../support/crew-rows';
import { after, customer, inATown, type PagingStage } from '../../support/paging-stage';

/** What a customer is told by text, and what a text of theirs begins or ends. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});
beforeEach(async () => {
  await AccountPhone.create({ phone: customer, accountNo: '10001' });
});

const texts = (sid: string, body: string, from: string = customer) =>
  receiveText(stage.context, { sid, from, body, receivedAt: stage.context.clock.now() });
const answers = async () => (await Attempt.findAll({ order: ['id'] })).map(({ body }) => body);

const half = { etaAt: after(1800), arrivalDueAt: after(3600) };

it.each([
  ['new', { personCode: null, arrivalDueAt: after(3600) }, /正在安排抢修人员,最晚3月2日11:00到达/],
  ['offered', { personCode: null, arrivalDueAt: after(3600) }, /正在安排抢修人员,最晚3月2日11:00到达/],
  ['accepted', half, /已接单,预计3月2日10:30到达/],
  ['departed', half, /已接单,预计3月2日10:30到达/],
  ['departed', { etaAt: after(-60) }, /正在处理/],
  ['arrived', { expectedRestoreAt: null }, /正在现场处理/],
  ['arrived', { expectedRestoreAt: after(1800) }, /正在现场,预计3月2日10:30恢复/],
  ['waiting', { expectedRestoreAt: after(1800) }, /还需后续处理/],
  ['done', { completedAt: after(-60) }, /已经完工/],
  ['closed', { closedAt: after(-60) }, /已经结单/],
] as const)('STATUS says how far a report is: %s, %j', async (state, more, told) => {
  await aTicket({ state, accountNo: '10001', reporterPhone: null, ...more });
  await texts('SM1', 'STATUS');
  expect(await answers()).toEqual([expect.stringMatching(told)]);
});

it.each([
  ['is cut off', { supply: 'cut' }, false],
  ['has nothing left on a prepaid meter', { meter: 'prepaid', balanceCents: 0 }, false],
  ['owes on a prepaid meter', { meter: 'prepaid', balanceCents: -1 }, false],
  ['has something left on a prepaid meter', { meter: 'prepaid', balanceCents: 1 }, true],
  ['owes on an ordinary meter', { meter: 'postpaid', balanceCents: -4300 }, true],
])('OUT of an address that %s', async (_which, more, isReport) => {
  await Account.update(more, { where: { accountNo: '10001' } });
  await texts('SM1', 'OUT');
  expect(await Ticket.count()).toBe(isReport ? 1 : 0);
  expect((await answers()).join()).toMatch(isReport ? /停电已登记/ : /请拨打本热线/);
});

it('OUT promises by text the time that it tells, and none that has passed when the text is read late', async () => {
  await texts('SM1', 'OUT');
  const ticket = await Ticket.findOne({ rejectOnEmpty: true });
  const promised = { kind: 'arrival', ticketId: ticket.id, channel: 'text', promisedAt: ticket.arrivalDueAt };
  expect(await PromiseMade.findAll()).toMatchObject([promised]);
  const late = '+8613800000002';
  await AccountPhone.create({ phone: late, accountNo: '10002' });
  const kept = { sid: 'SM2', from: late, body: 'OUT', receivedAt: after(-24 * 3600), isLate: true };
  await receiveText(stage.context, kept);
  expect((await answers()).at(-1)).toMatch(/正在处理/);
  expect(await PromiseMade.count()).toBe(1);
});

it.each([
  ['new', true],
  ['offered', true],
  ['accepted', false],
  ['departed', false],
  ['arrived', false],
  ['waiting', false],
] as const)(
  'ON ends a report that no crew has taken, and leaves one to the crew that has it: %s',
  async (state, ends) => {
    const ticket = await aTicket({ state, accountNo: '10001', ...(ends && { personCode: null }) });
    await texts('SM1', 'ON');
    expect(await ticket.reload()).toMatchObject(ends ? { state: 'closed', stateReason: 'cancelled' } : { state });
    expect(await TimelineEntry.findAll({ where: { type: 'noted' } })).toMatchObject([
      { ticketId: ticket.id, data: { note: 'power_back' } },
    ]);
    expect((await answers()).join()).toMatch(/来电了就好/);
  },
);

it('OUT of who had power back in one outage is about the next one, and in the same one a report of its own', async () => {
  const outage = { kind: 'fault', causeZh: '', causeEn: '', state: 'current', restoredAt: null } as const;
  const times = { startsAt: after(-3600), expectedEndAt: after(3600), nextNewsAt: null };
  await Outage.create({ code: 'O1', networkNodeCode: 'B1', ...outage, ...times });
  await texts('SM1', 'OUT');
  const joined = await Ticket.findOne({ rejectOnEmpty: true });
  const wish = await OutageWish.findOne({ where: { ticketId: joined.id }, rejectOnEmpty: true });
  await Promise.all([wish.update({ state: 'done' }), joined.update({ state: 'closed' })]);
  await texts('SM2', 'OUT');
  const own = await Ticket.findOne({ where: { callSid: 'SM2' }, rejectOnEmpty: true });
  expect(await OutageWish.count({ where: { ticketId: own.id } })).toBe(0);
  await own.update({ state: 'closed' });
  await Outage.update({ state: 'restored', restoredAt: after(0) }, { where: { code: 'O1' } });
  await Outage.create({ code: 'O2', networkNodeCode: 'B1', ...outage, ...times });
  await texts('SM3', 'OUT');
  expect(await OutageWish.findAll({ where: { state: 'waiting' } })).toMatchObject([{ outageCode: 'O2' }]);
});

it('whoever texts from a country that we do not text gets no answer, and what they ask for is done', async () => {
  const abroad = '+12025550123';
  await AccountPhone.create({ phone: abroad, accountNo: '10002' });
  await texts('SM1', 'OUT', abroad);
  expect(await Ticket.count({ where: { accountNo: '10002' } })).toBe(1);
  expect(await Attempt.count({ where: { toPhone: abroad } })).toBe(0);
  expect(await InboundText.findAll()).toMatchObject([{ sid: 'SM1', answered: false }]);
});
