import { AccountPhone } from '../../models/account-phone';
import { NumberCheck } from '../../models/number-check';
import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';

/** Callers who change their mind, give up waiting, or try what they should not. */

const wangFang = '+8613800000001';
const maChao = '+8613800000010';
const desk = '+8613800013101';
const crew = '+8613800011101';
const landline = '+8657112345678';
const stranger = '+8613999999999';

let hotline: Hotline;
beforeEach(async () => {
  hotline = await Hotline.start({ repeatEveryWebhook: true });
});
afterEach(() => hotline.close());

async function walks(number: string, keys: readonly string[], options = {}): Promise<TestPhone> {
  const caller = hotline.phone(number);
  await (await caller.dials(options)).isAt('caller/main-menu');
  await presses(caller, keys);
  return caller;
}

async function presses(caller: TestPhone, keys: readonly string[]): Promise<void> {
  for (const key of keys) await (key.length > 1 ? caller.enters(key) : caller.presses(key));
}

async function tells(caller: TestPhone): Promise<void> {
  await caller.isAt('caller/describe');
  await caller.says('家里没电');
  await (await caller.presses('#')).isAt('caller/confirm');
}

const rejected = async (phone: TestPhone): Promise<unknown> => (await phone.rings(30)).rejects();

it('what is changed at confirm replaces what was said before', async () => {
  const caller = await walks(wangFang, ['1', '1', '4', '1']);
  await tells(caller);
  await (await caller.hears(/电压/)).presses('4');
  await (await caller.isAt('caller/neighbours')).presses('1');
  await tells(caller);
  await (await caller.doesNotHear(/电压/)).presses('1');
  await (await caller.isAt('caller/created')).presses('*');
  // What is saved cannot be taken back by going back.
  expect(caller.nodeNow()).toBe('caller/created');
  expect(await hotline.onlyTicket()).toMatchObject({ category: 'lv', responsibility: 'GRID', priority: 'P1' });
  await caller.hangsUp();
  await rejected(hotline.phone(crew));
  await caller.receives(/工单/);
});

it('whoever was away from home and then names another address is asked about the neighbours there', async () => {
  const caller = await walks(wangFang, ['1', '3', '3']);
  await tells(caller);
  await (await caller.presses('2')).isAt('caller/account-number');
  await caller.enters('5710000103#');
  await (await caller.isAt('caller/neighbours')).presses('1');
  await tells(caller);
  await (await caller.presses('1')).isAt('caller/created');
  const expected = { category: 'lv', responsibility: 'GRID', accountNo: '5710000103' };
  expect(await hotline.onlyTicket()).toMatchObject(expected);
  await caller.hangsUp();
  await rejected(hotline.phone(crew));
  await caller.receives(/工单/);
});

it('whoever was away from home, goes back and takes the address on file, is asked about the neighbours', async () => {
  const caller = await walks(wangFang, ['1', '3', '3']);
  await (await caller.isAt('caller/describe')).presses('*');
  await (await caller.isAt('caller/elsewhere')).presses('*');
  await (await caller.isAt('caller/account')).presses('1');
  await (await caller.isAt('caller/neighbours')).presses('1');
  await tells(caller);
  await (await caller.presses('1')).isAt('caller/created');
  expect(await hotline.onlyTicket()).toMatchObject({ category: 'lv', responsibility: 'GRID', accountNo: '5710000101' });
  await caller.hangsUp();
  await rejected(hotline.phone(crew));
  await caller.receives(/工单/);
});

it('"I have paid" taken back is a fault like any other', async () => {
  const caller = await walks(maChao, ['1', '1']);
  await (await caller.isAt('caller/arrears')).presses('1');
  await (await caller.isAt('caller/describe')).presses('*');
  await (await caller.isAt('caller/arrears')).presses('3');
  await (await caller.isAt('caller/neighbours')).presses('1');
  await tells(caller);
  await (await caller.presses('1')).isAt('caller/created');
  expect(await hotline.onlyTicket()).toMatchObject({ category: 'lv', responsibility: 'GRID', priority: 'P1' });
  await caller.hangsUp();
  await rejected(hotline.phone(crew));
  await caller.receives(/工单/);
});

it('whoever found none of their addresses and comes back hears them from the first', async () => {
  for (const accountNo of ['5710000102', '5710000103', '5710000104'])
    await AccountPhone.create({ phone: wangFang, accountNo });
  const caller = await walks(wangFang, ['1']);
  await (await caller.isAt('caller/pick-account')).hears(/澜苑小区.*学院路8号/);
  await (await caller.presses('4')).hears(/东溪村/);
  await (await caller.presses('4')).isAt('caller/account-number');
  await (await caller.enters('5710000103#')).isAt('caller/neighbours');
  await caller.presses('1');
  await tells(caller);
  await (await caller.presses('2')).isAt('caller/pick-account');
  await (await caller.hears(/澜苑小区.*学院路8号/)).presses('1');
  await (await caller.isAt('caller/neighbours')).presses('1');
  await tells(caller);
  await (await caller.presses('1')).isAt('caller/created');
  expect(await hotline.onlyTicket()).toMatchObject({ accountNo: '5710000101' });
  await caller.hangsUp();
  await rejected(hotline.phone(crew));
  await caller.receives(/工单/);
});

it('who asks for a person in vain and hangs up without a word is on the list of the desk', async () => {
  const caller = await walks(wangFang, ['0']);
  await hotline.phone(desk).rings(10);
  await caller.hangsUp();
  await hotline.advance({ seconds: 30 });
  const { items } = await hotline.api<{ items: object[] }>('/tasks');
  expect(items).toMatchObject([{ kind: 'call', reason: 'unanswered', state: 'open', phone: '+86*******0001' }]);
});

it('no receipt goes to a landline', async () => {
  const caller = await walks(landline, ['1', '5710000103#', '1']);
  await tells(caller);
  await (await (await caller.presses('1')).hears(/记下工单号/)).hangsUp();
  await rejected(hotline.phone(crew));
  await hotline.advance({ seconds: 20 });
  expect(caller.phone.texts).toEqual([]);
});

it('the number of the hotline itself is nobody’s contact number', async () => {
  const caller = await walks(stranger, ['1', '5710000103#', '1'], { withheld: true });
  await (await caller.isAt('caller/contact-number')).enters('057195598#');
  await (await caller.isAt('caller/contact-number')).enters('13800000066#');
  await tells(caller);
  await (await caller.presses('1')).isAt('caller/created');
  expect((await NumberCheck.findAll()).map(({ phone }) => phone)).toEqual(['+8613800000066']);
  await caller.hangsUp();
  await rejected(hotline.phone(crew));
});

it('going back to the staff code gives no further guesses of a PIN', async () => {
  const caller = await walks(stranger, ['7', '1101#', '1111#', '*#', '7', '1101#', '2222#', '*#', '7', '1101#']);
  await caller.isAt('crew/pin');
  await (await caller.enters('3333#')).phone.listens();
  expect(caller.nodeNow()).toBeNull();
  await hotline.phone(desk).rings(30);
  await caller.hangsUp();
  const again = await walks(stranger, ['7', '1101#']);
  await again.phone.listens();
  expect(again.nodeNow()).toBeNull();
  await hotline.phone(desk).rings(30);
  await again.hangsUp();
});
