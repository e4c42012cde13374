import { Recording } from '../../models/recording';
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
  // The report, and that its recording is ready.
  expect(await hotline.replaySpool()).toBe(2);
  expect(await Recording.findOne({ rejectOnEmpty: true })).toMatchObject({
    state: 'completed',
    purpose: 'description',
  });
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

it('takes texts while the database is down, says what is true, and does what they ask for in their order when it is back', async () => {
  hotline = await Hotline.start({ stoppable: true });
  const [lit, guest, stopper, staff, odd, foreign] = [
    wangFang,
    '+8613800000033',
    '+8613800000003',
    crew,
    '+8613800000005',
    '+447700900123',
  ].map((number) => hotline.phone(number));
  await hotline.stopDatabase();
  await lit!.texts('停电');
  expect(await lit!.receives(/短信已收到/)).not.toMatch(/[a-z]{4}/);
  await hotline.advance({ seconds: 5 });
  await lit!.texts('来电');
  await lit!.receives(/短信已收到/);
  await guest!.texts('STATUS');
  await guest!.receives(/短信已收到.*We have your text/s);
  await stopper!.texts('STOP');
  await stopper!.texts('START');
  await stopper!.receives(/短信已收到/);
  await staff!.texts('1');
  await staff!.receives(/没有生效.*NOT taken/s);
  await odd!.texts('hello');
  await foreign!.texts('OUT');
  await hotline.startDatabase();
  await hotline.advance({ minutes: 20 });
  const replayed = await hotline.replaySpool();
  expect(replayed).toBe(8);
  await lit!.receives(/停电已登记/);
  await lit!.receives(/来电了就好/);
  await guest!.receives(/No open report|no report/i);
  await stopper!.receives(/重新收到/);
  await odd!.receives(/报停电请回复/);
  await (await hotline.phone(crew).rings(30)).rejects();
  const { items } = await hotline.api<{ items: { number: string; reportedAt: string; state: string }[] }>('/tickets');
  expect(items).toMatchObject([{ reportedAt: expect.stringMatching(/^2026-01-05T02:3/) as unknown, state: 'offered' }]);
  expect(await hotline.replaySpool()).toBe(0);
});
