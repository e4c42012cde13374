import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';
import { customer, reportPowerCut } from '../support/power-cut';

/** The call that offers a job as crews and supervisors live it; every webhook is sent twice and must be answered the same. */

const supervisor = '+8613800011105';
let hotline: Hotline;
let li: TestPhone;
let zhao: TestPhone;

beforeEach(async () => {
  hotline = await Hotline.start({ repeatEveryWebhook: true });
  li = hotline.phone('+8613800011101');
  zhao = hotline.phone('+8613800011102');
});
afterEach(() => hotline.close());

async function offered(phone: TestPhone, withinSeconds = 5): Promise<void> {
  await phone.rings(withinSeconds);
  await phone.answers();
}

it('offers a job in one breath, tells the home only on request, and commits on key 1', async () => {
  const ticket = await reportPowerCut(hotline);
  await offered(li);
  await li.hears(/^紧急工单,学院路8号,停电。接单请按1/);
  await li.presses('3');
  await li.hears(/602.*接单请按1/s);
  await li.presses('1');
  await li.hears(/工单归您了.*上午11点15分前到达,直接按井号键/s);
  await li.hangsUp();
  await hotline.phone(customer).receives(/李强/, 60);
  await ticket.reload();
  expect(ticket).toMatchObject({ state: 'accepted', personCode: '1101' });
});

it('names no time that has passed already, to the crew or to the customer', async () => {
  const ticket = await reportPowerCut(hotline);
  await ticket.update({ arrivalDueAt: new Date(hotline.clock.now().getTime() - 60_000) });
  await offered(li);
  await li.presses('1');
  await li.hears(/工单归您了(?!.*点\d+分前)/s);
  await li.enters('#');
  await li.hears(/已记录,请尽快到达/);
  expect(await hotline.phone(customer).receives(/李强/, 60)).not.toMatch(/预计/);
  await ticket.reload();
  expect(ticket).toMatchObject({ state: 'accepted', etaAt: null });
});

it('goes to the next person at once on key 2, also when no reason follows', async () => {
  const ticket = await reportPowerCut(hotline);
  await offered(li);
  await li.presses('2');
  await li.isAt('page/decline-reason');
  await li.hangsUp();
  await offered(zhao);
  await zhao.hears(/urgent job.*press 1/s);
  await zhao.presses('2');
  await zhao.presses('2');
  await zhao.hears(/next colleague/);
  expect(zhao.isIdle).toBe(true);
  await offered(hotline.phone('+8613800011103'));
  await hotline.phone('+8613800011103').presses('1');
  await hotline.phone('+8613800011103').enters('10#');
  await hotline.phone(customer).receives(/钱伟/);
  await ticket.reload();
  expect(ticket.personCode).toBe('1103');
});

it('asks whoever comes late whether a colleague is nearer, and passes the job on', async () => {
  const ticket = await reportPowerCut(hotline);
  await offered(li);
  await li.presses('1');
  await li.enters('120#');
  await li.isAt('page/eta-late');
  await li.hears(/比答应客户的今天上午11点15分晚/);
  await hotline.phone(customer).receives(/李强/);
  await li.presses('2');
  await li.hears(/下一位同事/);
  await offered(zhao);
  await zhao.presses('1');
  await zhao.enters('#');
  await zhao.hears(/you arrive by 11:15 a\.m\./);
  await hotline.phone(customer).receives(/赵磊/);
  await ticket.reload();
  expect(ticket).toMatchObject({ state: 'accepted', personCode: '1102' });
});

it('keeps a late job with whoever wants it', async () => {
  const ticket = await reportPowerCut(hotline);
  await offered(li);
  await li.presses('1');
  await li.enters('120#');
  await li.presses('1');
  await li.hears(/工单归您/);
  expect(li.isIdle).toBe(true);
  await hotline.phone(customer).receives(/李强.*12:3\d/);
  await ticket.reload();
  expect(ticket.personCode).toBe('1101');
});

it('counts no key as no answer, repeats the offer and says goodbye', async () => {
  await reportPowerCut(hotline, { priority: 'P2' });
  await offered(li);
  await hotline.clock.until(() => li.isIdle, 120_000);
  expect(li.phone.lastHeard).toMatch(/没有收到按键/);
  await offered(li, 60);
  await li.presses('1');
  await li.hangsUp();
  await hotline.phone(customer).receives(/李强/, 60);
});

it('tells the second of two who has the job', async () => {
  await reportPowerCut(hotline, { priority: 'P0', kind: 'danger' });
  await offered(li);
  await offered(zhao);
  await li.presses('1');
  await zhao.presses('1');
  await zhao.hears(/李强 has taken this job/);
  expect(zhao.isIdle).toBe(true);
  await li.enters('10#');
  await hotline.phone(customer).receives(/李强/);
});

describe('a supervisor', () => {
  const boss = () => hotline.phone(supervisor);

  /** Everybody on the roster has declined. */
  async function nobodyTakesIt(more: Parameters<typeof reportPowerCut>[1] = {}) {
    const ticket = await reportPowerCut(hotline, more);
    for (const code of ['1101', '1102', '1103', '1104']) {
      const phone = hotline.phone(`+8613800011${code.slice(1)}`);
      await offered(phone);
      await phone.presses('2');
      await phone.hangsUp();
    }
    await offered(boss());
    return ticket;
  }

  it('hears who was tried and gives the job to somebody by code', async () => {
    const ticket = await nobodyTakesIt();
    await boss().hears(/紧急工单还没人接.*您接请按1/s);
    await boss().presses('3');
    await boss().hears(/李强不能接.*赵磊不能接.*您接请按1/s);
    await boss().presses('4');
    await boss().isAt('page/give-to');
    await boss().presses('9999#');
    await boss().hears(/没有找到这个编号/);
    await boss().presses('1201#');
    await boss().hears(/刘洋/);
    expect(boss().isIdle).toBe(true);
    await offered(hotline.phone('+8613800011201'));
    await hotline.phone('+8613800011201').presses('1');
    await hotline.phone('+8613800011201').enters('30#');
    await hotline.phone(customer).receives(/刘洋/);
    await ticket.reload();
    expect(ticket.personCode).toBe('1201');
  });

  it('hears that nobody is left to be rung, and takes it then', async () => {
    const ticket = await nobodyTakesIt();
    await (await boss().presses('2')).hears(/名单上没有其他人可以呼叫/);
    await (await boss().isAt('page/assign')).presses('1');
    await (await boss().isAt('page/eta')).enters('15#');
    await hotline.phone(customer).receives(/郑志明/);
    await ticket.reload();
    expect(ticket.personCode).toBe('1105');
  });

  it('takes it on key 1', async () => {
    const ticket = await nobodyTakesIt();
    await boss().presses('1');
    await boss().isAt('page/eta');
    await boss().enters('15#');
    await hotline.phone(customer).receives(/郑志明/);
    await ticket.reload();
    expect(ticket.personCode).toBe('1105');
  });

  it('leaves an ordinary job till morning with a reason, an urgent one after a second question', async () => {
    const ticket = await nobodyTakesIt();
    await boss().presses('6');
    await boss().isAt('page/morning-sure');
    await boss().presses('1');
    await boss().isAt('page/morning-reason');
    await boss().says('客户同意明天');
    await boss().presses('#');
    await boss().hears(/留到明早/);
    await ticket.reload();
    // It is paged again when the day begins.
    const nextVisitAt = new Date('2026-01-06T01:00:00Z');
    expect(ticket).toMatchObject({ state: 'waiting', stateReason: 'deferred', nextVisitAt });
  });
});
