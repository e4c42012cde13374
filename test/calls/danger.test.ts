import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';

/** Danger calls: the right phones ring before anything else is asked, and the caller ends up with a person. */

const wangFang = '+8613800000001';
const carter = '+8613800000006';
const sunZhiyuan = '+8613800000008';
const stranger = '+8613911112222';
const liQiang = '+8613800011101';
const zhaoLei = '+8613800011102';
const qianWei = '+8613800011103';
const desk = '+8613800013101';
const desk2 = '+8613800013102';

let hotline: Hotline;
afterEach(() => hotline.close());

async function start(policy: object = {}): Promise<void> {
  hotline = await Hotline.start({ repeatEveryWebhook: true, policy });
}

/** The person at the desk takes the call and ends it after a word. */
async function deskTakes(caller: TestPhone): Promise<void> {
  const phone = hotline.phone(desk);
  await (await phone.rings(30)).answers();
  await phone.presses('1');
  expect(caller.isTalkingWith(phone)).toBe(true);
  await phone.hangsUp();
  if (!caller.isIdle) await caller.hangsUp();
}

/** One takes the job without a time, the other's phone falls silent. */
async function accepts(crew: TestPhone): Promise<void> {
  await crew.answers();
  await crew.presses('1');
  await crew.hangsUp();
}

async function pressesDanger(number: string, keys: readonly string[]): Promise<TestPhone> {
  const caller = hotline.phone(number);
  await (await caller.dials()).isAt('caller/main-menu');
  await caller.presses('5');
  await caller.hears(/1、2、0或1、1、9或1、1、0|1, 2, 0 or 1, 1, 9 or 1, 1, 0/);
  for (const key of keys) await caller.presses(key);
  return caller;
}

describe('each key', () => {
  it.each([
    ['1', ['1'], '电线落地、冒火花或冒烟', 'line_hazard', 'G-URB', [liQiang, zhaoLei]],
    ['0', ['0'], '电线落地、冒火花或冒烟', 'line_hazard', 'G-URB', [liQiang, zhaoLei]],
    ['an unused key', ['7'], '电线落地、冒火花或冒烟', 'line_hazard', 'G-URB', [liQiang, zhaoLei]],
    ['2', ['2'], '水管爆裂、进水或漏气', 'water', 'ENG', ['+8613800012101', '+8613800012102']],
    ['4', ['4'], '治安求助', 'lost_security', 'ORD', ['+8613800013203', '+8613800013201']],
    [
      'help 2',
      ['3', '2'],
      '有人生病或受伤,请到门口接应120',
      'lost_security',
      'ORD',
      ['+8613800013203', '+8613800013201'],
    ],
    [
      'help 3',
      ['3', '3'],
      '有人生病或受伤,请代打120并接应',
      'lost_security',
      'ORD',
      ['+8613800013201', '+8613800013203'],
    ],
    ['help 4', ['3', '4'], '维持生命的设备没电', 'lv', 'G-URB', [liQiang, zhaoLei]],
  ])(
    '%s rings the right people before anything else is asked',
    async (_name, keys, summary, category, team, phones) => {
      await start();
      const caller = await pressesDanger(wangFang, keys);
      const [first, second] = phones.map((phone) => hotline.phone(phone));
      await first!.rings();
      await second!.rings();
      expect(await hotline.onlyTicket()).toMatchObject({
        kind: 'danger',
        priority: 'P0',
        summary,
        category,
        team: { code: team },
      });
      await (await caller.hears(/澜苑小区.*吗/)).isAt('caller/danger-place');
      await caller.receives(/工单号\d{8}/);
    },
  );
});

it('a known place is confirmed, one of two takes the job, and the caller is given to a person', async () => {
  await start();
  const caller = await pressesDanger(wangFang, ['1']);
  await hotline.phone(liQiang).rings();
  await hotline.phone(zhaoLei).rings();
  await accepts(hotline.phone(liQiang));
  expect(hotline.phone(zhaoLei).isIdle).toBe(true);
  await caller.presses('1');
  await deskTakes(caller);
  await caller.receives(/工单号\d{8}/);
  await caller.receives(/接单/, 60);
  expect(await hotline.onlyTicket()).toMatchObject({ state: 'accepted', accountNo: '5710000101' });
  expect(await hotline.tasks()).toEqual([]);
  await hotline.advance({ minutes: 3 });
});

it('somebody trapped: engineers and guards are rung, and whoever accepts first does not stop the others', async () => {
  await start();
  const caller = await pressesDanger(wangFang, ['3', '1']);
  const [engineer, second, guard, monitoring] = ['2101', '2102', '3203', '3201'].map((code) =>
    hotline.phone(`+861380001${code}`),
  );
  for (const phone of [engineer!, second!, guard!, monitoring!]) await phone.rings();
  await caller.isAt('caller/danger-place');
  await accepts(engineer!);
  expect(second!.isIdle).toBe(true);
  await guard!.answers();
  await guard!.hears(/有人被困/);
  await guard!.presses('1');
  await guard!.hangsUp();
  expect(monitoring!.isIdle).toBe(true);
  const items = await hotline.tickets();
  const main = items.find(({ parent }) => parent === null);
  const help = items.find(({ parent }) => parent !== null);
  expect(items).toHaveLength(2);
  expect(main).toMatchObject({ kind: 'danger', category: 'lift', state: 'accepted', team: { code: 'ENG' } });
  expect(help).toMatchObject({
    category: 'lost_security',
    state: 'accepted',
    team: { code: 'ORD' },
    parent: main!.number,
  });
  await caller.receives(new RegExp(main!.number));
  await caller.receives(/接单/, 60);
  await caller.hangsUp();
  await (await (await caller.rings(150)).answers()).presses('3');
  await engineer!.receives(/已取消/);
  await guard!.receives(/已取消/);
});

describe('a number with several addresses', () => {
  it('rings the crew of their region at once, and asks which of them it is', async () => {
    await start();
    const caller = await pressesDanger(sunZhiyuan, ['1']);
    const crew = hotline.phone(liQiang);
    await crew.rings();
    await hotline.phone(zhaoLei).rings();
    expect(await hotline.onlyTicket()).toMatchObject({ accountNo: null, team: { code: 'G-URB' } });
    await (await caller.hears(/已经登记为特急.*澜苑小区.*吗/s)).isAt('caller/danger-place');
    // The crew is rung already: no key leads back to the question what the danger is.
    await (await caller.presses('*')).isAt('caller/danger-place');
    await caller.presses('2');
    await (await caller.hears(/^(?!.*登记).*学院路.*吗/s)).isAt('caller/danger-place');
    await caller.presses('1');
    expect(await hotline.onlyTicket()).toMatchObject({ accountNo: '5710000109', team: { code: 'G-URB' } });
    expect(await hotline.tasks()).toMatchObject([{ kind: 'locate', state: 'done' }]);
    await accepts(crew);
    await deskTakes(caller);
    await caller.receives(/工单号/);
    await caller.receives(/接单/, 60);
  });

  it('of several regions rings the default team first and the right one when the caller has said where', async () => {
    await start();
    const caller = await pressesDanger('+8613800000009', ['1']);
    const remote = hotline.phone('+8613800011301');
    await remote.rings();
    await hotline.phone('+8613800011302').rings();
    expect(await hotline.onlyTicket()).toMatchObject({ accountNo: null, team: { code: 'G-REM' } });
    await (await caller.presses('2')).isAt('caller/danger-place');
    await caller.presses('1');
    const rural = hotline.phone('+8613800011201');
    await rural.rings();
    await hotline.phone('+8613800011202').rings();
    expect(remote.isIdle).toBe(true);
    expect(await hotline.onlyTicket()).toMatchObject({ accountNo: '5710000111', team: { code: 'G-RUR' } });
    await accepts(rural);
    await deskTakes(caller);
    await caller.receives(/Ticket \d{8}/);
    await caller.receives(/sorry/, 60);
  });

  it('of several regions rings the grid team where no engineers serve the one they choose', async () => {
    await start();
    const caller = await pressesDanger('+8613800000009', ['2']);
    const engineer = hotline.phone('+8613800012101');
    await engineer.rings();
    await hotline.phone('+8613800012102').rings();
    await (await caller.presses('2')).isAt('caller/danger-place');
    await caller.presses('1');
    const rural = hotline.phone('+8613800011201');
    await rural.rings();
    await hotline.phone('+8613800011202').rings();
    expect(engineer.isIdle).toBe(true);
    expect(await hotline.onlyTicket()).toMatchObject({
      accountNo: '5710000111',
      category: 'water',
      team: { code: 'G-RUR' },
    });
    await accepts(rural);
    await deskTakes(caller);
    await caller.receives(/Ticket \d{8}/);
    await caller.receives(/sorry/, 60);
  });

  it('takes the place by voice when it is none of them', async () => {
    await start();
    const caller = await pressesDanger(sunZhiyuan, ['1']);
    await hotline.phone(liQiang).rings();
    await hotline.phone(zhaoLei).rings();
    await caller.presses('2');
    await (await caller.presses('2')).isAt('caller/danger-address');
    await caller.says('河边');
    await caller.presses('#');
    await accepts(hotline.phone(liQiang));
    await deskTakes(caller);
    await caller.receives(/工单号/);
    await caller.receives(/接单/, 60);
    expect(await hotline.tasks()).toMatchObject([{ kind: 'locate', reason: 'danger', state: 'open' }]);
  });
});

it.each(['before', 'after'])(
  'sends the grid team of the region where no engineers serve: place said %s the accept',
  async (when) => {
    await start();
    const caller = await pressesDanger('+8613800000004', ['2']);
    const crew = hotline.phone('+8613800011201');
    await crew.rings();
    await hotline.phone('+8613800011202').rings();
    expect(await hotline.onlyTicket()).toMatchObject({ category: 'water', team: { code: 'G-RUR' } });
    if (when === 'before') await caller.presses('1');
    expect(crew.isIdle).toBe(false);
    await accepts(crew);
    if (when === 'after') await caller.presses('1');
    const { team, timeline } = await hotline.onlyTicket();
    expect(team).toEqual(expect.objectContaining({ code: 'G-RUR' }));
    expect(timeline.map(({ type }) => type)).not.toContain('located');
    await deskTakes(caller);
    await caller.receives(/工单号/);
    await caller.receives(/接单/, 60);
  },
);

it('rings the default team for an unknown caller in English, keeps where it is, and asks the desk to find it', async () => {
  await start();
  const caller = hotline.phone(stranger);
  await (await caller.dials()).isAt('caller/main-menu');
  await caller.presses('8');
  await caller.presses('5');
  await (await caller.hears(/hurt or it burns, hang up first and dial/)).isAt('caller/danger');
  await caller.presses('1');
  const crew = hotline.phone('+8613800011301');
  await crew.rings();
  await hotline.phone('+8613800011302').rings();
  await (await caller.hears(/After the tone, say where/)).isAt('caller/danger-address');
  await caller.says('pole by the river, College Road');
  await caller.presses('#');
  await deskTakes(caller);
  const [task] = await hotline.tasks();
  expect(task).toMatchObject({ kind: 'locate', reason: 'danger', state: 'open' });
  expect(task!.recording).toMatch(/^RE/);
  await caller.receives(/Ticket \d{8}/);

  await hotline.api(`/tasks/${task!.id}/actions`, { method: 'POST', body: { action: 'locate', node: 'B-XY8' } });
  expect(crew.isIdle).toBe(true);
  await hotline.phone(liQiang).rings();
  await hotline.phone(zhaoLei).rings();
  await accepts(hotline.phone(liQiang));
  await caller.receives(/sorry/, 60);
  const ticket = await hotline.onlyTicket();
  expect(ticket).toMatchObject({ state: 'accepted', team: { code: 'G-URB' } });
  expect(ticket.timeline.map(({ type }) => type)).toContain('located');
  expect((await hotline.tasks()).map(({ state }) => state)).toEqual(['done']);
});

it('somebody ill at a place that nobody knows yet: the guards and the monitoring centre on duty are rung', async () => {
  await start();
  const caller = await pressesDanger(stranger, ['3', '2']);
  const guard = hotline.phone('+8613800013203');
  const monitoring = hotline.phone('+8613800013201');
  await guard.rings();
  await monitoring.rings();
  await caller.isAt('caller/danger-address');
  await caller.says('河边停车场门口');
  await caller.presses('#');
  await deskTakes(caller);
  await accepts(guard);
  expect(monitoring.isIdle).toBe(true);
  await caller.receives(/工单号/);
  await caller.receives(/接单/, 60);
  expect(await hotline.onlyTicket()).toMatchObject({ priority: 'P0', state: 'accepted', person: { code: '3203' } });
  expect(await hotline.tasks()).toMatchObject([{ kind: 'locate', reason: 'danger', state: 'open' }]);
});

it('a place told by voice is on the list of the desk again when the desk had given it up', async () => {
  await start();
  const caller = await pressesDanger(stranger, ['1']);
  const crew = hotline.phone('+8613800011301');
  await crew.rings();
  await hotline.phone('+8613800011302').rings();
  await caller.isAt('caller/danger-address');
  const [task] = await hotline.tasks();
  const givenUp = { action: 'done', note: '没有地址' };
  await hotline.api(`/tasks/${task!.id}/actions`, { method: 'POST', body: givenUp });
  await caller.says('河边的电线杆');
  await caller.presses('#');
  await deskTakes(caller);
  await accepts(crew);
  await caller.receives(/工单号/);
  await caller.receives(/接单/, 60);
  expect(await hotline.tasks()).toMatchObject([{ id: task!.id, kind: 'locate', state: 'open' }]);
});

it('takes another place than the one on file by voice', async () => {
  await start();
  const caller = await pressesDanger(wangFang, ['1']);
  await hotline.phone(liQiang).rings();
  await hotline.phone(zhaoLei).rings();
  await caller.presses('2');
  await (await caller.hears(/说出地点/)).isAt('caller/danger-address');
  await caller.says('学院路口');
  await caller.presses('#');
  await deskTakes(caller);
  const crew = hotline.phone(liQiang);
  await crew.answers();
  await crew.doesNotHear(/澜苑/);
  await crew.presses('1');
  await crew.hangsUp();
  await caller.receives(/工单号/);
  await caller.receives(/接单/, 60);
  expect(await hotline.onlyTicket()).toMatchObject({ accountNo: null, state: 'accepted' });
  expect(await hotline.tasks()).toMatchObject([{ kind: 'locate', reason: 'danger', state: 'open' }]);
});

it('silence opens the ticket and rings a person, and the crew when nobody takes it', async () => {
  await start({ queue: { ringFor: '20s', maxWait: '40s' } });
  const caller = hotline.phone(wangFang);
  await (await caller.dials()).isAt('caller/main-menu');
  await caller.presses('5');
  await caller.isAt('caller/danger');
  await caller.staysSilent();
  await hotline.phone(desk).rings(20);
  expect(await hotline.onlyTicket()).toMatchObject({ kind: 'danger', priority: 'P0', state: 'new' });
  expect(hotline.phone(liQiang).isIdle).toBe(true);
  await hotline.phone(desk2).rings(25);
  await hotline.phone(liQiang).rings(20);
  await hotline.phone(zhaoLei).rings();
  await accepts(hotline.phone(liQiang));
  if (!caller.isIdle) await caller.hangsUp();
  await caller.receives(/工单号/);
  await caller.receives(/接单/, 60);

  await (await (await caller.rings(150)).answers()).hears(/现在安全吗/);
  await caller.isAt('danger-check/safe');
  await (await caller.presses('1')).hears(/已经记下/);
  expect((await hotline.onlyTicket()).timeline.map(({ data }) => data['note'])).toContain('safe');
  expect(await hotline.tasks()).toMatchObject([{ reason: 'danger_check', state: 'done' }]);
});

it('silence rings nobody else when a person takes the call; the person pages by the task', async () => {
  await start();
  const caller = hotline.phone(wangFang);
  await (await caller.dials()).presses('5');
  await caller.isAt('caller/danger');
  await caller.staysSilent();
  await deskTakes(caller);
  await caller.receives(/工单号/);
  await hotline.advance({ minutes: 1 });
  const [task] = await hotline.tasks();
  expect(task).toMatchObject({ kind: 'call', reason: 'danger', state: 'open' });
  await hotline.api(`/tasks/${task!.id}/actions`, { method: 'POST', body: { action: 'page' } });
  await hotline.phone(liQiang).rings();
  await hotline.phone(zhaoLei).rings();
  await accepts(hotline.phone(liQiang));
  await caller.receives(/接单/, 60);
});

it('silence rings the crew on although a person takes the call in the end: who accepts has the job', async () => {
  await start({ danger: { personWithin: '10s' } });
  const caller = hotline.phone(wangFang);
  await (await caller.dials()).presses('5');
  await caller.isAt('caller/danger');
  await caller.staysSilent();
  await hotline.phone(desk).rings(20);
  await hotline.phone(liQiang).rings(20);
  await hotline.phone(zhaoLei).rings();
  await deskTakes(caller);
  await caller.receives(/工单号/);
  await (await hotline.phone(liQiang).answers()).presses('2');
  await hotline.phone(liQiang).hangsUp();
  await hotline.phone(qianWei).rings();
  await accepts(hotline.phone(zhaoLei));
  await caller.receives(/赵磊/, 60);
  expect(await hotline.onlyTicket()).toMatchObject({ state: 'accepted', person: { code: '1102' } });
  expect(await hotline.tasks()).toEqual([]);
});

it('key 5 works in mid-path for the address picked there, and a mistake ends it', async () => {
  await start();
  const caller = hotline.phone(sunZhiyuan);
  await (await caller.dials()).isAt('caller/main-menu');
  await (await caller.presses('1')).isAt('caller/pick-account');
  await (await caller.presses('2')).isAt('caller/neighbours');
  await (await caller.presses('5')).isAt('caller/danger');
  await caller.presses('1');
  const crew = hotline.phone(liQiang);
  await crew.rings();
  await hotline.phone(zhaoLei).rings();
  expect(await hotline.onlyTicket()).toMatchObject({ accountNo: '5710000109', team: { code: 'G-URB' } });
  await accepts(crew);
  await caller.hears(/学院路/);
  await caller.hangsUp();
  await caller.receives(/工单号/);
  await caller.receives(/接单/, 60);
  await (await (await caller.rings(150)).answers()).presses('3');
  await crew.receives(/已取消/);
  expect(await hotline.onlyTicket()).toMatchObject({ state: 'closed', stateReason: 'false_report' });
});

it('rings on when the caller is still in danger', async () => {
  await start();
  const caller = await pressesDanger(carter, ['1']);
  await hotline.phone(liQiang).rings();
  await hotline.phone(zhaoLei).rings();
  await caller.hangsUp();
  await caller.receives(/Ticket \d{8}/);
  await accepts(hotline.phone(liQiang));
  await caller.receives(/sorry/, 60);
  await (await (await caller.rings(150)).answers()).hears(/Are you safe/);
  await caller.presses('2');
  await deskTakes(caller);
  expect((await hotline.tasks()).map(({ state }) => state)).toEqual(['open']);
});

it('with the database down a person is rung, and the danger becomes a P0 ticket when it is back', async () => {
  hotline = await Hotline.start({ stoppable: true });
  const caller = hotline.phone(wangFang);
  await (await caller.dials()).isAt('caller/main-menu');
  await hotline.stopDatabase();
  await (await caller.presses('5')).isAt('caller/danger');
  await caller.presses('1');
  await deskTakes(caller);
  await hotline.startDatabase();
  expect(await hotline.replaySpool()).toBe(1);
  await hotline.phone(liQiang).rings();
  await hotline.phone(zhaoLei).rings();
  expect(await hotline.onlyTicket()).toMatchObject({ kind: 'danger', priority: 'P0', accountNo: '5710000101' });
  await caller.receives(/工单号/);
});
