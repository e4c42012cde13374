import { Account } from '../../models/account';
import { AccountPhone } from '../../models/account-phone';
import { NetworkNode } from '../../models/network-node';
import { Person } from '../../models/person';
import { Price } from '../../models/price';
import type { Ticket } from '../../models/ticket';
import { TimelineEntry } from '../../models/timeline-entry';
import { hashPin } from '../../src/services/directory/pin-hash';
import { acceptPage } from '../../src/services/paging/accept-page';
import { aTicket } from '../support/crew-rows';
import { after, customer, inATown, li, zhao, type PagingStage } from '../support/paging-stage';
import { recording, verbCall } from '../support/verb-call';

/** What one answer leaves behind for the next verbs of the same call. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

const callOf = (begun: Parameters<typeof verbCall>[1]) => verbCall(stage.context, begun);
const crewOn = ({ id }: Ticket) => callOf({ flow: 'crew', facts: { person: li, ticket: String(id) } });
const minutes = (count: number): Date => after(count * 60);

describe('a crew', () => {
  it.each([
    ['help was asked for', 'ask-support', '1'],
    ['the customer was rung', 'call-customer', '5'],
  ])('has reported something once %s', async (_what, verb, key) => {
    const crew = crewOn(await aTicket());
    expect(await crew.outcome('crew-reported')).toBe('nothing');
    await crew.heard(verb, key);
    expect(await crew.outcome('crew-reported')).toBe('reported');
  });

  it('rings the customer as often as it likes, and each time is written down', async () => {
    const ticket = await aTicket();
    const crew = crewOn(ticket);
    expect([await crew.outcome('call-customer'), await crew.outcome('call-customer')]).toEqual(['ready', 'ready']);
    expect(await TimelineEntry.count({ where: { ticketId: ticket.id, type: 'noted' } })).toBe(2);
  });

  it('may name a time after it had none, as often as it likes in one call', async () => {
    const ticket = await aTicket({ arrivalDueAt: null });
    const crew = crewOn(ticket);
    expect([await crew.outcome('save-new-eta', '#'), await crew.outcome('save-new-eta', '30')]).toEqual([
      'open',
      'saved',
    ]);
    expect(await ticket.reload()).toMatchObject({ etaAt: minutes(30) });
    await crew.heard('save-new-eta', '20');
    expect(await ticket.reload()).toMatchObject({ etaAt: minutes(20) });
    await ticket.update({ state: 'arrived', arrivedAt: minutes(0) });
    expect([await crew.outcome('set-restore-time', '#'), await crew.outcome('set-restore-time', '45')]).toEqual([
      'unknown',
      'saved',
    ]);
    await crew.heard('set-restore-time', '60');
    expect(await ticket.reload()).toMatchObject({ expectedRestoreAt: minutes(60) });
  });

  it('hears when it left, and after its arrival when it came', async () => {
    const crew = crewOn(await aTicket());
    await stage.at(60);
    const left = { outcome: 'departed', vars: { time: { time: minutes(1) } } };
    expect(await crew.heard('record-departure')).toEqual(left);
    await stage.at(120);
    expect(await crew.heard('record-departure')).toEqual(left);
    await crew.heard('record-arrival');
    await stage.at(180);
    expect(await crew.heard('record-departure')).toEqual({ outcome: 'arrived', vars: { time: { time: minutes(2) } } });
  });

  it('is asked for the code at the door until it has given it, and not again', async () => {
    const crew = crewOn(await aTicket({ verificationCode: '123456' }));
    expect(await crew.outcome('record-arrival')).toBe('code-next');
    expect(await crew.outcome('check-door-code', '123456')).toBe('verified');
    expect(await crew.outcome('record-arrival')).toBe('restore-next');
  });

  it('hears its jobs four at a time, from the first again after the last', async () => {
    const jobs: Ticket[] = [];
    for (let hour = 1; hour <= 4; hour += 1) jobs.push(await aTicket({ arrivalDueAt: minutes(60 * hour) }));
    const crew = callOf({ flow: 'crew', facts: { person: li } });
    const list = async (): Promise<string> => JSON.stringify(await crew.heard('list-jobs'));
    expect(await list()).not.toMatch(/crew.pick-more/);
    expect(await crew.outcome('choose-job', '5')).toBe('more');
    expect(crew.facts()).toMatchObject({ skip: '0' });
    jobs.push(await aTicket({ arrivalDueAt: minutes(300) }));
    expect(await list()).toMatch(/crew.pick-more/);
    await crew.heard('choose-job', '5');
    expect((await list()).match(/crew.pick-one/g)).toHaveLength(1);
    expect(await crew.outcome('choose-job', '2')).toBe('unknown');
    expect(await crew.outcome('choose-job', '1')).toBe('chosen');
    expect(crew.facts()).toMatchObject({ ticket: String(jobs[4]!.id) });
    await crew.heard('choose-job', '5');
    await crew.heard('choose-job', '1');
    expect(crew.facts()).toMatchObject({ ticket: String(jobs[0]!.id) });
  });

  it('has all tries for the number of its job, however often its PIN was wrong', async () => {
    const crew = callOf({ flow: 'crew', facts: { person: li, misses: '2' } });
    await Person.update({ pinHash: await hashPin('3202') }, { where: { code: li } });
    expect(await crew.outcome('check-pin', '3202')).toBe('right');
    expect([await crew.outcome('choose-job', '9999'), await crew.outcome('choose-job', '9999')]).toEqual([
      'unknown',
      'unknown',
    ]);
  });
});

describe('whoever rings the crew line', () => {
  it('is spoken to in their own language, about the page that waits for them first', async () => {
    await Person.update({ language: 'en' }, { where: { code: li } });
    const { phone } = await Person.findByPk(li, { rejectOnEmpty: true });
    expect(await callOf({ flow: 'crew', phone }).heard('know-crew')).toMatchObject({ outcome: 'pin', language: 'en' });
    await stage.opened();
    const crew = callOf({ flow: 'crew', phone });
    expect(await crew.heard('know-crew')).toMatchObject({ outcome: 'offer', language: 'en' });
    expect(crew.facts()).toEqual({ person: li, attempt: String((await stage.pageOf(li)).id) });
    const borrowed = callOf({ flow: 'crew', facts: { misses: '2' } });
    expect(await borrowed.heard('know-staff-code', li)).toMatchObject({ outcome: 'pin', language: 'en' });
    expect(borrowed.facts()).toEqual({ person: li, misses: '0' });
    await Person.update({ pinLockedUntil: minutes(5) }, { where: { code: li } });
    expect(await borrowed.outcome('know-staff-code', li)).toBe('locked');
  });
});

describe('whoever was paged', () => {
  it('may ring the customer while the job is offered or theirs, and not when somebody else has it', async () => {
    const reporter = { name: null, phone: customer, role: 'customer' } as const;
    await stage.opened({ priority: 'P0', reporter, receipt: false });
    const [mine, other] = [await stage.pageOf(li), await stage.pageOf(zhao)];
    const [page, late] = [mine, other].map(({ id }) => callOf({ flow: 'page', facts: { attempt: String(id) } }));
    expect(await page!.outcome('call-customer')).toBe('ready');
    await acceptPage(stage.context, mine.id);
    expect([await page!.outcome('call-customer'), await late!.outcome('call-customer')]).toEqual(['ready', 'gone']);
  });

  it('may name another time of arrival in the same call, and hears the last one', async () => {
    await stage.opened();
    const { id } = await stage.pageOf(li);
    const page = callOf({ flow: 'page', facts: { attempt: String(id) } });
    await acceptPage(stage.context, id);
    expect(await page.outcome('set-eta', '90')).toBe('late');
    expect(await page.heard('page-eta')).toMatchObject({ vars: { eta: { time: minutes(90) } } });
    expect(await page.outcome('set-eta', '100')).toBe('late');
    expect(await page.heard('page-eta')).toMatchObject({ vars: { eta: { time: minutes(100) } } });
  });

  it.each([
    ['P0', 'never'],
    ['P1', 'sure'],
    ['P2', 'may'],
  ] as const)('may leave a %s till the morning: %s', async (priority, outcome) => {
    await stage.opened({ priority });
    const page = callOf({ flow: 'page', facts: { attempt: String((await stage.pageOf(li)).id) } });
    expect(await page.outcome('may-wait-till-morning')).toBe(outcome);
  });
});

describe('a caller who names another place', () => {
  const home = { account: '1', medical: 'none', hours: '4', neighbours: 'all', away: 'yes', draft: '3' };

  it('by voice leaves the old one, and what was said of it', async () => {
    const caller = callOf({ flow: 'caller', facts: home });
    await caller.heard('keep-address', '#', recording);
    expect(caller.facts()).toEqual({ address: recording, away: 'yes', draft: '3' });
  });

  it('by the label of a pole leaves the old one, and is in the street', async () => {
    await NetworkNode.update({ label: '4711' }, { where: { code: 'B2' } });
    const caller = callOf({ flow: 'caller', facts: home });
    expect(await caller.outcome('find-pole', '4711')).toBe('found');
    expect(caller.facts()).toEqual({ pole: 'B2', away: 'street', draft: '3' });
    expect(await caller.outcome('keep-address', '#', recording)).toBe('street');
  });

  it('by a phone number on file is at its only home, and of several homes at none', async () => {
    const own = await Account.findOne({ where: { accountNo: '10001' }, rejectOnEmpty: true });
    await AccountPhone.create({ phone: customer, accountNo: '10001' });
    const caller = callOf({ flow: 'caller', phone: null });
    expect(await caller.outcome('find-account', customer.slice(3))).toBe('found');
    expect(caller.facts()).toMatchObject({ account: String(own.id) });
    await AccountPhone.create({ phone: customer, accountNo: '10002' });
    expect(await caller.outcome('find-account', customer.slice(3))).toBe('missed');
  });
});

it('keeps the number that was typed last: in the database or, while it is down, on the disk', async () => {
  const caller = callOf({ flow: 'caller', phone: null });
  await caller.heard('spool-contact', '13800000066');
  expect(caller.facts()).toEqual({ kept: 'yes' });
  await caller.heard('keep-contact', '13800000067');
  expect(caller.facts()).toEqual({ draft: expect.stringMatching(/^\d+$/) as unknown });
  await caller.heard('spool-contact', '13800000068');
  expect(caller.facts()).toEqual({ kept: 'yes' });
});

it('names the price of a visit for indoor wiring, else of any visit, else none', async () => {
  const fee = async () => (await callOf({ flow: 'caller' }).heard('visit-fee')).vars?.['fee'];
  const price = { type: 'visit', nameZh: '上门', nameEn: 'Visit' };
  expect(await fee()).toMatchObject({ phrase: 'caller.fee-unknown' });
  await Price.create({ ...price, code: 'A', category: 'water', amountCents: 9900 });
  await Price.create({ ...price, code: 'Z', type: 'parts', category: 'internal', amountCents: 100 });
  expect(await fee()).toMatchObject({ vars: { amount: { cents: 9900 } } });
  await Price.create({ ...price, code: 'B', category: 'internal', amountCents: 5000 });
  expect(await fee()).toMatchObject({ vars: { amount: { cents: 5000 } } });
});
