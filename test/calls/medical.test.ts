import { Account } from '../../models/account';
import { AccountPhone } from '../../models/account-phone';
import { OutageWish } from '../../models/outage-wish';
import type { Answer } from '../support/answers';
import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';

/** "No backup power for life-sustaining equipment" is P0 from the moment it is said, whatever way the call takes (contract section 5, `medical`). */

const linShuzhen = '+8613800000015';
const crews = ['+8613800011101', '+8613800011102'] as const;
const desk = '+8613800013101';
const home = { accountNo: '5710000117' };

let hotline: Hotline;
let caller: TestPhone;

// Everybody who is searched for may ring on.
afterEach(() => hotline.close({ anybodyMayRing: true }));

async function start(options: Parameters<typeof Hotline.start>[0] = {}): Promise<void> {
  hotline = await Hotline.start({ repeatEveryWebhook: true, ...options });
  caller = hotline.phone(linShuzhen);
}

type Step = readonly [node: string, keys: string];

async function walks(...steps: readonly Step[]): Promise<void> {
  for (const [node, keys] of steps) {
    await caller.isAt(`caller/${node}`);
    await caller.enters(keys);
  }
}

async function tells(): Promise<void> {
  await caller.isAt('caller/describe');
  await caller.says('呼吸机没电了');
  await caller.presses('#');
}

/** From the ring to key 1 at `medical`, and to the crew: phones ring before anything else is asked. */
async function saysNoBackup(): Promise<void> {
  await caller.dials();
  await walks(['main-menu', '1'], ['account', '1'], ['medical', '1']);
  for (const crew of crews) await hotline.phone(crew).rings();
  expect(await theP0()).toMatchObject({
    kind: 'fault',
    responsibility: 'GRID',
    reporter: { phone: expect.stringContaining('*') as unknown },
  });
}

/** The P0 of the home, which is still searched for or has somebody. */
async function theP0(): Promise<Answer<'TicketInFull'>> {
  const urgent = (await hotline.tickets()).filter(({ priority }) => priority === 'P0');
  expect(urgent).toMatchObject([home]);
  const ticket = await hotline.ticket(urgent[0]!.number);
  expect(['new', 'offered', 'accepted']).toContain(ticket.state);
  return ticket;
}

const outage = (more: object = {}) => ({
  code: 'O-1',
  kind: 'fault',
  networkNode: 'F-HB',
  cause: { zh: '电缆故障', en: 'a cable fault' },
  startsAt: '2026-01-05T02:00:00.000Z',
  expectedEndAt: '2026-01-05T06:00:00.000Z',
  ...more,
});

const aFault = () => hotline.api('/outages', { method: 'POST', body: outage() });
const account = (values: Partial<Account>) => () => Account.update(values, { where: home });
const arrears = account({ supply: 'cut_for_arrears', balanceCents: -12_850 });
const prepaid = account({ meter: 'prepaid', balanceCents: 1000 });
const anEmptyMeter = account({ meter: 'prepaid', balanceCents: 0 });

/** A report of the same home from the day before. */
async function anOpenReport(): Promise<void> {
  const earlier = hotline.phone(linShuzhen);
  await earlier.dials();
  await walks(['main-menu', '1'], ['account', '1'], ['medical', '3'], ['neighbours', '1']);
  await tells();
  await walks(['confirm', '1'], ['created', '#']);
  await earlier.hangsUp();
  await hotline.advance({ minutes: 1 });
}

interface Way {
  readonly what: string;
  readonly given?: () => Promise<unknown>;
  readonly steps: readonly Step[];
  readonly hears?: RegExp;
  /** What the timeline says of the ending, in the end. */
  readonly notes?: string;
}

const toBreaker: readonly Step[] = [['neighbours', '2']];

const ways: readonly Way[] = [
  { what: 'hangs up at once', steps: [] },
  { what: 'wants a person', steps: [['neighbours', '0']] },
  { what: 'hangs up at a known outage', given: aFault, steps: [] },
  { what: 'is called when a known outage is over', given: aFault, steps: [['known-outage', '1']], hears: /登记/ },
  { what: 'is texted when a known outage is over', given: aFault, steps: [['known-outage', '2']], hears: /登记/ },
  { what: 'has a case of their own', given: aFault, steps: [['known-outage', '3']] },
  { what: 'has power back', given: aFault, steps: [['known-outage', '4']], hears: /仍在通知抢修人员/ },
  { what: 'hangs up when told of arrears', given: arrears, steps: [] },
  { what: 'has paid', given: arrears, steps: [['arrears', '1']] },
  { what: 'is texted how to pay', given: arrears, steps: [['arrears', '2']], hears: /缴费/, notes: '欠费停电' },
  { what: 'has something else than arrears', given: arrears, steps: [['arrears', '3']] },
  { what: 'is texted how to top up', given: anEmptyMeter, steps: [['top-up', '1']], hears: /缴费|充值/ },
  { what: 'adds a message to an open report', given: anOpenReport, steps: [['duplicate', '1']] },
  { what: 'hurries an open report', given: anOpenReport, steps: [['duplicate', '2']], hears: /催办/ },
  { what: 'reports beside an open report', given: anOpenReport, steps: [['duplicate', '3']] },
  {
    what: 'finds the switch',
    steps: [...toBreaker, ['breaker', '1']],
    hears: /仍在通知抢修人员/,
    notes: '客户自查后已恢复',
  },
  {
    what: 'finds the switch of a prepaid home',
    given: prepaid,
    steps: [...toBreaker, ['prepaid', '2'], ['breaker', '1']],
    hears: /仍在通知/,
  },
  {
    what: 'declines a paid visit',
    steps: [...toBreaker, ['breaker', '2'], ['breaker-again', '2'], ['paid-visit', '2']],
    hears: /不做收费的检修.*仍在通知抢修人员/s,
    notes: '不接受报价',
  },
];

it.each(ways)('whoever said so and $what', async ({ given, steps, hears, notes = '' }) => {
  await start();
  await given?.();
  await saysNoBackup();
  await walks(...steps);
  if (hears !== undefined) await caller.hears(hears);
  if (!caller.isIdle) await caller.hangsUp();
  await hotline.advance({ seconds: 20 });
  const { timeline } = await theP0();
  expect(timeline.map(({ text }) => text.zh).join('\n')).toContain(notes);
  await caller.receives(/工单.*前到达|特急|工单/);
});

it('is said to be logged and on its way, in both languages', async () => {
  await start();
  await saysNoBackup();
  await caller.hears(/已经按最紧急登记,正在呼叫抢修人员。病人不舒服,请挂断打1、2、0。/);
  await caller.presses('8');
  await (await caller.isAt('caller/neighbours')).presses('*');
  await (await caller.isAt('caller/medical')).presses('1');
  await caller.hears(
    /logged this as an emergency, and we are calling a crew now. If the patient gets worse, hang up and dial 1, 2, 0\./,
  );
  await caller.hangsUp();
  await theP0();
});

it('what else is said is added to the same ticket, once, with a code for the door', async () => {
  await start();
  await saysNoBackup();
  const early = await theP0();
  expect(early).toMatchObject({ summary: '停电,维持生命的医疗设备没有备用电源', access: null });
  await walks(...toBreaker, ['breaker', '2'], ['breaker-again', '2'], ['paid-visit', '1'], ['visit-time', '1']);
  await walks(['access', '2']);
  await tells();
  await walks(['confirm', '1']);
  await (await caller.isAt('caller/created')).hears(/工单号.*验证码|验证码.*工单号/s);
  await caller.hangsUp();
  const ticket = await hotline.onlyTicket();
  expect(ticket).toMatchObject({
    number: early.number,
    priority: 'P0',
    responsibility: 'INTERNAL',
    category: 'internal',
    access: 'ring_before',
    chargeable: true,
    arrivalDueAt: early.arrivalDueAt,
    summary: '维持生命的医疗设备没有备用电源,家里开关一合就跳',
  });
  const notes = ticket.timeline.filter(({ type }) => type === 'noted').map(({ text }) => text.zh);
  expect(notes).toEqual([expect.stringMatching(/补充/)]);
  await caller.receives(new RegExp(early.number));
  await caller.receives(/验证码|上门码|\d{6}/);
});

it('is linked to the outage as well, and told of its end', async () => {
  await start();
  await aFault();
  await saysNoBackup();
  await walks(['known-outage', '1']);
  await caller.hears(/登记/);
  const ticket = await hotline.onlyTicket();
  expect(ticket).toMatchObject({ outage: 'O-1', priority: 'P0' });
  expect(await OutageWish.findAll()).toMatchObject([{ accountNo: home.accountNo, channel: 'call' }]);
});

it('belongs to an open report of the same home', async () => {
  await start();
  await anOpenReport();
  const [earlier] = await hotline.tickets();
  await saysNoBackup();
  expect((await theP0()).parent).toBe(earlier!.number);
  await caller.hangsUp();
});

it('stays when the caller then names another home, which gets a ticket of its own', async () => {
  await start();
  await saysNoBackup();
  await walks(['neighbours', '1']);
  await tells();
  await walks(['confirm', '2'], ['account-number', '5710000103#'], ['neighbours', '1']);
  await tells();
  await walks(['confirm', '1']);
  await caller.isAt('caller/created');
  await caller.hangsUp();
  expect((await hotline.tickets()).map(({ accountNo, priority }) => [accountNo, priority])).toEqual([
    ['5710000103', 'P1'],
    [home.accountNo, 'P0'],
  ]);
});

it('is one of each home that the caller names, and stays one of a home that is named twice', async () => {
  await start();
  await account({ medical: true })();
  await Account.update({ medical: true }, { where: { accountNo: '5710000103' } });
  await saysNoBackup();
  await AccountPhone.create({ accountNo: '5710000103', phone: linShuzhen });
  await walks(['neighbours', '1']);
  await tells();
  await walks(['confirm', '2'], ['pick-account', '1'], ['medical', '1'], ['neighbours', '1']);
  await tells();
  await walks(['confirm', '2'], ['pick-account', '2'], ['medical', '1'], ['neighbours', '1']);
  await caller.hangsUp();
  expect((await hotline.tickets()).map(({ accountNo, priority }) => [accountNo, priority])).toEqual([
    ['5710000103', 'P0'],
    [home.accountNo, 'P0'],
  ]);
});

it('stays when the caller goes back and says that there is some backup', async () => {
  await start();
  await saysNoBackup();
  await (await caller.isAt('caller/neighbours')).presses('*');
  await (await caller.isAt('caller/medical')).presses('3');
  await walks(['neighbours', '1']);
  await tells();
  await walks(['confirm', '1']);
  await caller.isAt('caller/created');
  await caller.hangsUp();
  expect(await hotline.onlyTicket()).toMatchObject({ priority: 'P0' });
});

it('is kept while the database is down, a person is rung, and the crew as soon as it is back', async () => {
  await start({ stoppable: true, repeatEveryWebhook: false });
  await caller.dials();
  await walks(['main-menu', '1'], ['account', '1']);
  await caller.isAt('caller/medical');
  await hotline.stopDatabase();
  await caller.presses('1');
  await caller.hears(/已经按最紧急记下,正在为您找人工/);
  await hotline.phone(desk).rings(30);
  await caller.hangsUp();
  await hotline.startDatabase();
  expect(await hotline.replaySpool()).toBe(1);
  for (const crew of crews) await hotline.phone(crew).rings();
  await theP0();
});
