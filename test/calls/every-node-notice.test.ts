import { Attempt } from '../../models/attempt';
import { CallStop } from '../../models/call-stop';
import { NumberCheck } from '../../models/number-check';
import { Task } from '../../models/task';
import { Ticket } from '../../models/ticket';
import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';
import { customer } from '../support/power-cut';
import { hearsItThreeWays, isEnglish, unusedEntry, walk } from '../support/routes';
import { li, people, staffSpeak, dispatchedReport } from '../support/routes-stage';

/** The shorter calls that we place, each with no answer and with a hang-up: what was not said is not noted, and what is pending stays so. */

const owner = '+8613900000088';
const tryAgain = isEnglish ? /try again|call you again|ring you again/i : /晚些时候再打给您/;
const goodbye = isEnglish ? /goodbye/i : /再见/;

let hotline: Hotline;
const start = async (policy: object = {}): Promise<void> => {
  hotline = await Hotline.start({ policy });
  await staffSpeak();
};
afterEach(() => hotline.close());

async function silentThreeTimes(phone: TestPhone, node: string, lastWords = /./): Promise<void> {
  await hearsItThreeWays(phone, node);
  await phone.staysSilent();
  await phone.hears(lastWords);
  expect(phone.isIdle).toBe(true);
}

describe('a notice that somebody is on the way', () => {
  let ticket: Ticket;
  let phone: TestPhone;
  beforeEach(async () => {
    await start({ notice: { channels: ['call', 'text'] } });
    ticket = await dispatchedReport(hotline);
    phone = await (await hotline.phone(customer).rings()).answers();
  });

  /** Nothing was confirmed, cancelled or stopped, and nobody rings again. */
  async function expectNothingNoted(): Promise<void> {
    expect(phone.isIdle).toBe(true);
    await hotline.advance({ minutes: 5 });
    await ticket.reload();
    expect(ticket).toMatchObject({ state: 'accepted', personCode: '1101' });
    const { timeline } = await hotline.api<{ timeline: { type: string }[] }>(`/tickets/${ticket.number}`);
    expect(timeline.map(({ type }) => type)).not.toContain('noted');
    expect(await CallStop.count()).toBe(0);
  }

  it('dispatch-notice/notice: silence is goodbye, an unused key is not', async () => {
    await phone.isAt('dispatch-notice/notice');
    const said = phone.phone.lastHeard;
    await phone.presses(unusedEntry('dispatch-notice/notice') ?? '');
    await phone.isAt('dispatch-notice/notice');
    expect(phone.phone.heard.at(-1)?.text).not.toBe(said);
    await phone.staysSilent();
    await phone.hears(goodbye);
    await expectNothingNoted();
  });

  it('dispatch-notice/notice: hang-up', async () => {
    await phone.isAt('dispatch-notice/notice');
    await phone.hangsUp();
    await expectNothingNoted();
  });

  it('dispatch-notice/stop: no answer', async () => {
    await walk(phone, ['7']);
    await silentThreeTimes(phone, 'dispatch-notice/stop');
    await expectNothingNoted();
  });

  it('dispatch-notice/stop: hang-up', async () => {
    await walk(phone, ['7']);
    await (await phone.isAt('dispatch-notice/stop')).hangsUp();
    await expectNothingNoted();
  });
});

const stop = ['7'];

it.each([
  ['number-check/owner', []],
  ['number-check/stop', stop],
])('%s: no answer and a hang-up are none; the desk is asked after two calls', async (node, keys) => {
  await start();
  const caller = await hotline.phone('+8613900000077').dials({ withheld: true });
  if (isEnglish) await caller.presses('8');
  await walk(caller, ['1', '5710000103#', '1', '13900000088#', 'speak', '1']);
  await (await caller.isAt('caller/created')).hangsUp();
  const crew = await (await hotline.phone(li).rings()).answers();
  await crew.presses('1');
  await crew.hangsUp();

  const phone = await (await hotline.phone(owner).rings(90)).answers();
  await walk(phone, keys);
  await silentThreeTimes(phone, node, tryAgain);
  expect(await NumberCheck.findOne()).toMatchObject({ state: 'calling' });
  await (await phone.rings(11 * 60)).answers();
  await walk(phone, keys);
  await (await phone.isAt(node)).hangsUp();
  await hotline.advance({ minutes: 1 });
  expect(await NumberCheck.findOne()).toMatchObject({ state: 'unreached' });
  expect((await Task.findAll()).map(({ reason }) => reason)).toEqual(['number_unreached']);
  // Whoever did not answer gets nothing more.
  expect(phone.phone.texts).toEqual([]);
});

describe('whether somebody who pressed danger is safe', () => {
  it.each([
    ['danger-check/safe', 'no answer', []],
    ['danger-check/safe', 'hang-up', []],
    ['danger-check/stop', 'no answer', stop],
    ['danger-check/stop', 'hang-up', stop],
  ])('%s: %s leaves it open for the desk', async (node, how, keys) => {
    await start();
    const caller = await hotline.phone(customer).dials();
    if (isEnglish) await caller.presses('8');
    await walk(caller, ['5', '1']);
    await (await caller.isAt('caller/danger-place')).hangsUp();
    await caller.receives(/\d{8}/);
    const crew = await (await hotline.phone(li).rings()).answers();
    await crew.presses('1');
    await crew.hangsUp();
    hotline.phone('+8613800011102').missed();
    await caller.receives(isEnglish ? /sorry/i : /接单/, 60);
    await (await caller.rings(150)).answers();
    await walk(caller, keys);
    if (how === 'hang-up') await (await caller.isAt(node)).hangsUp();
    else {
      await silentThreeTimes(caller, node, isEnglish ? /press 5/i : /按5/);
    }
    await hotline.advance({ minutes: 1 });
    expect(await Ticket.findOne()).toMatchObject({ kind: 'danger', priority: 'P0', state: 'accepted' });
    expect(await Task.findAll()).toMatchObject([{ reason: 'danger_check', state: 'open' }]);
    const check = await Attempt.findOne({ where: { kind: 'danger_check' } });
    expect(['safe', 'cancelled_by_mistake', 'still_in_danger']).not.toContain(check?.outcome);
  });
});

it.each(['no answer', 'hang-up'])('overflow/take: %s rings the next person, and the caller stays', async (how) => {
  await start();
  const caller = await hotline.phone(customer).dials();
  if (isEnglish) await caller.presses('8');
  await walk(caller, ['0']);
  const [desk, next] = people.map((number) => hotline.phone(number));
  await (await desk!.rings(30)).answers();
  if (how === 'hang-up') await (await desk!.isAt('overflow/take')).hangsUp();
  else await silentThreeTimes(desk!, 'overflow/take', /^/);
  await (await next!.rings(30)).answers();
  await next!.isAt('overflow/take');
  await next!.presses('1');
  expect(caller.isTalkingWith(next!)).toBe(true);
  await caller.hangsUp();
});
