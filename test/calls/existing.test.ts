import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';
import { customer, reportPowerCut } from '../support/power-cut';

/** Reports that exist already: how far they are, hurrying, adding, cancelling, and whose they are. */

const carter = '+8613800000006';
const stranger = '+8613911112222';
const liQiang = '+8613800011101';
const supervisor = '+8613800011105';
const desk = '+8613800013101';

let hotline: Hotline;
beforeEach(async () => {
  hotline = await Hotline.start({ repeatEveryWebhook: true });
});
afterEach(() => hotline.close());

/** A power cut that 李强 has taken. */
async function takenReport(): Promise<string> {
  const { number } = await reportPowerCut(hotline);
  const crew = hotline.phone(liQiang);
  await (await crew.rings()).answers();
  await crew.presses('1');
  await crew.hangsUp();
  await hotline.phone(customer).receives(/接单/, 60);
  return number;
}

async function existing(number: string): Promise<TestPhone> {
  const caller = hotline.phone(number);
  await (await caller.dials()).isAt('caller/main-menu');
  await (await caller.presses('3')).isAt('caller/existing');
  await caller.presses('1');
  return caller;
}

async function desksCall(caller: TestPhone): Promise<void> {
  const phone = hotline.phone(desk);
  await (await phone.rings(30)).answers();
  await phone.presses('1');
  expect(caller.isTalkingWith(phone)).toBe(true);
  await phone.hangsUp();
}

it('tells the only report of this number, is hurried once, and the supervisor joins', async () => {
  const { number } = await reportPowerCut(hotline);
  await hotline.phone(liQiang).rings();
  const caller = await existing(customer);
  await (await caller.hears(/正在安排人员,最晚今天上午11点15分到达/)).isAt('caller/status');
  await caller.presses('1');
  await hotline.phone(supervisor).rings();
  await caller.hears(/已经为您催办.*今天上午10点4\d分前给您回电/);
  expect(await hotline.tasks()).toMatchObject([
    { kind: 'call', reason: 'chase', ticket: number, phone: '+86*******0003' },
  ]);

  const again = await existing(customer);
  await again.presses('1');
  await again.hears(/刚刚已经催办过/);
  // Rung once more before the supervisor was asked.
  hotline.phone(liQiang).missed();
  const [task, ...others] = await hotline.tasks();
  expect(others).toEqual([]);
  await hotline.api(`/tasks/${task!.id}/actions`, { method: 'POST', body: { action: 'done', note: '已回电' } });
  const ticket = await hotline.ticket(number);
  expect(ticket.timeline.filter(({ type }) => type === 'chased')).toHaveLength(1);
  expect(ticket.promises).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'callback', kept: true })]));
});

it('tells of finished work when power was back, not when the crew said so', async () => {
  await takenReport();
  await hotline.advance({ minutes: 40 });
  const crew = hotline.phone(liQiang);
  await (await crew.dials()).isAt('crew/pin');
  await crew.presses('3202#');
  for (const key of ['3', '6', '1']) await crew.presses(key);
  await (await crew.isAt('crew/restored-at')).enters('1045#');
  await crew.hears(/完成/);
  const caller = await existing(customer);
  await (await caller.hears(/今天上午10点45分已经处理完/)).isAt('caller/status');
  await caller.hangsUp();
  await hotline.advance({ seconds: 5 });
});

it('keeps an added message, and a cancellation tells the crew that had taken it', async () => {
  const number = await takenReport();
  const caller = await existing(customer);
  await caller.hears(/李强已经接单/);
  await caller.presses('2');
  await caller.isAt('caller/add-message');
  await caller.says('楼道也没有电');
  await caller.presses('#');
  await caller.hears(/已经记到工单里/);
  expect((await hotline.ticket(number)).timeline.map(({ data }) => data['note'])).toContain('message_added');

  const again = await existing(customer);
  await again.presses('4');
  await again.hears(/已经取消/);
  await hotline.phone(liQiang).receives(/已取消/);
  expect(await hotline.ticket(number)).toMatchObject({ state: 'closed', stateReason: 'cancelled' });
  await hotline.advance({ hours: 1 });
});

it('a cancellation silences phones that ring', async () => {
  const { number } = await reportPowerCut(hotline);
  const crew = hotline.phone(liQiang);
  await crew.rings();
  const caller = await existing(customer);
  await caller.presses('4');
  await caller.hears(/已经取消/);
  expect(crew.isIdle).toBe(true);
  await hotline.advance({ minutes: 10 });
  expect(await hotline.ticket(number)).toMatchObject({ state: 'closed', stateReason: 'cancelled' });
});

it("somebody else's report is told only after the last four digits, in English", async () => {
  const number = await takenReport();
  const caller = hotline.phone(carter);
  await (await caller.dials()).presses('3');
  await caller.presses('1');
  await (await caller.hears(/enter the ticket number/)).isAt('caller/ticket-number');
  await caller.presses('12345678#');
  await caller.hears(/could not find/);
  await caller.presses(`${number}#`);
  await (await caller.hears(/last four digits/)).isAt('caller/ticket-check');
  await caller.presses('1111#');
  await (await caller.hears(/check the number/)).isAt('caller/ticket-check');
  await caller.presses('0003#');
  await (await caller.hears(/has taken it and should be there by/)).isAt('caller/status');
  await caller.doesNotHear(/周敏|College/);
});

it('three wrong checks close the ticket to this call', async () => {
  const number = await takenReport();
  const caller = await existing(stranger);
  await caller.isAt('caller/ticket-number');
  await caller.presses(`${number}#`);
  for (const wrong of ['1111#', '2222#', '3333#']) await caller.presses(wrong);
  await desksCall(caller);
  expect(caller.nodeNow()).not.toBe('caller/status');
});

it('a second call about the same address adds to the report that is open', async () => {
  const number = await takenReport();
  const caller = hotline.phone(customer);
  await (await caller.dials()).presses('1');
  await caller.presses('1');
  await (await caller.hears(new RegExp(`工单尾号${Array.from(number.slice(-4)).join('、')}`))).isAt('caller/duplicate');
  await caller.presses('1');
  await caller.says('现在有火花');
  await caller.presses('#');
  await caller.hears(/已经记到工单里/);
  expect((await hotline.api<{ items: unknown[] }>('/tickets')).items).toHaveLength(1);
  await hotline.advance({ minutes: 2 });
});

it('whoever only has the address hears nothing of the report, and makes one of their own, which names it', async () => {
  const number = await takenReport();
  const caller = hotline.phone(stranger);
  await (await caller.dials()).presses('1');
  await (await caller.isAt('caller/account-number')).enters('5710000103#');
  await (await caller.isAt('caller/neighbours')).presses('1');
  await caller.doesNotHear(/工单|李强|接单|周敏/);
  await (await caller.isAt('caller/describe')).presses('#');
  await (await caller.isAt('caller/confirm')).hears(/请核对:学院路,/);
  await caller.presses('1');
  await (await caller.isAt('caller/created')).hangsUp();
  const [own] = await hotline.tickets();
  await caller.receives(new RegExp(own!.number));
  await hotline.phone('+8613800011101').rings();
  expect(await hotline.ticket(own!.number)).toMatchObject({ parent: number, reporter: { name: null, role: 'other' } });
  expect(await hotline.ticket(number)).toMatchObject({ state: 'accepted' });
});

describe('the bill', () => {
  const asks = async (number: string): Promise<TestPhone> => {
    const caller = hotline.phone(number);
    await (await caller.dials()).presses('3');
    await caller.presses('3');
    return caller;
  };

  it('is told to a number on the account', async () => {
    const caller = await asks('+8613800000012');
    await (await caller.hears(/43元/)).isAt('caller/bill');
    await caller.presses('1');
    expect(await caller.receives(/缴费|交费|充值/)).not.toMatch(/43/);
  });

  it('tells the credit of a prepaid meter', async () => {
    const caller = await asks('+8613800000013');
    await caller.hears(/预付费余额是12元8角/);
    expect(caller.nodeNow()).toBe('caller/bill');
  });

  it('is no business of a tenant: a person answers', async () => {
    const caller = await asks('+8613800000019');
    await desksCall(caller);
    await caller.doesNotHear(/元/);
    expect(caller.nodeNow()).not.toBe('caller/bill');
  });
});
