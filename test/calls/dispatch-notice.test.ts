import type { Ticket } from '../../models/ticket';
import { CallStop } from '../../models/call-stop';
import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';
import { customer, reportPowerCut } from '../support/power-cut';

/** The call that says who comes, as customers live it; every webhook comes twice. */

const channels = { notice: { channels: ['call', 'text'] } };
let hotline: Hotline;
let caller: TestPhone;
const li = () => hotline.phone('+8613800011101');
afterEach(() => hotline.close());

async function start(now = '2026-01-05T02:30:00Z'): Promise<void> {
  hotline = await Hotline.start({ repeatEveryWebhook: true, policy: channels, now });
  caller = hotline.phone(customer);
}

/** Li has taken it; the text has come. */
async function dispatched(more: Parameters<typeof reportPowerCut>[1] = {}): Promise<Ticket> {
  const ticket = await reportPowerCut(hotline, more);
  await (await li().rings()).answers();
  await li().presses('1');
  await li().enters('20#');
  await li().hears(/辛苦了/);
  await caller.receives(/李强/);
  return ticket;
}

it('apologises and says when, without name or address; key 1 is enough', async () => {
  await start();
  const ticket = await dispatched();
  await (await caller.rings()).answers();
  await caller.isAt('dispatch-notice/notice');
  await caller.hears(/报修热线.*非常抱歉.*尾号.*上午10点5\d分到达.*请按1/s);
  await caller.doesNotHear(/学院路|周敏|李强/);
  await caller.presses('1');
  await caller.hears(/谢谢/);
  expect(caller.isIdle).toBe(true);
  const { timeline } = await hotline.api<{ timeline: { text: { zh: string } }[] }>(`/tickets/${ticket.number}`);
  expect(timeline.map(({ text }) => text.zh).join(' ')).toContain('客户已知悉派工');
});

it('takes silence for goodbye in English and does not ring again', async () => {
  await start();
  await dispatched({ language: 'en', receipt: false });
  await (await caller.rings()).answers();
  await caller.hears(/sorry for the trouble.*expected 10:5\d a\.m\. today.*press 1/s);
  await caller.staysSilent();
  await caller.hears(/Goodbye/);
  expect(caller.isIdle).toBe(true);
  await hotline.advance({ minutes: 15 });
});

it('cancels what is solved, and the crew is told', async () => {
  await start();
  const ticket = await dispatched();
  await (await caller.rings()).answers();
  await caller.presses('3');
  await caller.hears(/已经取消/);
  await li().receives(/取消/);
  await ticket.reload();
  expect(ticket).toMatchObject({ state: 'closed', stateReason: 'cancelled' });
});

it('stops on key 7: a wrong number hears no more of this, and the desk looks into it', async () => {
  await start();
  await dispatched();
  await (await caller.rings()).answers();
  await caller.presses('7');
  await caller.isAt('dispatch-notice/stop');
  await caller.presses('1');
  await caller.hears(/不再为这件事打电话/);
  expect(await CallStop.count()).toBe(1);
  const tasks = await hotline.api<{ items: { reason: string }[] }>('/tasks');
  expect(tasks.items).toMatchObject([{ reason: 'wrong_number' }]);
});

it('at night only texts whoever did not call and is not visited before morning', async () => {
  await start('2026-01-05T16:00:00Z');
  await dispatched({ category: 'reconnect', priority: 'P2' });
  await hotline.advance({ minutes: 2 });
  expect(caller.phone.rings).toHaveLength(0);
});

it('at night rings whoever is visited before morning', async () => {
  await start('2026-01-05T16:00:00Z');
  await dispatched();
  await (await caller.rings()).answers();
  await caller.isAt('dispatch-notice/notice');
  await caller.presses('2');
  await (await hotline.phone('+8613800013201').rings()).answers();
  expect(caller.isIdle).toBe(false);
  await hotline.phone('+8613800013201').presses('1');
  await caller.hangsUp();
});

it('at night rings whoever called just now, though nobody comes before morning', async () => {
  await start('2026-01-05T16:00:00Z');
  const maChao = await hotline.phone('+8613800000010').dials();
  await maChao.presses('1');
  await (await maChao.isAt('caller/account')).presses('1');
  await (await maChao.isAt('caller/arrears')).presses('1');
  await (await maChao.isAt('caller/describe')).presses('#');
  await (await maChao.isAt('caller/confirm')).presses('1');
  await (await maChao.isAt('caller/created')).hangsUp();
  await maChao.receives(/工单/);
  await (await li().rings()).answers();
  await li().presses('1');
  await li().enters('#');
  await li().hears(/辛苦了/);
  await maChao.receives(/李强/);
  await (await maChao.rings()).answers();
  await (await maChao.isAt('dispatch-notice/notice')).presses('1');
  await maChao.hears(/谢谢/);
});
