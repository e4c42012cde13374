import { OutageEvidence } from '../../models/outage-evidence';
import { OutageWish } from '../../models/outage-wish';
import type { Answer } from '../support/answers';
import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';

/** Known and planned outages: heard before the menu, at `known-outage`, and when power is back. Now is 10:30 in the demo town. */

const caoYulan = '+8613800000031';
const pengYong = '+8613800000032';
const brown = '+8613800000033';
const xuGang = '+8613800000028';
const wangFang = '+8613800000001';
const stranger = '+8613900000077';
const ruralCrew = '+8613800011201';

let hotline: Hotline;
afterEach(() => hotline.close());

const start = async (options: Parameters<typeof Hotline.start>[0] = {}): Promise<void> => {
  hotline = await Hotline.start({ repeatEveryWebhook: true, ...options });
};

async function tickets(): Promise<Answer<'TicketInFull'>[]> {
  return Promise.all((await hotline.tickets()).map(({ number }) => hotline.ticket(number)));
}

const restore = (code = 'D-FAULT') =>
  hotline.api<Answer<'Outage'>>(`/outages/${code}`, { method: 'PATCH', body: { state: 'restored' } });

/** From the ring to `known-outage`. */
async function asksAboutPower(phone: TestPhone): Promise<TestPhone> {
  await phone.dials();
  await (await phone.presses('1')).isAt('caller/account');
  return (await phone.presses('1')).isAt('caller/known-outage');
}

async function links(phone: TestPhone, key: '1' | '2'): Promise<void> {
  await asksAboutPower(phone);
  await phone.presses(key);
  await phone.hears(/登记|Noted/);
  await hotline.advance({ seconds: 30 });
}

describe('news before the menu and at known-outage', () => {
  it.each([
    [
      'a fault, in Mandarin',
      caoYulan,
      /登记的地址停电.*大风刮倒树木压断线路.*抱歉.*最晚今天中午12点半恢复.*停电或供电问题请按1/s,
      /大风.*抱歉.*最晚今天中午12点半.*打电话请按1.*短信请按2.*不同请按3.*来电请按4/s,
    ],
    [
      'a fault, in English',
      brown,
      /Power is out at your address: a tree brought down a line.*sorry.*by 12:30 p\.m\. today at the latest.*press 1/s,
      /Power is out here: a tree.*sorry.*12:30 p\.m\..*press 1.*press 2.*press 3.*press 4/s,
    ],
    [
      'planned work',
      xuGang,
      /计划停电.*更换配电变压器.*抱歉.*最晚今天下午3点恢复.*请按1/s,
      /今天上午9点到最晚今天下午3点计划停电.*更换配电变压器.*请按1/s,
    ],
  ])('says %s', async (_what, number, news, known) => {
    await start();
    const phone = hotline.phone(number);
    await (await phone.dials()).hears(news);
    await (await phone.presses('1')).isAt('caller/account');
    await (await phone.presses('1')).hears(known);
    expect(phone.nodeNow()).toBe('caller/known-outage');
    await phone.hangsUp();
  });

  it('says none where there is power, to a withheld number, or once it is restored', async () => {
    await start();
    const lit = hotline.phone(wangFang);
    await (await lit.dials()).doesNotHear(/地址停电/);
    await lit.hangsUp();
    const hidden = hotline.phone(caoYulan);
    await (await hidden.dials({ withheld: true })).doesNotHear(/大风/);
    await hidden.hangsUp();
    await restore();
    await (await hidden.dials()).doesNotHear(/大风/);
    await (await hidden.presses('1')).isAt('caller/account');
    await hidden.presses('1');
    expect(hidden.nodeNow()).toBe('caller/neighbours');
    await hidden.hangsUp();
  });

  it('says that a planned end has passed, and key 3 leads to a report of its own that pages the crew', async () => {
    await start({ now: '2026-01-05T07:20:00Z' });
    const phone = hotline.phone(xuGang);
    await (await phone.dials()).hears(/原定今天下午3点结束/);
    await phone.presses('1');
    await (await phone.presses('1')).hears(/已经过了.*抱歉.*还没来电请按3/s);
    await (await phone.presses('3')).isAt('caller/neighbours');
    await (await phone.presses('1')).isAt('caller/describe');
    await (await phone.presses('#')).isAt('caller/confirm');
    await (await phone.presses('1')).isAt('caller/created');
    await phone.hangsUp();
    await phone.receives(/\d{8}/);
    await (await hotline.phone('+8613800011101').rings()).rejects();
    expect(await tickets()).toMatchObject([{ responsibility: 'GRID', outage: null, stateReason: null }]);
  });

  it('never invents a time: after the expected end it says that it takes longer', async () => {
    await start({ now: '2026-01-05T05:00:00Z' });
    const phone = hotline.phone(caoYulan);
    await (await phone.dials()).hears(/比原定的今天中午12点半晚/);
    // Unlike planned work that should have ended, it is still being repaired: not everybody who is dark is another case.
    await phone.presses('1');
    await (await phone.presses('1')).hears(/情况不同请按3/);
    await phone.hangsUp();
    await hotline.api('/outages/D-FAULT', { method: 'PATCH', body: { expectedEndAt: null, nextNewsAt: null } });
    await (await phone.dials()).hears(/恢复时间还不能确定/);
    expect(phone.phone.lastHeard).not.toMatch(/点/);
    await phone.hangsUp();
  });
});

describe('linked to a known outage', () => {
  it.each(['1', '2'] as const)(
    'key %s after power came back: hears so, and goes on to what is still out',
    async (key) => {
      await start();
      const phone = await asksAboutPower(hotline.phone(caoYulan));
      await restore();
      await (await phone.presses(key)).hears(/刚刚恢复供电/);
      expect(phone.nodeNow()).toBe('caller/neighbours');
      await (await phone.presses('2')).isAt('caller/breaker');
      await phone.hangsUp();
      await phone.receives(/按1报停电/);
      expect(await tickets()).toEqual([]);
    },
  );

  it('closes the report as linked, pages nobody, keeps one wish, and rings when power is back', async () => {
    await start();
    const phone = hotline.phone(caoYulan);
    await links(phone, '2');
    await links(phone, '1');
    const [ticket, ...others] = await tickets();
    expect(others).toEqual([]);
    expect(ticket).toMatchObject({
      kind: 'fault',
      responsibility: 'GRID',
      state: 'closed',
      stateReason: 'linked',
      outage: 'D-FAULT',
      pages: [],
    });
    expect(ticket?.promises.map(({ kind, promisedAt, kept }) => [kind, promisedAt, kept])).toEqual([
      ['restore', '2026-01-05T04:30:00.000Z', null],
      ['restore', '2026-01-05T04:30:00.000Z', null],
    ]);
    expect(await restore()).toMatchObject({ state: 'restored', reports: 1 });
    await (await (await phone.rings(30)).answers()).hears(/报修热线.*来电了吗/);
    await phone.isAt('restoration/power');
    await (await (await phone.presses('1')).hears(/1到5/)).isAt('restoration/overall');
    await (await phone.presses('5')).hears(/谢谢/);
    await hotline.advance({ minutes: 15 });
    expect(await tickets()).toMatchObject([
      { satisfaction: { overall: 5, fixed: 'yes' }, promises: [{ kept: true }, { kept: true }] },
    ]);
    expect(await OutageWish.findAll()).toMatchObject([{ state: 'done', answer: 'on', channel: 'call' }]);
  });

  it('texts whoever asked for a text, in their language, and rings whoever asked for a call, at night too', async () => {
    await start({ now: '2026-01-05T15:30:00Z' });
    const [texted, called] = [hotline.phone(brown), hotline.phone(caoYulan)];
    await links(texted, '2');
    await links(called, '1');
    await restore();
    await texted.receives(/Power is back/);
    await (await (await called.rings(30)).answers()).isAt('restoration/power');
    await called.presses('1');
    await called.hangsUp();
    const told = await OutageWish.findAll({ order: ['id'] });
    expect(told.map(({ state, channel }) => `${channel} ${state}`)).toEqual(['text done', 'call done']);
  });

  it('still off: a nested report from the first call on, paged at once, with its promise spoken', async () => {
    await start();
    const phone = hotline.phone(brown);
    await links(phone, '1');
    await hotline.advance({ minutes: 20 });
    await restore();
    await (await (await phone.rings(30)).answers()).hears(/Is your power on/);
    await (await phone.presses('2')).hears(/separate fault.*first report.*by 12:2\d p\.m\./is);
    await phone.receives(/Ticket \d{8} is logged/);
    const crew = hotline.phone(ruralCrew);
    await (await (await crew.rings()).answers()).isAt('page/offer');
    await crew.presses('1');
    await crew.enters('#');
    await phone.receives(/taken ticket/, 60);
    const [nested, linked] = await tickets();
    expect(linked).toMatchObject({ stateReason: 'linked', satisfaction: { fixed: 'no' } });
    expect(nested).toMatchObject({ parent: linked?.number, priority: 'P1', responsibility: 'GRID', category: 'lv' });
    expect(nested?.startedAt).toBe(linked?.reportedAt);
    expect(nested?.promises).toHaveLength(1);
    expect(await OutageEvidence.findAll()).toMatchObject([{ answer: 'still_off' }]);
  });

  it('partly on is treated as danger: safety words and an urgent report', async () => {
    await start();
    const phone = hotline.phone(caoYulan);
    await links(phone, '1');
    await restore();
    await (await (await phone.rings(30)).answers()).isAt('restoration/power');
    await (await phone.presses('3')).hears(/危险.*拔下所有电器.*最晚/);
    await phone.receives(/受理/);
    await (await hotline.phone(ruralCrew).rings()).answers();
    await hotline.phone(ruralCrew).presses('1');
    await hotline.phone(ruralCrew).enters('#');
    await phone.receives(/抱歉/, 60);
    expect((await tickets())[0]).toMatchObject({ category: 'quality', priority: 'P1' });
  });

  it('tries again as callbacks do and then texts', async () => {
    await start({ policy: { callback: { retryAfter: { noAnswer: '12m' } } } });
    const phone = hotline.phone(caoYulan);
    await links(phone, '1');
    await restore();
    await (await phone.rings(30)).rejects();
    await hotline.advance({ minutes: 9 });
    expect(phone.isIdle).toBe(true);
    await (await phone.rings(90)).ignores();
    await hotline.advance({ minutes: 11 });
    await (await (await phone.rings(240)).answers()).isAt('restoration/power');
    await phone.hangsUp();
    await phone.receives(/已恢复供电/, 60);
    expect(await OutageWish.findAll()).toMatchObject([{ state: 'unreached', attempts: 3 }]);
  });

  it('cannot tell yet: is called again; key 7 and texts only end it with a text', async () => {
    await start({ policy: { callback: { retryAfter: { noAnswer: '12m' } } } });
    const phone = hotline.phone(caoYulan);
    await links(phone, '1');
    await restore();
    await (await (await phone.rings(30)).answers()).isAt('restoration/power');
    await (await phone.presses('4')).hears(/今天上午10点4\d分再给您打电话/);
    await hotline.advance({ minutes: 11 });
    await (await (await phone.rings(180)).answers()).isAt('restoration/power');
    await (await phone.presses('7')).isAt('restoration/stop');
    await (await phone.presses('2')).hears(/已经记下/);
    await phone.receives(/已恢复供电/);
    await hotline.advance({ minutes: 20 });
    expect(await OutageWish.findAll()).toMatchObject([{ state: 'unreached', reason: 'texts_only' }]);
  });

  it('notes "mine is back" as evidence, reads no number on file to a stranger and uses it for a withheld one', async () => {
    await start();
    const phone = hotline.phone(pengYong);
    await links(phone, '1');
    await asksAboutPower(phone);
    await (await phone.presses('4')).hears(/来电了就好/);
    expect(await OutageEvidence.findAll()).toMatchObject([{ outageCode: 'D-FAULT', answer: 'on' }]);
    const hidden = hotline.phone(stranger);
    await hidden.dials({ withheld: true });
    await (await hidden.presses('1')).isAt('caller/account-number');
    await hidden.enters('5710000129#');
    await hidden.isAt('caller/known-outage');
    await (await hidden.presses('1')).hears(/这个地址登记的电话/);
    await hotline.advance({ seconds: 30 });
    await restore();
    const owner = hotline.phone(caoYulan);
    await (await (await owner.rings(30)).answers()).isAt('restoration/power');
    await owner.presses('1');
    await owner.hangsUp();
    await hotline.advance({ minutes: 15 });
  });

  it('texts a changed end once in half an hour, and only a change that matters', async () => {
    await start();
    const phone = hotline.phone(caoYulan);
    await links(phone, '1');
    const expect30 = (expectedEndAt: string) =>
      hotline.api('/outages/D-FAULT', { method: 'PATCH', body: { expectedEndAt } });
    await expect30('2026-01-05T04:40:00Z');
    await hotline.advance({ minutes: 1 });
    await expect30('2026-01-05T06:00:00Z');
    await phone.receives(/停电新消息.*最晚1月5日14:00恢复/);
    await hotline.advance({ minutes: 5 });
    await expect30('2026-01-05T07:00:00Z');
    await hotline.advance({ minutes: 20 });
    await phone.receives(/最晚1月5日15:00恢复/, 10 * 60);
    expect((await tickets())[0]?.promises.map(({ promisedAt }) => promisedAt.slice(11, 16))).toEqual([
      '04:30',
      '06:00',
      '07:00',
    ]);
  });
});
