import { Draft } from '../../models/draft';
import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';

/** Callers who hang up before the report is saved. */

const wangFang = '+8613800000001';
const carter = '+8613800000006';
const maChao = '+8613800000010';
const guoTao = '+8613800000014';
const landline = '+8657112345678';

let hotline: Hotline;
beforeEach(async () => {
  hotline = await Hotline.start({ repeatEveryWebhook: true });
});
afterEach(() => hotline.close());

async function walks(number: string, keys: readonly string[]): Promise<TestPhone> {
  const caller = hotline.phone(number);
  await (await caller.dials()).isAt('caller/main-menu');
  for (const key of keys) await caller.presses(key);
  return caller;
}

it.each([
  ['neighbours', ['1', '1']],
  ['describe', ['1', '1', '1']],
])('a hang-up at %s leaves one draft, a task and a text', async (node, keys) => {
  const caller = await walks(wangFang, keys);
  await caller.isAt(`caller/${node}`);
  await caller.hangsUp();
  await caller.receives(/按1报停电/);
  expect(await hotline.tasks()).toEqual([
    expect.objectContaining({
      kind: 'call',
      reason: 'draft',
      state: 'open',
      ticket: null,
      phone: '+86*******0001',
      draft: expect.objectContaining({ accountNo: '5710000101', language: 'zh-CN' }) as unknown,
    }),
  ]);
  expect(await hotline.tickets()).toEqual([]);
  await hotline.advance({ minutes: 5 });
  expect(await Draft.count()).toBe(1);
});

it('keeps the recording and the language of an English caller at confirm', async () => {
  const caller = await walks(carter, ['1', '1', '1']);
  await caller.isAt('caller/describe');
  await caller.says('no power');
  await caller.presses('#');
  await caller.isAt('caller/confirm');
  await caller.hangsUp();
  await caller.receives(/press 1 to report it/);
  const draft = await Draft.findOne({ rejectOnEmpty: true });
  expect(draft).toMatchObject({ node: 'confirm', language: 'en', phone: carter, state: 'open' });
  expect(draft.facts).toMatchObject({ neighbours: 'all' });
  expect(draft.facts['recording']).toMatch(/^RE/);
});

it('no text goes to a landline', async () => {
  const caller = await walks(landline, ['1']);
  await caller.isAt('caller/account-number');
  await caller.enters('5710000103#');
  await caller.isAt('caller/neighbours');
  await caller.hangsUp();
  await hotline.advance({ seconds: 30 });
  expect(await hotline.tasks()).toMatchObject([
    { reason: 'draft', draft: { node: 'neighbours', accountNo: '5710000103' } },
  ]);
});

it('a call that got no further than the first question leaves nothing', async () => {
  for (const keys of [[], ['1'], ['3'], ['9']]) {
    const caller = await walks(wangFang, keys);
    await caller.hangsUp();
    await hotline.advance({ seconds: 30 });
  }
  expect(await hotline.tasks()).toEqual([]);
  expect(await hotline.tickets()).toEqual([]);
});

it.each([
  ['arrears', maChao, ['1', '1']],
  ['top-up', guoTao, ['1', '1']],
])('a hang-up at %s after the cause was spoken is told', async (node, number, keys) => {
  const caller = await walks(number, keys);
  await caller.isAt(`caller/${node}`);
  await caller.hangsUp();
  await hotline.advance({ seconds: 30 });
  expect(await hotline.tickets()).toEqual([
    expect.objectContaining({ state: 'closed', stateReason: 'arrears', responsibility: 'ARREARS' }),
  ]);
  expect(await hotline.tasks()).toEqual([]);
});

it('waiting for a person in vain keeps what was said so far', async () => {
  const caller = await walks(wangFang, ['1', '1', '0']);
  await hotline.phone('+8613800013101').rings(10);
  await caller.hangsUp();
  await caller.receives(/按1报停电/);
  expect(await hotline.tasks()).toMatchObject([{ reason: 'draft', draft: { node: 'neighbours' } }]);
});
