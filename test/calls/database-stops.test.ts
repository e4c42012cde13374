import { Hotline } from '../support/hotline';

/** The database goes away in the middle of a call (design.md, decision 1). */

const wangFang = '+8613800000001';
const desk = '+8613800013101';
const crew = '+8613800011101';

let hotline: Hotline;
afterEach(() => hotline.close());

it('still leads the caller to a person, keeps the report, and opens the ticket when it is back', async () => {
  hotline = await Hotline.start({ stoppable: true });
  const caller = hotline.phone(wangFang);
  await (await caller.dials()).isAt('caller/main-menu');
  await (await caller.presses('1')).isAt('caller/account');
  await (await caller.presses('1')).isAt('caller/neighbours');

  await hotline.stopDatabase();
  await (await caller.presses('1')).isAt('caller/describe');
  await caller.says('楼里全黑了');
  await (await caller.presses('#')).isAt('caller/confirm');
  await caller.presses('1');
  await caller.hears(/保存好.*转接人工/s);
  const answering = hotline.phone(desk);
  await (await answering.rings(30)).answers();
  await answering.isAt('overflow/take');
  await answering.presses('1');
  expect(answering.isTalkingWith(caller)).toBe(true);
  await answering.hangsUp();

  await hotline.startDatabase();
  expect(await hotline.replaySpool()).toBe(1);
  await (await hotline.phone(crew).rings()).rejects();
  const { items } = await hotline.api<{ items: { number: string; accountNo: string; reportedAt: string }[] }>(
    '/tickets',
  );
  expect(items).toMatchObject([{ accountNo: '5710000101', responsibility: 'GRID', priority: 'P1' }]);
  await caller.receives(new RegExp(items[0]!.number));
  expect(await hotline.replaySpool()).toBe(0);
});

it('answers a call while the database is down, and the report is not lost', async () => {
  hotline = await Hotline.start({ stoppable: true });
  await hotline.stopDatabase();
  const caller = hotline.phone(wangFang);
  await (await (await caller.dials()).hears(/停电.*请按1/s)).isAt('caller/main-menu');
  expect(caller.nodeNow()).toBe('caller/main-menu');
  await caller.hangsUp();
  await hotline.startDatabase();
});
