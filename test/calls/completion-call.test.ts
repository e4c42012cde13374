import type { Ticket } from '../../models/ticket';
import { recordCompletion } from '../../src/services/crew/record-completion';
import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';
import { customer, reportPowerCut } from '../support/power-cut';

/** The call about finished work as customers live it; every webhook is sent twice and must be answered the same. */

const spoken = (number: string): string => number.slice(-4).split('').join('、');
let hotline: Hotline;
let phone: TestPhone;
const crew = () => hotline.phone('+8613800011101');

beforeEach(async () => {
  hotline = await Hotline.start({ repeatEveryWebhook: true });
  phone = hotline.phone(customer);
});
afterEach(() => hotline.close());

async function finished(more: Parameters<typeof reportPowerCut>[1] = {}): Promise<Ticket> {
  const ticket = await reportPowerCut(hotline, more);
  await (await crew().rings()).answers();
  await crew().presses('1');
  await crew().enters('20#');
  await crew().hears(/辛苦了/);
  await phone.receives(/1101|李强/);
  const work = { ticketId: ticket.id, cause: 'meter', result: 'fixed', restored: '' } as const;
  await recordCompletion(hotline.context, work, { code: '1101', name: '李强' });
  return ticket;
}

const called = async (): Promise<TestPhone> => (await phone.rings(6 * 60)).answers();

it('names the service and the end of the ticket first, and nothing personal', async () => {
  const { number } = await finished();
  await called();
  await phone.hears(new RegExp(`报修热线.*${spoken(number)}`, 's'));
  await phone.doesNotHear(/学院路|周敏/);
  await phone.hangsUp();
});

it('keeps what was pressed when the call breaks off', async () => {
  const ticket = await finished();
  await called();
  await phone.presses('1');
  await phone.isAt('completion/restored-time');
  await phone.presses('2');
  await phone.isAt('completion/quality');
  await phone.presses('3');
  await phone.hangsUp();
  await hotline.advance({ hours: 3 });
  await ticket.reload();
  expect(ticket).toMatchObject({
    state: 'closed',
    stateReason: 'satisfied',
    fixed: 'yes',
    restoredTimeRight: 'no',
    quality: 3,
    overall: null,
  });
});

it('asks for the reason of a low rating and thanks', async () => {
  const ticket = await finished();
  await called();
  for (const key of ['1', '1', '2', '4']) await phone.presses(key);
  await phone.presses('4');
  await phone.isAt('completion/comment');
  await phone.hears(/没有让您满意/);
  await phone.says('等得太久');
  await phone.presses('#');
  await phone.hears(/谢谢您的评价/);
  await ticket.reload();
  expect(ticket.commentRecording).toMatch(/^RE/);
});

it.each(['2', '3'])('key %s: somebody is sent again at once, and the new promise is spoken', async (key) => {
  const ticket = await finished();
  await called();
  await phone.presses(key);
  await phone.isAt('completion/comment');
  // P1 raised by one is P0, which rings two together.
  await crew().rings();
  await hotline.phone('+8613800011102').rings();
  await phone.says('还是没电');
  await phone.presses('#');
  await phone.hears(/重新安排.*最晚今天上午11点.*到达/s);
  expect(phone.isIdle).toBe(true);
  await phone.receives(/没有修好/);
  await crew().answers();
  await crew().presses('1');
  await crew().enters('#');
  await crew().hears(/辛苦了/);
  await phone.receives(/李强/);
  await ticket.reload();
  expect(ticket).toMatchObject({ state: 'accepted', priority: 'P0', reopenedCount: 1, personCode: '1101' });
});

it('calls off the crew that has accepted when the customer goes back to yes, and no longer says that it comes', async () => {
  const ticket = await finished();
  await (await called()).presses('2');
  await (await crew().rings()).answers();
  await hotline.phone('+8613800011102').rings();
  await crew().presses('1');
  await (await phone.isAt('completion/comment')).presses('*');
  await (await phone.isAt('completion/fixed')).presses('1');
  await crew().receives(/不用再去/);
  await crew().hangsUp();
  await phone.isAt('completion/restored-time');
  await phone.hangsUp();
  await phone.receives(/没有修好/);
  await phone.receives(/不再派人/);
  await hotline.advance({ minutes: 5 });
  await ticket.reload();
  expect(ticket).toMatchObject({ state: 'closed', stateReason: 'satisfied', reopenedCount: 0 });
});

it('tells whoever listens to the offer by then that nobody is needed, and not who was there before', async () => {
  await finished();
  await (await called()).presses('2');
  const zhao = hotline.phone('+8613800011102');
  await crew().rings();
  await (await zhao.rings()).answers();
  await zhao.isAt('page/offer');
  await (await phone.isAt('completion/comment')).presses('*');
  await (await phone.isAt('completion/fixed')).presses('1');
  await zhao.presses('3');
  await zhao.hears(/no longer needs anybody/);
  await phone.receives(/没有修好/);
  await phone.receives(/不再派人/);
  await phone.isAt('completion/restored-time');
  await phone.hangsUp();
});

it('tries again after three silences, and after the third call closes with the reason', async () => {
  const ticket = await finished();
  await called();
  for (let times = 0; times < 3; times += 1) await phone.staysSilent();
  await phone.hears(/晚些时候再打给您/);
  expect(phone.isIdle).toBe(true);
  await (await phone.rings(2.1 * 3600)).rejects();
  await (await phone.rings(11 * 60)).rejects();
  await phone.receives(/未能电话联系到您/);
  await ticket.reload();
  expect(ticket).toMatchObject({ state: 'closed', stateReason: 'unreached' });
});

it('asks again later when the customer cannot tell', async () => {
  const ticket = await finished();
  await called();
  await phone.presses('4');
  await phone.hears(/下午12点|中午12点|再给您打电话/);
  expect(phone.isIdle).toBe(true);
  await (await phone.rings(2.1 * 3600)).answers();
  await phone.presses('1');
  await phone.hangsUp();
  await ticket.reload();
  expect(ticket.stateReason).toBe('satisfied');
});

it('stops on key 7', async () => {
  const ticket = await finished();
  await called();
  await phone.presses('7');
  await phone.isAt('completion/stop');
  await phone.presses('1');
  await phone.hears(/不再为这件事打电话/);
  await hotline.advance({ hours: 5 });
  await ticket.reload();
  expect(ticket).toMatchObject({ state: 'closed', stateReason: 'unreached' });
});

it('speaks the language of the report, and the other one on key 8', async () => {
  await finished({ language: 'en', receipt: false });
  await called();
  await phone.hears(/the repair line.*ticket ending/s);
  await phone.presses('8');
  await phone.hears(/报修热线/);
  await phone.presses('1');
  await phone.hears(/恢复供电时间/);
  await phone.hangsUp();
});

it('sends somebody again in English, the same crew first and one priority higher', async () => {
  const ticket = await finished({ language: 'en', receipt: false, priority: 'P2' });
  await called();
  await phone.presses('2');
  await phone.hears(/sorry it is not fixed yet/);
  await crew().rings();
  await phone.presses('#');
  await phone.hears(/open again.*Somebody will be there by/s);
  await phone.receives(/not fixed/);
  await crew().answers();
  await crew().presses('1');
  await crew().hangsUp();
  await phone.receives(/李强/);
  await ticket.reload();
  expect(ticket).toMatchObject({ state: 'accepted', priority: 'P1', reopenedCount: 1, personCode: '1101' });
});

it('keeps "texts only" for what comes later: no call, but texts', async () => {
  await finished();
  await called();
  await phone.presses('7');
  await phone.presses('2');
  await phone.hears(/不再为这件事打电话/);
  await phone.receives(/已完工/);
  const { id } = await finished({ reportNo: 1 });
  await hotline.advance({ minutes: 10 });
  await phone.receives(/已完工/);
  const closed = await hotline.api<{ items: { state: string; stateReason: string }[] }>('/tickets');
  expect(closed.items.map(({ stateReason }) => stateReason)).toEqual(['unreached', 'unreached']);
  expect(id).toBeGreaterThan(0);
});
