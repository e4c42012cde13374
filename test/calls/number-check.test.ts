import { AccountPhone } from '../../models/account-phone';
import { CallStop } from '../../models/call-stop';
import { NumberCheck } from '../../models/number-check';
import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';

/** A number that a caller typed and that is on no file; every webhook comes twice. */

const typed = '+8613900000088';
const li = '+8613800011101';
let hotline: Hotline;
let owner: TestPhone;

beforeEach(async () => {
  hotline = await Hotline.start({ repeatEveryWebhook: true });
  owner = hotline.phone(typed);
});
afterEach(() => hotline.close());

/** A withheld caller reports a power cut at 8 College Road and gives the number. */
async function call(language: 'zh' | 'en'): Promise<void> {
  const caller = await hotline.phone('+8613900000077').dials({ withheld: true });
  if (language === 'en') await caller.presses('8');
  await caller.presses('1');
  await caller.isAt('caller/account-number');
  await caller.enters('5710000103#');
  await caller.presses('1');
  await caller.isAt('caller/contact-number');
  await caller.presses('13900000088#');
  await caller.isAt('caller/describe');
  await caller.says('整栋楼都没电了');
  await caller.presses('#');
  await caller.presses('1');
  await caller.isAt('caller/created');
  await caller.hangsUp();
}

/** Li takes the report, and the number has heard nothing of it. */
async function report(language: 'zh' | 'en'): Promise<void> {
  await call(language);
  const crew = hotline.phone(li);
  await (await crew.rings()).answers();
  await crew.presses('1');
  await crew.hangsUp();
  expect(owner.phone.texts).toHaveLength(0);
}

it('is asked about before anything else reaches it, and then gets what waited', async () => {
  await report('zh');
  await (await owner.rings(90)).answers();
  await owner.isAt('number-check/owner');
  await owner.hears(/有人用这个号码登记了一份报修.*请按1/s);
  await owner.doesNotHear(/学院路|停电/);
  await owner.presses('1');
  await owner.hears(/我们会用这个号码联系您/);
  await owner.receives(/受理/);
  await owner.receives(/李强/);
});

it('hears no more of us when it is not theirs, and the desk must look into it', async () => {
  await report('en');
  await (await owner.rings(90)).answers();
  await owner.hears(/This number was given for a report/);
  await owner.presses('2');
  await owner.hears(/will not call this number again/);
  await hotline.advance({ minutes: 20 });
  const { items } = await hotline.api<{ items: { reason: string }[] }>('/tasks');
  expect(items.map(({ reason }) => reason)).toContain('number_refused');
});

it('is left to the desk after two calls without an answer', async () => {
  await report('zh');
  await (await owner.rings(90)).rejects();
  await (await owner.rings(11 * 60)).answers();
  await owner.hangsUp();
  await hotline.advance({ minutes: 20 });
  const { items } = await hotline.api<{ items: { reason: string }[] }>('/tasks');
  expect(items.map(({ reason }) => reason)).toContain('number_unreached');
});

it.each([
  ['1', /will not call this number again/, 'wrong_number', 'refused'],
  ['2', /will not call about this again/, 'texts_only', 'confirmed'],
  ['3', /will not call about this again/, 'no_more_calls', 'refused'],
] as const)('key 7 %s ends it: %s', async (key, words, reason, state) => {
  await report('en');
  await (await (await owner.rings(90)).answers()).isAt('number-check/owner');
  await (await owner.presses('7')).isAt('number-check/stop');
  await (await owner.presses(key)).hears(words);
  if (state === 'confirmed') {
    await owner.receives(/logged/);
    await owner.receives(/李强/);
  }
  await hotline.advance({ minutes: 20 });
  expect(await CallStop.findAll()).toMatchObject([{ phone: typed, reason }]);
  expect(await NumberCheck.findAll()).toMatchObject([{ state }]);
  const { items } = await hotline.api<{ items: object[] }>('/callbacks?kind=number-check&state=done');
  expect(items).toMatchObject([{ kind: 'number-check', state: 'done', outcome: state, language: 'en', attempts: 1 }]);
});

it.each([
  ['the owner', false],
  ['a tenant', true],
])('is asked nothing when it is on file as that of %s', async (_who, tenant) => {
  await AccountPhone.create({ phone: typed, accountNo: '5710000103', tenant });
  await call('zh');
  await (await hotline.phone(li).rings()).rejects();
  await owner.receives(/受理/);
  expect(await NumberCheck.count()).toBe(0);
});
