import { Account } from '../../models/account';
import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';

/** Whoever calls about a home that is not theirs: what they hear, what comes of it, and what the home hears (contract section 5). */

const neighbour = '+8613900000001';
/** Of Zhou Min, whose number is on file. */
const home = { accountNo: '5710000103', phone: '+8613800000003', digits: '13800000003' } as const;
const crews = ['+8613800011101', '+8613800011102'] as const;

let hotline: Hotline;
let caller: TestPhone;

beforeEach(async () => {
  hotline = await Hotline.start({ repeatEveryWebhook: true });
  caller = hotline.phone(neighbour);
});
// Everybody who is searched for may ring on.
afterEach(() => hotline.close({ anybodyMayRing: true }));

const becomes = (values: Partial<Account>) => Account.update(values, { where: { accountNo: home.accountNo } });

async function walks(...steps: readonly (readonly [node: string, keys: string])[]): Promise<void> {
  for (const [node, keys] of steps) {
    await caller.isAt(`caller/${node}`);
    await caller.enters(keys);
  }
}

/** Reports that all is dark where the entered number leads, and keeps listening at the end. */
async function reports(entry: string): Promise<void> {
  await caller.dials();
  await walks(['main-menu', '1'], ['account-number', `${entry}#`], ['neighbours', '1'], ['describe', '#']);
  await walks(['confirm', '1']);
  await caller.isAt('caller/created');
}

it('is told nothing of somebody whose phone number they key, and the home is sent word', async () => {
  await caller.dials();
  await walks(['main-menu', '1'], ['account-number', `${home.digits}#`], ['neighbours', '1'], ['describe', '#']);
  await (await caller.isAt('caller/confirm')).hears(/您输入的号码登记的住处/);
  await caller.doesNotHear(/学院路|周敏|8号/);
  await caller.presses('1');
  await (await caller.isAt('caller/created')).hears(/尽快派人上门.*已通知登记的电话/);
  await caller.doesNotHear(/分钟|最晚/);
  await caller.hangsUp();
  const { number } = await hotline.onlyTicket();
  await hotline.phone(home.phone).receives(new RegExp(`有人替您家报修停电,工单号${number}`));
  expect(await caller.receives(new RegExp(number))).not.toMatch(/最晚|学院路/);
  expect(await hotline.ticket(number)).toMatchObject({ promises: [], reporter: { name: null, role: 'other' } });
  await caller.texts('STATUS');
  expect(await caller.receives(/正在安排|处理/)).not.toMatch(/最晚|前到/);
  await caller.dials();
  await walks(['main-menu', '3'], ['existing', '1']);
  await (await caller.isAt('caller/status')).doesNotHear(/最晚|前到/);
  await caller.hangsUp();
  const crew = await (await hotline.phone(crews[0]).rings()).answers();
  await (await crew.isAt('page/offer')).presses('1');
  await (await crew.isAt('page/eta')).hangsUp();
  expect(await caller.receives(/李强/)).not.toMatch(/最晚|:/);
});

it('is not told that word was sent when the number on file takes no texts', async () => {
  await hotline.phone(home.phone).texts('STOP');
  await reports(home.digits);
  await caller.hears(/尽快派人上门/);
  await caller.doesNotHear(/已通知/);
  await caller.hangsUp();
});

it('hears the road of an account whose number they key, the time that somebody comes, and no house', async () => {
  await reports(home.accountNo);
  await caller.hears(/最晚/);
  await caller.hangsUp();
  await caller.receives(/最晚/);
  expect(await hotline.onlyTicket()).toMatchObject({ reporter: { name: null, role: 'other' }, priority: 'P1' });
});

it.each([home.digits, home.accountNo])(
  'is not asked about the equipment of a home that they name by %s, and the report counts as if it had no backup',
  async (entry) => {
    await becomes({ medical: true });
    await reports(entry);
    await caller.doesNotHear(/设备|病人|最紧急/);
    for (const crew of crews) await hotline.phone(crew).rings();
    await caller.hangsUp();
    expect(await hotline.onlyTicket()).toMatchObject({
      priority: 'P0',
      summary: expect.stringContaining('后备电源情况不明') as unknown,
    });
  },
);

it('who says that power is back at such a home ends nothing', async () => {
  await becomes({ medical: true });
  await caller.dials();
  await walks(['main-menu', '1'], ['account-number', `${home.digits}#`], ['neighbours', '2'], ['breaker', '1']);
  await caller.hears(/已经来电/);
  await caller.doesNotHear(/设备/);
  for (const crew of crews) await hotline.phone(crew).rings();
  expect(await hotline.onlyTicket()).toMatchObject({ priority: 'P0', state: 'offered' });
});

it('is linked to an outage in silence, and such a home has its crew', async () => {
  await becomes({ medical: true });
  await hotline.api('/outages', {
    method: 'POST',
    body: {
      ...{ code: 'O-1', kind: 'fault', networkNode: 'B-XY8', cause: { zh: '电缆故障', en: 'a cable fault' } },
      ...{ startsAt: '2026-01-05T02:00:00Z', expectedEndAt: '2026-01-05T08:00:00Z' },
    },
  });
  await caller.dials();
  await walks(['main-menu', '1'], ['account-number', `${home.digits}#`]);
  await (await caller.isAt('caller/known-outage')).hears(/电缆故障/);
  await caller.presses('1');
  await caller.hears(/登记的电话/);
  for (const crew of crews) await hotline.phone(crew).rings();
  expect(await hotline.onlyTicket()).toMatchObject({ priority: 'P0', outage: 'O-1' });
});

it('hears nothing of unpaid bills: the home is told how to pay, and the report is taken', async () => {
  await becomes({ supply: 'cut_for_arrears', balanceCents: -12_850 });
  await caller.dials();
  await walks(['main-menu', '1'], ['account-number', `${home.digits}#`]);
  await (await caller.isAt('caller/neighbours')).doesNotHear(/欠费|128/);
  await walks(['neighbours', '1'], ['describe', '#'], ['confirm', '1']);
  await (await caller.isAt('caller/created')).hangsUp();
  expect(await hotline.phone(home.phone).receives(/欠费/)).not.toMatch(/128/);
  const summary = expect.stringContaining('系统显示有欠费') as unknown;
  expect(await hotline.onlyTicket()).toMatchObject({ state: 'offered', priority: 'P1', summary });
  expect(await caller.receives(/已受理/)).not.toMatch(/欠费/);
});

it('agrees to no charge of somebody else: the visit goes, the home alone has the code, and the crew asks at the door', async () => {
  await caller.dials();
  await walks(['main-menu', '1'], ['account-number', `${home.accountNo}#`], ['neighbours', '2']);
  await walks(['breaker', '2'], ['breaker-again', '2'], ['visit-time', '1'], ['access', '1'], ['describe', '#']);
  await walks(['confirm', '1']);
  await (await caller.isAt('caller/created')).hears(/已通知登记的电话/);
  await caller.doesNotHear(/验证码/);
  await caller.hangsUp();
  const toHome = await hotline.phone(home.phone).receives(/验证码\d{6}/);
  const [code] = /\d{6}(?=,)/.exec(toHome) ?? [];
  expect(await caller.receives(/已受理/)).not.toContain(code);
  const crew = await (await hotline.phone(crews[0]).rings()).answers();
  await (await crew.isAt('page/offer')).presses('3');
  await crew.hears(/还没有人同意收费/);
  await crew.hangsUp();
});

describe('the numbers of other people', () => {
  /** Keys them one call after another, and comes to this question each time. */
  async function keys(entries: readonly string[], question: string): Promise<void> {
    for (const entry of entries) {
      await caller.dials();
      await walks(['main-menu', '1'], ['account-number', `${entry}#`]);
      await (await caller.isAt(`caller/${question}`)).hangsUp();
    }
  }

  it('may be keyed five times an hour, in however many calls, and then the address is asked for', async () => {
    const five = ['5710000101', '5710000102', '5710000103', '5710000104', '5710000105'];
    await keys(five, 'neighbours');
    await keys(['5710000108', '4444'], 'address-voice');
    await keys(['5710000101'], 'neighbours');
    await hotline.advance({ hours: 1 });
    await keys(['5710000108'], 'neighbours');
    expect(await hotline.tickets()).toEqual([]);
  });

  it('are no concern of whoever keys their own', async () => {
    await becomes({ medical: true });
    caller = hotline.phone(home.phone);
    const others = ['5710000101', '5710000102', '5710000104', '5710000105', '5710000108', '5710000110'];
    const toAccountNumber = [
      ['main-menu', '1'],
      ['account', '3'],
      ['elsewhere', '1'],
    ] as const;
    for (const entry of [...others, home.accountNo]) {
      await caller.dials();
      await walks(...toAccountNumber, ['account-number', `${entry}#`]);
      const question = entry === home.accountNo ? 'medical' : entry === others[5] ? 'address-voice' : 'neighbours';
      await (await caller.isAt(`caller/${question}`)).hangsUp();
    }
    expect(await hotline.tickets()).toEqual([]);
  });
});

it('has a few tries at the phone number behind a report, whatever ways and calls they take', async () => {
  const owner = hotline.phone(home.phone);
  caller = owner;
  await caller.dials();
  await walks(['main-menu', '1'], ['account', '1'], ['neighbours', '1'], ['describe', '#'], ['confirm', '1']);
  await (await caller.isAt('caller/created')).hangsUp();
  const { number } = await hotline.onlyTicket();
  await owner.receives(new RegExp(number));
  caller = hotline.phone(neighbour);
  const check = ['existing', '1'] as const;
  await caller.dials();
  await walks(['main-menu', '3'], check, ['ticket-number', `${number}#`], ['ticket-check', '1111']);
  await walks(['ticket-check', '1112'], ['ticket-check', '*']);
  await caller.hangsUp();
  await caller.dials();
  await walks(['main-menu', '3'], check, ['ticket-number', `${number}#`], ['ticket-check', '1113']);
  await walks(['ticket-check', '1114']);
  await caller.hangsUp();
  await caller.dials();
  await walks(['main-menu', '3'], check, ['ticket-number', `${number}#`], ['ticket-check', '1115']);
  // The sixth is not even compared.
  await walks(['ticket-check', home.digits.slice(-4)]);
  expect(caller.nodeNow()).not.toBe('caller/status');
  await caller.hangsUp();
  caller = owner;
  await caller.dials();
  await walks(['main-menu', '3'], check);
  await (await caller.isAt('caller/status')).hangsUp();
});
