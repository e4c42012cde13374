import { Hotline } from '../support/hotline';

/** A caller is put through to a person (contract section 5, `overflow`). */

const wangFang = '+8613800000001';
const desk = '+8613800013101';

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
