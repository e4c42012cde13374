import { Op } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import { Paging } from '../../../models/paging';
import { Person } from '../../../models/person';
import type { Ticket } from '../../../models/ticket';
import { TimelineEntry } from '../../../models/timeline-entry';
import { acceptPage } from '../../../src/services/paging/accept-page';
import { customerPhone, noteCustomerCalled } from '../../../src/services/crew/customer-call';
import { giveBackJob } from '../../../src/services/crew/give-back-job';
import { putOffJob, type PutOff } from '../../../src/services/crew/put-off-job';
import { recordArrival, recordDeparture } from '../../../src/services/crew/record-progress';
import { recordCompletion } from '../../../src/services/crew/record-completion';
import type { PagingStage } from '../../support/paging-stage';
import { after, chen, customer, li, monitoring, phoneOf, sun, zhao, inATown } from '../../support/paging-stage';

/** A supervisor is asked whether an urgent job may wait overnight; until the answer it stays with its crew. */

const crew = { code: li, name: '李强' };
const overnight = { obstacle: 'parts', hours: 20, callSid: 'CA-crew-1' } as const;
let stage: PagingStage;
let ticket: Ticket;

inATown((laid) => {
  stage = laid;
});

const says = (order: Omit<PutOff, 'ticketId'>) => putOffJob(stage.context, { ticketId: ticket.id, ...order }, crew);

/** Li has a job and asks to leave it overnight. */
async function asked(): Promise<void> {
  ticket = await stage.opened();
  const page = await stage.pageOf(li);
  await acceptPage(stage.context, page.id);
  await stage.report(page, 'completed');
  expect(await says(overnight)).toEqual({ outcome: 'asked' });
  await stage.settle();
}

const pagings = async (): Promise<string[]> =>
  (await Paging.findAll({ where: { state: 'active' } })).map(({ exceptPerson }) => exceptPerson ?? '');

it('is asked about once however often the call says so, and another time in the same call is another wish', async () => {
  await asked();
  expect(await says(overnight)).toEqual({ outcome: 'asked' });
  expect(await Paging.count({ where: { exceptPerson: li } })).toBe(1);
  expect(await says({ ...overnight, hours: 1 })).toMatchObject({ outcome: 'waiting' });
});

it('notes a call to the customer once, and a second one in the same call too', async () => {
  ticket = await stage.opened();
  for (const turn of [0, 0, 1]) await noteCustomerCalled(stage.context, ticket, { callSid: 'CA-crew-1', turn }, crew);
  const notes = await TimelineEntry.findAll({ where: { ticketId: ticket.id, type: 'noted' }, order: ['id'] });
  expect(notes.map(({ data }) => data['turn'])).toEqual([0, 1]);
});

it('takes back the time of arrival that the crew had named', async () => {
  ticket = await (await stage.opened()).update({ state: 'accepted', personCode: li, etaAt: after(1200) });
  expect(await says({ ...overnight, hours: 1 })).toMatchObject({ outcome: 'waiting' });
  expect(await ticket.reload()).toMatchObject({ etaAt: null, nextVisitAt: after(3600) });
});

it('has nobody come at the time of the plan before while a supervisor is asked about a later one', async () => {
  ticket = await (await stage.opened()).update({ state: 'accepted', personCode: li });
  expect(await says({ ...overnight, hours: 1 })).toMatchObject({ outcome: 'waiting' });
  expect(await ticket.reload()).toMatchObject({ nextVisitAt: after(3600) });
  expect(await says({ ...overnight, callSid: 'CA-crew-2' })).toEqual({ outcome: 'asked' });
  expect(await ticket.reload()).toMatchObject({ state: 'waiting', personCode: li, nextVisitAt: null });
});

it.each([
  ['a quote, today', 'P2', { obstacle: 'quote', hours: 1 }, { stateReason: 'quote', keyFollowup: false }],
  ['parts that come tomorrow', 'P2', { obstacle: 'parts', hours: 20 }, { stateReason: 'parts', keyFollowup: true }],
  ['parts that nobody knows of', 'P3', { obstacle: 'parts', hours: null }, { stateReason: 'parts', keyFollowup: true }],
  ['an old problem', 'P1', { obstacle: 'old_problem', hours: 1 }, { stateReason: 'deferred', keyFollowup: false }],
] as const)('waits for %s: the customer is told, and no supervisor is asked', async (_, priority, order, left) => {
  const reporter = { name: null, phone: customer, role: 'other' } as const;
  ticket = await (await stage.opened({ priority, reporter })).update({ state: 'arrived', personCode: li });
  const until = order.hours === null ? new Date('2026-03-03T01:00:00Z') : after(order.hours * 3600);
  const put = () => says({ ...order, callSid: 'CA-crew-1' });
  expect([await put(), await put()]).toEqual([1, 2].map(() => ({ outcome: 'waiting', until })));
  expect(await ticket.reload()).toMatchObject({ state: 'waiting', ...left, nextVisitAt: until });
  expect(await Attempt.count({ where: { toPhone: customer, body: { [Op.like]: '%没能完成%' } } })).toBe(1);
});

it('is followed up that was to be followed up before, also when it waits for an hour only', async () => {
  ticket = await (await stage.opened()).update({ state: 'arrived', personCode: li, keyFollowup: true });
  expect(await says({ ...overnight, hours: 1 })).toMatchObject({ outcome: 'waiting' });
  expect(await ticket.reload()).toMatchObject({ keyFollowup: true });
});

it('that is a danger is not left overnight without a supervisor either', async () => {
  ticket = await (await stage.opened({ priority: 'P0' })).update({ state: 'arrived', personCode: li });
  expect(await says(overnight)).toEqual({ outcome: 'asked' });
  expect(await pagings()).toContain(li);
});

it.each([
  ['is somebody else’s', { state: 'accepted', personCode: zhao }, 'gone'],
  ['is done', { state: 'done', personCode: li }, 'finished'],
] as const)('a job that %s is not given back', async (_, left, outcome) => {
  ticket = await (await stage.opened()).update({ ...left });
  const before = stage.rung();
  const order = { ticketId: ticket.id, callSid: 'CA-crew-2', why: 'unsafe' } as const;
  expect(await giveBackJob(stage.context, order, crew)).toBe(outcome);
  await stage.settle();
  expect(await ticket.reload()).toMatchObject({ ...left, priority: 'P1' });
  expect(stage.rung()).toEqual(before);
});

it.each([
  ['a number of the country', customer, customer],
  ['a number abroad', '+15550100', null],
  ['no number', null, null],
])('a crew is put through to %s: %s', async (_, reporterPhone, phone) => {
  ticket = await (await stage.opened()).update({ reporterPhone });
  expect(customerPhone(stage.context, ticket)).toBe(phone);
});

it('is over when the customer wants neither the quote nor another visit', async () => {
  ticket = await (await stage.opened()).update({ state: 'arrived', personCode: li, reporterPhone: customer });
  const refused = () => says({ obstacle: 'quote', hours: null, callSid: 'CA-crew-1' });
  expect([await refused(), await refused()]).toEqual([{ outcome: 'closed' }, { outcome: 'closed' }]);
  expect(await Attempt.count({ where: { toPhone: customer, body: { [Op.like]: '%未接受报价%' } } })).toBe(1);
  const closedAt = stage.context.clock.now();
  expect(await ticket.reload()).toMatchObject({ state: 'closed', stateReason: 'quote_refused', closedAt });
});

it.each([
  ['handed_back', { state: 'new', stateReason: null }],
  ['unsafe', { state: 'waiting', stateReason: 'unsafe' }],
] as const)('a job that is given back as %s has no next visit of its own', async (why, left) => {
  const waiting = { state: 'waiting', stateReason: 'parts', personCode: li, nextVisitAt: after(7200) } as const;
  ticket = await (await stage.opened()).update(waiting);
  await giveBackJob(stage.context, { ticketId: ticket.id, callSid: 'CA-crew-2', why }, crew);
  expect(await ticket.reload()).toMatchObject({ ...left, personCode: null, nextVisitAt: null });
});

describe('no longer', () => {
  it.each([
    ['leaves', () => recordDeparture(stage.context, ticket.id, crew)],
    ['arrives', () => recordArrival(stage.context, ticket.id, crew)],
    [
      'finishes',
      () =>
        recordCompletion(stage.context, { ticketId: ticket.id, cause: 'meter', result: 'fixed', restored: '' }, crew),
    ],
    ['comes again today', () => says({ ...overnight, hours: 1, callSid: 'CA-crew-2' })],
    ['was refused the quote', () => says({ obstacle: 'quote', hours: null, callSid: 'CA-crew-2' })],
  ])('when the crew %s: the phone of the supervisor falls silent', async (_, act) => {
    await asked();
    const { carrierSid } = await stage.pageOf(chen);
    await act();
    expect(await pagings()).toEqual([]);
    expect(stage.carrier.hungUp).toEqual([carrierSid]);
    await stage.silence(1800);
    expect(stage.rung()).toEqual([li, chen]);
  });

  it.each([
    ['handed_back', zhao],
    ['unsafe', chen],
  ] as const)('when the crew gives it back: %s, and only %s is rung for it', async (why, next) => {
    await asked();
    const { carrierSid } = await stage.pageOf(chen);
    const giveBack = () => giveBackJob(stage.context, { ticketId: ticket.id, callSid: 'CA-crew-2', why }, crew);
    expect([await giveBack(), await giveBack()]).toEqual(['given', 'given']);
    await stage.settle();
    expect(await pagings()).toEqual([li]);
    expect(stage.carrier.hungUp).toEqual([carrierSid]);
    expect(stage.rung().slice(0, 3)).toEqual([li, chen, next]);
  });

  it.each([
    ['is closed', { state: 'closed' }],
    ['is done', { state: 'done' }],
    ['is with somebody', { state: 'accepted', personCode: zhao }],
  ] as const)('for a ticket that %s, whoever began the paging', async (_, more) => {
    ticket = await stage.opened();
    await ticket.update({ ...more });
    await stage.silence(1800);
    expect(await pagings()).toEqual([]);
    expect(stage.rung()).toEqual([li]);
  });
});

describe('without a supervisor', () => {
  beforeEach(async () => {
    await Person.destroy({ where: { code: chen } });
    await asked();
    await stage.silence(900);
  });

  it('no colleague is offered the job, but the monitoring centre', () => {
    expect(stage.rung()).toContain(monitoring);
    expect(stage.rung()).not.toContain(zhao);
    expect(stage.rung()).not.toContain(sun);
  });

  it('tells the crew by text when it is taken over', async () => {
    const { id } = await stage.pageOf(monitoring);
    await acceptPage(stage.context, id);
    const texts = await Attempt.findAll({ where: { channel: 'text', toPhone: phoneOf(li) } });
    expect(texts.map(({ body }) => body)).toEqual([expect.stringMatching(/已由监控接手/)]);
    await ticket.reload();
    expect(ticket).toMatchObject({ state: 'accepted', personCode: monitoring });
  });
});
