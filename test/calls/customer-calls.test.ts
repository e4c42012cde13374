import type { Listed } from '../support/answers';
import { CallStop } from '../../models/call-stop';
import { OutageWish } from '../../models/outage-wish';
import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';
import { customer, reportPowerCut } from '../support/power-cut';

/** What every call to a customer owes: a person on key 0, help on key 5, an end on key 7. Every webhook comes twice. */

const desk = '+8613800013101';
const crew = '+8613800011101';
const zhaoLei = '+8613800011102';
const caoYulan = '+8613800000031';

let hotline: Hotline;
afterEach(() => hotline.close());

const start = async (policy = {}): Promise<void> => {
  hotline = await Hotline.start({ repeatEveryWebhook: true, policy });
};
const callbacks = async (query = '') => (await hotline.api<Listed<'Callback'>>(`/callbacks${query}`)).items;

/** The call that says who comes; answers with the ticket's number. */
async function notified(phone: TestPhone): Promise<string> {
  const { number } = await reportPowerCut(hotline);
  await (await hotline.phone(crew).rings()).answers();
  await hotline.phone(crew).presses('1');
  await hotline.phone(crew).enters('20#');
  await hotline.phone(crew).hangsUp();
  await phone.receives(/李强/);
  await (await phone.rings()).answers();
  await phone.isAt('dispatch-notice/notice');
  return number;
}

/** The call that asks whether power is back. */
async function restored(phone: TestPhone): Promise<void> {
  await phone.dials();
  for (const node of ['main-menu', 'account', 'known-outage']) await (await phone.isAt(`caller/${node}`)).presses('1');
  await phone.hears(/登记/);
  await hotline.advance({ seconds: 30 });
  await hotline.api('/outages/D-FAULT', { method: 'PATCH', body: { state: 'restored' } });
  await (await (await phone.rings(30)).answers()).isAt('restoration/power');
}

const byCall = { notice: { channels: ['call', 'text'] } };

it('who asks for a person in vain and hangs up is on the list of the desk, with the ticket the call was about', async () => {
  await start(byCall);
  const phone = hotline.phone(customer);
  const ticket = await notified(phone);
  await phone.presses('0');
  await hotline.phone(desk).rings(10);
  await phone.hangsUp();
  await hotline.advance({ seconds: 30 });
  expect(await hotline.tasks()).toMatchObject([
    { reason: 'unanswered', state: 'open', ticket, phone: '+86*******0003' },
  ]);
});

it('who speaks to a person is not', async () => {
  await start();
  const phone = hotline.phone(caoYulan);
  await restored(phone);
  await phone.presses('0');
  await (await (await hotline.phone(desk).rings(10)).answers()).presses('1');
  expect(hotline.phone(desk).isTalkingWith(phone)).toBe(true);
  await phone.hangsUp();
  await hotline.advance({ seconds: 30 });
  expect(await hotline.tasks()).toEqual([]);
});

it('danger in a call of ours pages at once, and who spoke to nobody is rung two minutes later', async () => {
  await start(byCall);
  const phone = hotline.phone(customer);
  await notified(phone);
  await (await phone.presses('5')).isAt('caller/danger');
  await phone.presses('1');
  await phone.hangsUp();
  await phone.receives(/受理/);
  for (const number of [crew, zhaoLei]) await (await hotline.phone(number).rings(20)).rejects();
  await hotline.advance({ seconds: 10 });
  expect(await hotline.tasks()).toMatchObject([{ reason: 'danger_check', phone: '+86*******0003' }]);
  expect((await callbacks('?kind=danger-check')).map(({ state }) => state)).toEqual(['waiting']);
  await (await (await phone.rings(150)).answers()).isAt('danger-check/safe');
  await (await phone.presses('7')).isAt('danger-check/stop');
  await (await phone.presses('1')).hears(/不再为这件事打电话/);
  expect(await CallStop.findAll()).toMatchObject([{ phone: customer, reason: 'wrong_number' }]);
  expect((await hotline.tasks()).map(({ reason, state }) => `${reason} ${state}`).sort()).toEqual([
    'danger_check open',
    'wrong_number open',
  ]);
  await hotline.close({ anybodyMayRing: true });
  await start();
});

it.each([
  ['1', 'wrong_number', 0],
  ['2', 'texts_only', 1],
  ['3', 'no_more_calls', 0],
] as const)('key 7 %s in the call about restored power lasts: %s, %i texts', async (key, reason, texts) => {
  await start();
  const phone = hotline.phone(caoYulan);
  await restored(phone);
  await (await phone.presses('7')).isAt('restoration/stop');
  await (await phone.presses(key)).hears(/不再为这件事打电话/);
  if (texts > 0) await phone.receives(/已恢复供电/);
  expect(await CallStop.findAll()).toMatchObject([{ phone: caoYulan, reason }]);
  expect((await hotline.tasks()).map((task) => task.reason)).toEqual(reason === 'wrong_number' ? [reason] : []);
  expect(await callbacks()).toMatchObject([{ kind: 'restoration', state: 'unreached', outcome: 'unreached', reason }]);
  // Another call about it finds the wish: it ends before it rings.
  await OutageWish.update({ state: 'due', dueAt: hotline.context.clock.now() }, { where: {} });
  hotline.context.poke();
  await hotline.advance({ minutes: 5 });
  expect(phone.isIdle).toBe(true);
  if (reason !== 'wrong_number') await phone.receives(/已恢复供电/);
});
