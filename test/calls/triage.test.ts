import { Account } from '../../models/account';
import { AccountPhone } from '../../models/account-phone';
import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';

/** Every answer on the power path and what it leads to: the outcome table of contract section 5, by telephone. */

let hotline: Hotline;
afterEach(() => hotline.close());

const zhouMin = '+8613800000003';
const crewOf = { urban: '+8613800011101' };

type Step = readonly [node: string, keys: string];

/** Walks node by node; `speak` stands for a recording ended by #, an entry with # waits until it is taken. */
async function walk(phone: TestPhone, steps: readonly Step[]): Promise<void> {
  for (const [node, keys] of steps) {
    await phone.isAt(node);
    if (keys === 'speak') {
      await phone.says('请快一点');
      await phone.presses('#');
    } else await phone.enters(keys);
  }
}

const toNeighbours: readonly Step[] = [
  ['caller/main-menu', '1'],
  ['caller/account', '1'],
];
const toEnd: readonly Step[] = [
  ['caller/describe', 'speak'],
  ['caller/confirm', '1'],
];
const onlyMe: readonly Step[] = [...toNeighbours, ['caller/neighbours', '2']];

describe('a report that somebody is sent for', () => {
  it.each<[string, readonly Step[], object]>([
    [
      'only me, the switch is on',
      [...onlyMe, ['caller/breaker', '3']],
      { responsibility: 'GRID', priority: 'P1', category: 'meter' },
    ],
    ['only me, not checked', [...onlyMe, ['caller/breaker', '4']], { responsibility: 'UNKNOWN', priority: 'P1' }],
    [
      'partly on',
      [...toNeighbours, ['caller/neighbours', '4'], ['caller/symptom', '1']],
      { responsibility: 'GRID', priority: 'P1', category: 'quality' },
    ],
    [
      'a hot meter box',
      [...toNeighbours, ['caller/neighbours', '4'], ['caller/symptom', '2']],
      { responsibility: 'GRID', category: 'meter' },
    ],
    [
      'a leaning pole',
      [...toNeighbours, ['caller/neighbours', '4'], ['caller/symptom', '3']],
      { responsibility: 'GRID', priority: 'P1', category: 'line_hazard' },
    ],
    [
      'my home while I am away',
      [
        ['caller/main-menu', '1'],
        ['caller/account', '3'],
        ['caller/elsewhere', '3'],
      ],
      { responsibility: 'UNKNOWN', priority: 'P1' },
    ],
  ])('%s', async (_what, steps, expected) => {
    hotline = await Hotline.start({ repeatEveryWebhook: true });
    const caller = await hotline.phone(zhouMin).dials();
    await walk(caller, [...steps, ...toEnd]);
    await (await caller.isAt('caller/created')).hears(/工单号/);
    await caller.hangsUp();
    await (await hotline.phone(crewOf.urban).rings()).rejects();
    await caller.receives(/工单/);
    expect(await hotline.onlyTicket()).toMatchObject({ ...expected, state: 'offered', accountNo: '5710000103' });
  });

  it.each([
    ['1', 'somebody_there'],
    ['2', 'ring_before'],
    ['3', 'use_key'],
    ['4', 'appointment_only'],
  ])(
    'my own wiring: a paid visit is agreed to, key %s at the door is %s, and there is a code for it',
    async (key, access) => {
      hotline = await Hotline.start({ repeatEveryWebhook: true });
      const caller = await hotline.phone(zhouMin).dials();
      await walk(caller, [...onlyMe, ['caller/breaker', '2'], ['caller/breaker-again', '2']]);
      await caller.hears(/有偿服务.*50元/);
      await walk(caller, [['caller/paid-visit', '1'], ['caller/visit-time', '1'], ['caller/access', key], ...toEnd]);
      await caller.hears(/验证码/);
      await caller.hangsUp();
      await (await hotline.phone(crewOf.urban).rings()).rejects();
      await caller.receives(/\d{6}/);
      expect(await hotline.onlyTicket()).toMatchObject({
        responsibility: 'INTERNAL',
        category: 'internal',
        chargeable: true,
        access,
      });
    },
  );
});

describe('a call that nobody is sent for', () => {
  it.each<[string, readonly Step[], string]>([
    ['the switch holds', [...onlyMe, ['caller/breaker', '1']], 'self_fixed'],
    ['it holds after unplugging', [...onlyMe, ['caller/breaker', '2'], ['caller/breaker-again', '1']], 'self_fixed'],
    [
      'a paid visit is declined',
      [...onlyMe, ['caller/breaker', '2'], ['caller/breaker-again', '2'], ['caller/paid-visit', '2']],
      'quote_refused',
    ],
  ])('%s', async (_what, steps, reason) => {
    hotline = await Hotline.start({ repeatEveryWebhook: true });
    const caller = await hotline.phone(zhouMin).dials();
    await walk(caller, steps);
    await caller.hears(/再见/);
    await hotline.advance({ minutes: 10 });
    expect(await hotline.onlyTicket()).toMatchObject({ state: 'closed', stateReason: reason });
  });

  it('arrears: told with the sum on the own phone, texted how to pay, closed', async () => {
    hotline = await Hotline.start({ repeatEveryWebhook: true });
    const caller = await hotline.phone('+8613800000010').dials();
    await walk(caller, toNeighbours);
    await (await caller.isAt('caller/arrears')).hears(/128元5角/);
    await caller.presses('2');
    await caller.hears(/短信/);
    await caller.receives(/缴费|支付/);
    expect(await hotline.onlyTicket()).toMatchObject({
      state: 'closed',
      stateReason: 'arrears',
      responsibility: 'ARREARS',
    });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a tenant', () => AccountPhone.create({ phone: '+8613900000002', accountNo: '5710000112', tenant: true })],
    [
      'whoever has paid and is still cut off',
      async () => {
        await Account.update({ balanceCents: 0 }, { where: { accountNo: '5710000112' } });
        await AccountPhone.create({ phone: '+8613900000002', accountNo: '5710000112' });
      },
    ],
  ])('arrears: %s hears why, and no sum', async (_who, arrange) => {
    hotline = await Hotline.start({ repeatEveryWebhook: true });
    await arrange();
    const caller = await hotline.phone('+8613900000002').dials();
    await walk(caller, toNeighbours);
    await (await caller.isAt('caller/arrears')).hears(/欠费/);
    await caller.doesNotHear(/元|128/);
    await caller.presses('2');
    expect(await caller.receives(/缴费|支付/)).not.toMatch(/元|128/);
  });

  it('a prepaid meter without credit: told how to top up', async () => {
    hotline = await Hotline.start({ repeatEveryWebhook: true });
    const caller = await hotline.phone('+8613800000014').dials();
    await walk(caller, [...toNeighbours, ['caller/top-up', '1']]);
    await caller.hears(/短信/);
    await caller.receives(/缴费|支付|充值/);
    expect(await hotline.onlyTicket()).toMatchObject({
      state: 'closed',
      stateReason: 'arrears',
      responsibility: 'ARREARS',
    });
  });
});

it('arrears paid already: the report is passed on for reconnection', async () => {
  hotline = await Hotline.start({ repeatEveryWebhook: true });
  const caller = await hotline.phone('+8613800000010').dials();
  await walk(caller, [...toNeighbours, ['caller/arrears', '1'], ...toEnd]);
  await (await caller.isAt('caller/created')).hears(/最晚明天/);
  await caller.hangsUp();
  await (await hotline.phone(crewOf.urban).rings()).rejects();
  await caller.receives(/工单/);
  expect(await hotline.onlyTicket()).toMatchObject({
    responsibility: 'ARREARS',
    category: 'reconnect',
    state: 'offered',
  });
});

it('a prepaid meter with credit goes on to the switch', async () => {
  hotline = await Hotline.start();
  const caller = await hotline.phone('+8613800000013').dials();
  await walk(caller, [...onlyMe, ['caller/prepaid', '2']]);
  await caller.isAt('caller/breaker');
  await caller.hangsUp();
  await hotline.advance({ seconds: 10 });
  await caller.receives(/没有登记完/);
  expect(caller.isIdle).toBe(true);
});

describe('whose supply it is', () => {
  it('is chosen among several addresses, in English too', async () => {
    hotline = await Hotline.start({ repeatEveryWebhook: true });
    const caller = await hotline.phone('+8613800000009').dials();
    await caller.hears(/Hello/);
    await walk(caller, [['caller/main-menu', '1']]);
    await (await caller.isAt('caller/pick-account')).hears(/Lanyuan Estate, press 1.*Dongxi Village, press 2/);
    await walk(caller, [['caller/pick-account', '2'], ['caller/neighbours', '1'], ...toEnd]);
    await (await caller.isAt('caller/created')).hears(/within 90 minutes/);
    await caller.hangsUp();
    await (await hotline.phone('+8613800011201').rings()).rejects();
    await caller.receives(/ticket/i);
    expect(await hotline.onlyTicket()).toMatchObject({ accountNo: '5710000111', region: 'RUR' });
  });

  it('is keyed by a stranger, who hears no sum, no name and no flat', async () => {
    hotline = await Hotline.start({ repeatEveryWebhook: true });
    const caller = await hotline.phone('+8613900000001').dials();
    await walk(caller, [
      ['caller/main-menu', '1'],
      ['caller/account-number', '5710000112#'],
    ]);
    await caller.isAt('caller/arrears');
    await caller.doesNotHear(/128|马超|201/);
    await walk(caller, [
      ['caller/arrears', '1'],
      ['caller/describe', 'speak'],
    ]);
    await caller.isAt('caller/confirm');
    await caller.doesNotHear(/128|马超|201/);
    await caller.hangsUp();
    await hotline.advance({ seconds: 10 });
    expect(await caller.receives(/没有登记完/)).not.toMatch(/128|马超|201/);
  });

  it('is asked of a withheld number, and so is a phone to call back', async () => {
    hotline = await Hotline.start({ repeatEveryWebhook: true });
    const caller = await hotline.phone('+8613800000041').dials({ withheld: true });
    await walk(caller, [
      ['caller/main-menu', '1'],
      ['caller/account-number', '5710000103#'],
      ['caller/neighbours', '1'],
      ['caller/contact-number', '13800000003#'],
      ...toEnd,
    ]);
    await (await caller.isAt('caller/created')).hears(/工单号/);
    await caller.hangsUp();
    await (await hotline.phone(crewOf.urban).rings()).rejects();
    await hotline.phone(zhouMin).receives(/工单/);
    expect(await hotline.onlyTicket()).toMatchObject({ accountNo: '5710000103', responsibility: 'GRID' });
  });

  it('is spoken after two numbers that nobody knows', async () => {
    hotline = await Hotline.start({ repeatEveryWebhook: true });
    const caller = await hotline.phone('+8613900000001').dials();
    await walk(caller, [
      ['caller/main-menu', '1'],
      ['caller/account-number', '9999#'],
    ]);
    await (await caller.isAt('caller/account-number')).hears(/没有查到/);
    await walk(caller, [['caller/account-number', '8888#']]);
    await caller.isAt('caller/address-voice');
    await caller.hangsUp();
    await hotline.advance({ seconds: 10 });
    await caller.receives(/没有登记完/);
    expect(caller.isIdle).toBe(true);
  });
});
