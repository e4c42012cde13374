import type { Ticket } from '../../models/ticket';
import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';
import { customer, reportPowerCut } from '../support/power-cut';

/** The crew line as crews live it; every webhook is sent twice and must be answered the same. */

const li = '+8613800011101';
const pin = '3202#';
const spoken = (number: string): string => number.slice(-4).split('').join('、');
let hotline: Hotline;
let crew: TestPhone;

beforeEach(async () => {
  hotline = await Hotline.start({ repeatEveryWebhook: true });
  crew = hotline.phone(li);
});
afterEach(() => hotline.close());

/** A job that Li has accepted, with the notice that the customer gets. */
async function accepted(more: Parameters<typeof reportPowerCut>[1] = {}): Promise<Ticket> {
  const ticket = await reportPowerCut(hotline, more);
  await (await crew.rings()).answers();
  await crew.presses('1');
  await crew.enters('20#');
  await crew.hears(/辛苦了/);
  await hotline.phone(customer).receives(/李强/);
  return ticket;
}

it('asks the PIN once, and then only two keys lead from dialling in to "arrived"', async () => {
  await accepted();
  await crew.dials();
  await crew.isAt('crew/pin');
  await crew.presses(pin);
  await crew.hears(/出发请按1.*到达请按2.*完成请按3/s);
  await crew.presses('2');
  await crew.hears(/到达.*几分钟后恢复/s);
  await crew.hangsUp();
  await crew.dials();
  await crew.isAt('crew/menu');
  await crew.hangsUp();
});

it('hears the job whole only after a key', async () => {
  await accepted();
  await crew.dials();
  await crew.presses(pin);
  await crew.doesNotHear(/602/);
  await crew.presses('9');
  await crew.hears(/602.*停电.*出发请按1/s);
  await crew.hangsUp();
});

it('locks after three wrong PINs, leads to the desk, and stays locked', async () => {
  await accepted();
  await crew.dials();
  await crew.presses('1#');
  await crew.hears(/密码不对.*请输入密码/s);
  await crew.presses('2#');
  await crew.hears(/密码不对/);
  await crew.presses('3#');
  await crew.hears(/暂时停用/);
  const desk = await hotline.phone('+8613800013101').rings();
  await desk.answers();
  await desk.presses('1');
  await crew.hangsUp();
  await crew.dials();
  await crew.hears(/暂时停用/);
  await (await desk.rings()).answers();
  await desk.presses('1');
  await crew.hangsUp();
  await hotline.advance({ minutes: 16 });
  await crew.dials();
  await crew.isAt('crew/pin');
  await crew.presses(pin);
  await crew.isAt('crew/menu');
  await crew.hangsUp();
});

it('knows a colleague on a foreign phone by code and PIN, each time', async () => {
  await accepted();
  const borrowed = hotline.phone('+8613800099999');
  for (let times = 0; times < 2; times += 1) {
    await borrowed.dials();
    await borrowed.isAt('caller/main-menu');
    await borrowed.presses('7');
    await borrowed.isAt('crew/staff-code');
    await borrowed.presses('1101#');
    await borrowed.isAt('crew/pin');
    await borrowed.presses(pin);
    await borrowed.hears(/出发请按1/);
    await borrowed.hangsUp();
  }
});

it('leads from the PIN back to the main menu', async () => {
  await accepted();
  await crew.dials();
  await crew.isAt('crew/pin');
  await crew.presses('*#');
  await crew.isAt('caller/main-menu');
  await crew.hears(/停电/);
  await crew.hangsUp();
});

it('tells whoever has no job so and rings the desk', async () => {
  await crew.dials();
  await crew.isAt('crew/pin');
  await crew.presses(pin);
  await crew.hears(/没有未完成的工单/);
  await (await hotline.phone('+8613800013101').rings()).answers();
  await hotline.phone('+8613800013101').presses('1');
  await crew.hangsUp();
});

it('offers what waits first, without a PIN', async () => {
  await reportPowerCut(hotline);
  await crew.rings();
  await crew.rejects();
  await crew.dials();
  await crew.isAt('page/offer');
  await crew.presses('1');
  await crew.isAt('page/eta');
  await crew.enters('#');
  await crew.hears(/辛苦了/);
  await hotline.phone(customer).receives(/李强/);
  expect(crew.isIdle).toBe(true);
});

it('asks for the code of the customer at the door', async () => {
  const ticket = await accepted({ inHome: true });
  await crew.dials();
  await crew.presses(pin);
  await crew.presses('2');
  await crew.isAt('crew/code');
  await crew.enters('000000#');
  await crew.hears(/验证码不符/);
  await crew.enters(`${ticket.verificationCode ?? ''}#`);
  await crew.hears(/验证通过.*出发请按1/s);
  await crew.hangsUp();
  await ticket.reload();
  expect(ticket.arrivalVerifiedBy).toEqual(['code']);
});

it('gives all tries again to whoever went back from the code to the menu', async () => {
  const ticket = await accepted({ inHome: true });
  await crew.dials();
  await crew.presses(pin);
  await crew.presses('2');
  for (const wrong of ['000000#', '000001#']) await (await crew.isAt('crew/code')).enters(wrong);
  await (await crew.isAt('crew/code')).enters('*#');
  await (await crew.isAt('crew/menu')).presses('2');
  await (await crew.isAt('crew/code')).enters('000002#');
  await (await crew.isAt('crew/code')).hears(/验证码不符/);
  await crew.enters(`${ticket.verificationCode ?? ''}#`);
  await crew.hears(/验证通过/);
  await crew.hangsUp();
  expect((await ticket.reload()).arrivalVerifiedBy).toEqual(['code']);
});

it('lets them choose among several jobs by key or by number', async () => {
  const first = await accepted();
  const second = await accepted({ reportNo: 1, accountNo: '5710000101', category: 'lv', regionCode: 'URB' });
  await crew.dials();
  await crew.presses(pin);
  await crew.hears(/学院路8号602室请按1.*澜苑小区1幢302室请按2/s);
  await crew.enters('1');
  await crew.hears(spoken(first.number));
  await crew.hangsUp();
  await crew.dials();
  await crew.presses(`${second.number.slice(-4)}#`);
  await crew.hears(spoken(second.number));
  await crew.hangsUp();
});

it('takes a typed time of restoration, but none before the report', async () => {
  const ticket = await accepted();
  await hotline.advance({ minutes: 30 });
  await crew.dials();
  await crew.presses(pin);
  await crew.presses('3');
  await crew.isAt('crew/cause');
  await crew.presses('6');
  await crew.isAt('crew/result');
  await crew.presses('2');
  await crew.isAt('crew/restored-at');
  await crew.enters('1000#');
  await crew.hears(/早于报修时间/);
  await crew.enters('1045#');
  await crew.hears(/完成.*回访/);
  expect(crew.isIdle).toBe(true);
  await ticket.reload();
  expect(ticket).toMatchObject({
    state: 'done',
    cause: 'weather',
    result: 'made_safe',
    restoredAt: new Date('2026-01-05T02:45:00Z'),
  });
});

it('says goodbye to silence once something was reported, and rings a person before', async () => {
  await accepted();
  await crew.dials();
  await crew.presses(pin);
  await crew.presses('1');
  for (let times = 0; times < 3; times += 1) await crew.staysSilent();
  await crew.hears(/辛苦了,再见/);
  expect(crew.isIdle).toBe(true);
});

it('says goodbye to a crew that has arrived and begins to work instead of naming a time, and rings nobody', async () => {
  await accepted();
  await crew.dials();
  await crew.presses(pin);
  await crew.presses('2');
  await crew.isAt('crew/etr');
  for (let times = 0; times < 3; times += 1) await crew.staysSilent();
  await crew.hears(/辛苦了,再见/);
  expect(crew.isIdle).toBe(true);
  expect(await hotline.onlyTicket()).toMatchObject({ state: 'arrived', expectedRestoreAt: null });
});

it.each<[string, string, Parameters<typeof reportPowerCut>[1]]>([
  ['in time', '20#', {}],
  ['later than promised', '90#', {}],
  ['open, where none was promised', '#', { category: 'reconnect', priority: 'P2' }],
])('says goodbye to silence after a new time of arrival that is %s', async (_time, minutes, more) => {
  await accepted(more);
  await crew.dials();
  await crew.presses(pin);
  await crew.presses('4');
  await crew.isAt('crew/new-eta');
  await crew.enters(minutes);
  await crew.isAt('crew/menu');
  if (minutes !== '#') await hotline.phone(customer).receives(/到达/);
  for (let times = 0; times < 3; times += 1) await crew.staysSilent();
  await crew.hears(/辛苦了,再见/);
  expect(crew.isIdle).toBe(true);
});
