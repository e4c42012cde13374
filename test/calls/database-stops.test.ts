import { Handoff } from '../../models/handoff';
import { InboundText } from '../../models/inbound-text';
import { NumberCheck } from '../../models/number-check';
import { PromiseMade } from '../../models/promise-made';
import { Recording } from '../../models/recording';
import { HotlineError } from '../../src/errors';
import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';

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

it('connects a caller to whoever takes the call, although nobody can write down who did', async () => {
  hotline = await Hotline.start();
  const caller = await hotline.phone(wangFang).dials();
  await (await caller.isAt('caller/main-menu')).presses('0');
  const answering = await (await hotline.phone(desk).rings(30)).answers();
  await answering.isAt('overflow/take');
  jest
    .spyOn(Handoff, 'update')
    .mockRejectedValueOnce(new HotlineError('database_unavailable', 'The database is gone.'));
  await answering.presses('1');
  expect(answering.isTalkingWith(caller)).toBe(true);
  await caller.hangsUp();
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
  for (const answer of ['1', '2']) {
    await staff!.texts(answer);
    await staff!.receives(/没有生效.*NOT taken/s);
  }
  await odd!.texts('hello');
  await foreign!.texts('OUT');
  await hotline.startDatabase();
  await hotline.advance({ minutes: 20 });
  const replayed = await hotline.replaySpool();
  expect(replayed).toBe(9);
  await lit!.receives(/停电已登记/);
  await lit!.receives(/来电了就好/);
  await guest!.receives(/No open report|no report/i);
  await stopper!.receives(/重新收到/);
  await odd!.receives(/报停电请回复/);
  // Between the one text and the other the crew may have been rung for a moment.
  staff!.missed(staff!.phone.rings.length);
  expect(staff!.isIdle).toBe(true);
  const { items } = await hotline.api<{ items: { number: string; reportedAt: string; state: string }[] }>('/tickets');
  expect(items).toMatchObject([{ reportedAt: expect.stringMatching(/^2026-01-05T02:3/) as unknown, state: 'closed' }]);
  expect(await hotline.replaySpool()).toBe(0);
});

it('promises no time that has passed by the time the report is read', async () => {
  hotline = await Hotline.start({ stoppable: true });
  const [writer, caller] = [hotline.phone(wangFang), hotline.phone('+8613800000003')];
  await (await caller.dials()).isAt('caller/main-menu');
  await caller.presses('1');
  await caller.presses('1');
  await hotline.stopDatabase();
  await caller.presses('1');
  await caller.says('楼里全黑了');
  await caller.presses('#');
  await caller.presses('1');
  await caller.hangsUp();
  await writer.texts('停电');
  await writer.receives(/短信已收到/);
  await hotline.startDatabase();
  await hotline.advance({ minutes: 180 });
  await hotline.replaySpool();
  await writer.receives(/工单\d{8}:正在处理/);
  await caller.receives(/已受理,工单号\d{8},我们会尽快与您联系/);
  expect(await PromiseMade.count()).toBe(0);
  const { items } = await hotline.api<{ items: { arrivalDueAt: string }[] }>('/tickets');
  expect(items.map(({ arrivalDueAt }) => arrivalDueAt < '2026-01-05T05:00')).toEqual([true, true]);
  await writer.texts('停电');
  await writer.receives(/已经登记过,工单号\d{8}。正在处理/);
  await (await hotline.phone(crew).rings()).rejects();
  await (await hotline.phone(crew).rings()).rejects();
});

describe('of two numbers that a caller typed, one while the database was down, only the second is rung', () => {
  const [wrong, right] = ['+8613900000087', '+8613900000088'];

  async function whoIsAskedForANumber(): Promise<TestPhone> {
    const caller = await hotline.phone('+8613900000077').dials({ withheld: true });
    await (await caller.presses('1')).isAt('caller/account-number');
    await caller.enters('5710000103#');
    await (await caller.presses('1')).isAt('caller/contact-number');
    return caller;
  }

  async function expectOnlyTheSecondRung(): Promise<void> {
    await hotline.replaySpool();
    const staff = await (await hotline.phone(crew).rings()).answers();
    await staff.presses('1');
    await staff.hangsUp();
    const owner = hotline.phone(right);
    await (await (await owner.rings(90)).answers()).isAt('number-check/owner');
    await owner.presses('1');
    await owner.receives(/受理/);
    await owner.receives(/李强/);
    expect(hotline.phone(wrong).surprises()).toEqual([]);
    expect(await NumberCheck.findAll()).toMatchObject([{ phone: right, state: 'confirmed' }]);
  }

  it('when it was the first', async () => {
    hotline = await Hotline.start({ stoppable: true });
    const caller = await whoIsAskedForANumber();
    await hotline.stopDatabase();
    await (await caller.presses('13900000087#')).isAt('caller/describe');
    await hotline.startDatabase();
    await (await caller.presses('#')).hears(/0、0、8、7/);
    await (await caller.presses('3')).isAt('caller/contact-number');
    await (await caller.presses('13900000088#')).isAt('caller/describe');
    await (await caller.presses('#')).hears(/0、0、8、8/);
    await hotline.replaySpool();
    await (await caller.presses('1')).isAt('caller/created');
    await caller.hangsUp();
    await expectOnlyTheSecondRung();
  });

  it('when it was the second', async () => {
    hotline = await Hotline.start({ stoppable: true });
    const caller = await whoIsAskedForANumber();
    await (await caller.presses('13900000087#')).isAt('caller/describe');
    await (await caller.presses('#')).hears(/0、0、8、7/);
    await (await caller.presses('3')).isAt('caller/contact-number');
    await hotline.stopDatabase();
    await (await caller.presses('13900000088#')).isAt('caller/describe');
    await hotline.startDatabase();
    await (await caller.presses('#')).hears(/0、0、8、8/);
    await (await caller.presses('1')).isAt('caller/created');
    await caller.hangsUp();
    await expectOnlyTheSecondRung();
  });
});

it('tells staff whose text took the job just before the database went that it is theirs', async () => {
  hotline = await Hotline.start({ stoppable: true });
  await hotline.phone(wangFang).texts('停电');
  await hotline.phone(wangFang).receives(/停电已登记/);
  const staff = await hotline.phone(crew).rings();
  jest
    .spyOn(InboundText, 'create')
    .mockRejectedValueOnce(new HotlineError('database_unavailable', 'The database is gone.'));
  await staff.texts('1');
  await staff.receives(/没有生效/);
  expect(await hotline.replaySpool()).toBe(1);
  await staff.receives(/工单\d{8}归您/);
});
