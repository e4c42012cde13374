import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';

/** One power cut from the first ring to the last rating, as callers and crews live it. */

const wangFang = '+8613800000001';
const carter = '+8613800000006';
const liQiang = '+8613800011101';

let hotline: Hotline;
afterEach(() => hotline.close());

interface Words {
  readonly menu: RegExp;
  readonly account: RegExp;
  readonly neighbours: RegExp;
  readonly describe: RegExp;
  readonly confirm: RegExp;
  readonly created: RegExp;
  readonly receipt: RegExp;
  readonly notice: RegExp;
  readonly restore: RegExp;
  readonly fixed: RegExp;
  readonly thanks: RegExp;
}

const mandarin: Words = {
  menu: /您好.*报修热线.*停电.*请按1/s,
  account: /澜苑小区/,
  neighbours: /邻居/,
  describe: /提示音/,
  confirm: /核对.*停电.*0、0、0、1/s,
  created: /工单号.*45分钟内到达.*最晚今天上午11点1[56]分/s,
  receipt: /\d{8}/,
  notice: /抱歉|歉/,
  restore: /预计.*恢复供电/,
  fixed: /报修热线.*尾号/,
  thanks: /谢谢/,
};

const english: Words = {
  menu: /Hello.*repair line.*power cut.*press 1/s,
  account: /Lanyuan Estate/,
  neighbours: /neighbours/,
  describe: /tone/,
  confirm: /check.*power cut.*0, 0, 0, 6/is,
  created: /Ticket.*within 45 minutes.*by 11:1[56] a\.m\. today/s,
  receipt: /\d{8}/,
  notice: /sorry/i,
  restore: /expects power back/,
  fixed: /repair line.*ending/,
  thanks: /thank/i,
};

async function report(caller: TestPhone, words: Words): Promise<void> {
  await (await caller.dials()).hears(words.menu);
  await caller.isAt('caller/main-menu');
  await (await (await caller.presses('1')).hears(words.account)).isAt('caller/account');
  await (await (await caller.presses('1')).hears(words.neighbours)).isAt('caller/neighbours');
  await (await (await caller.presses('1')).hears(words.describe)).isAt('caller/describe');
  await caller.says('整栋楼都没电了');
  await caller.presses('#');
  await (await caller.hears(words.confirm)).isAt('caller/confirm');
  await (await (await caller.presses('1')).hears(words.created)).isAt('caller/created');
  await caller.hangsUp();
}

describe.each([
  ['Mandarin', wangFang, mandarin],
  ['English', carter, english],
])('a power cut reported in %s', (_language, number, words) => {
  it('becomes a ticket, is paged, accepted, repaired, checked and rated', async () => {
    hotline = await Hotline.start({ repeatEveryWebhook: true, policy: { notice: { channels: ['call', 'text'] } } });
    const caller = hotline.phone(number);
    const crew = hotline.phone(liQiang);
    await report(caller, words);
    await caller.receives(words.receipt);

    await (await (await crew.rings()).answers()).hears(/接单请按1/);
    await crew.isAt('page/offer');
    await (await crew.presses('1')).isAt('page/eta');
    await crew.enters('20#');
    await crew.hears(/辛苦|收到|记录|接单/);
    expect(crew.isIdle).toBe(true);
    await caller.receives(words.notice);
    await (await (await caller.rings()).answers()).hears(words.notice);
    await (await caller.presses('1')).hears(words.thanks);
    expect(caller.isIdle).toBe(true);
    expect((await hotline.onlyTicket()).state).toBe('accepted');

    await hotline.advance({ minutes: 5 });
    await (await crew.dials()).isAt('crew/pin');
    await (await crew.presses('3202#')).isAt('crew/menu');
    await crew.presses('1');
    await hotline.advance({ minutes: 15 });
    if (!crew.isIdle) await crew.hangsUp();
    expect((await hotline.onlyTicket()).state).toBe('departed');

    await (await crew.dials()).isAt('crew/menu');
    await (await crew.presses('2')).isAt('crew/etr');
    await crew.enters('30#');
    await caller.receives(words.restore);
    if (!crew.isIdle) await crew.hangsUp();
    expect((await hotline.onlyTicket()).state).toBe('arrived');

    await hotline.advance({ minutes: 25 });
    await (await crew.dials()).isAt('crew/menu');
    await (await crew.presses('3')).isAt('crew/cause');
    await (await crew.presses('1')).isAt('crew/result');
    await (await crew.presses('1')).isAt('crew/restored-at');
    await crew.enters('#');
    if (!crew.isIdle) await crew.hangsUp();
    expect((await hotline.onlyTicket()).state).toBe('done');

    await (await (await caller.rings(6 * 60)).answers()).hears(words.fixed);
    await caller.isAt('completion/fixed');
    await (await caller.presses('1')).isAt('completion/restored-time');
    await (await caller.presses('1')).isAt('completion/quality');
    await (await caller.presses('5')).isAt('completion/attitude');
    await (await caller.presses('4')).isAt('completion/overall');
    await (await caller.presses('5')).hears(words.thanks);
    await hotline.advance({ minutes: 1 });

    const ticket = await hotline.onlyTicket();
    expect(ticket).toMatchObject({
      state: 'closed',
      stateReason: 'satisfied',
      priority: 'P1',
      responsibility: 'GRID',
      satisfaction: { quality: 5, attitude: 4, overall: 5 },
    });
    expect(ticket.timeline.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'reported',
        'paged',
        'accepted',
        'departed',
        'arrived',
        'restored',
        'completed',
        'closed',
      ]),
    );
    expect(ticket.promises.length).toBeGreaterThan(0);
  });
});
