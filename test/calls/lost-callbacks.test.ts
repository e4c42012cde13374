import { Attempt } from '../../models/attempt';
import { Call } from '../../models/call';
import { Hotline } from '../support/hotline';
import { customer, reportPowerCut } from '../support/power-cut';

/** The carrier's word of what became of calls and texts never comes: the hotline asks for it. */

const wangFang = '+8613800000001';
const [liQiang, zhaoLei] = ['+8613800011101', '+8613800011102'];

let hotline: Hotline;
beforeEach(async () => {
  hotline = await Hotline.start({ chaos: { drop: 1 } });
});
afterEach(() => hotline.close());

it('keeps a report that broke off', async () => {
  const caller = await hotline.phone(wangFang).dials();
  await caller.presses('1');
  await caller.presses('1');
  await caller.hangsUp();
  await caller.receives(/按1报停电/, 180);
  expect(await Call.findOne()).toMatchObject({ status: 'completed', askAt: null });
});

it('leaves a call alone that still goes on', async () => {
  const caller = await hotline.phone(wangFang).dials();
  await caller.presses('1');
  for (let turn = 0; turn < 40; turn += 1) {
    await hotline.advance({ seconds: 4 });
    await caller.presses('9');
  }
  await hotline.context.callLog.flush();
  expect(await Call.findOne()).toMatchObject({ endedAt: null, status: 'in-progress' });
  await caller.hangsUp();
  await caller.receives(/按1报停电/, 180);
});

it('rings the next of the crew when nobody says that the first did not answer', async () => {
  await reportPowerCut(hotline);
  await (await hotline.phone(liQiang).rings()).rejects();
  await (await hotline.phone(liQiang).rings(60)).ignores();
  const zhao = await hotline.phone(zhaoLei).rings(90);
  await zhao.answers();
  await zhao.presses('1');
  await zhao.enters('#');
  await hotline.phone(customer).receives(/赵磊/, 60);
  await zhao.hangsUp();
  await hotline.advance({ minutes: 12 });
  expect(await Attempt.findAll({ where: { kind: 'page' } })).toMatchObject([
    { state: 'ended', outcome: 'busy' },
    { state: 'ended', outcome: 'no_answer' },
    { state: 'ended', outcome: 'accepted' },
  ]);
  expect(await Attempt.count({ where: { channel: 'text', outcome: 'delivered' } })).toBe(2);
});
