import { Hotline } from '../support/hotline';

/** A caller is put through to a person (contract section 5, `overflow`). */

const wangFang = '+8613800000001';
const chenWei = '+8613800000002';
const [desk, otherDesk] = ['+8613800013101', '+8613800013102'];

let hotline: Hotline;
afterEach(() => hotline.close());

it('ends in the log for both who talked', async () => {
  hotline = await Hotline.start();
  const caller = hotline.phone(wangFang);
  await (await caller.dials()).isAt('caller/main-menu');
  await caller.presses('0');
  const answering = await hotline.phone(desk).rings(30);
  await answering.answers();
  await answering.isAt('overflow/take');
  await answering.presses('1');
  expect(answering.isTalkingWith(caller)).toBe(true);
  await answering.hangsUp();
  await hotline.advance({ seconds: 5 });
  await hotline.context.callLog.flush();
  const { items } = await hotline.api<{ items: { flow: string; status: string; endedAt: string | null }[] }>('/calls');
  expect(items.map(({ flow, status, endedAt }) => [flow, status, endedAt === null])).toEqual([
    ['overflow', 'completed', false],
    ['caller', 'completed', false],
  ]);
});

it('is one of two at the same time: each is told of to whoever is rung, and each is taken', async () => {
  hotline = await Hotline.start();
  const [first, second] = [hotline.phone(wangFang), hotline.phone(chenWei)];
  await (await (await first.dials()).isAt('caller/main-menu')).presses('0');
  const answering = await (await hotline.phone(desk).rings(30)).answers();
  await (await answering.hears('尾号0、0、0、1')).presses('1');
  expect(answering.isTalkingWith(first)).toBe(true);
  await (await (await second.dials()).isAt('caller/main-menu')).presses('0');
  const colleague = await (await hotline.phone(otherDesk).rings(60)).answers();
  answering.missed();
  await (await colleague.hears(/0 0 0 2|0, 0, 0, 2|0002/)).presses('1');
  expect(colleague.isTalkingWith(second)).toBe(true);
  expect(answering.isTalkingWith(first)).toBe(true);
});
