import { Attempt } from '../../models/attempt';
import { OptOut } from '../../models/opt-out';
import { OutageEvidence } from '../../models/outage-evidence';
import type { Listed } from '../support/answers';
import { Hotline } from '../support/hotline';

/** Texts to the hotline: contract section 5. */

const caoYulan = '+8613800000031';
const brown = '+8613800000033';
const wangFang = '+8613800000001';
const twoPlaces = '+8613800000008';
const inArrears = '+8613800000010';
const liQiang = '+8613800011101';

let hotline: Hotline;
beforeEach(async () => {
  hotline = await Hotline.start({ repeatEveryWebhook: true });
});
afterEach(() => hotline.close());

const optOuts = async () => (await hotline.api<Listed<'OptOut'>>('/optouts')).items;
const restore = () => hotline.api('/outages/D-FAULT', { method: 'PATCH', body: { state: 'restored' } });

it('OUT under a known outage is linked and told; STATUS and ON are answered, STOP ends texts and START brings them back', async () => {
  const phone = hotline.phone(caoYulan);
  await phone.texts(' 停 电 ');
  await phone.receives(/大风.*最晚1月5日12:30恢复.*来电后短信通知/);
  await phone.texts('ｓｔａｔｕｓ');
  await phone.receives(/工单\d{8}:属于已知停电.*大风/);
  expect(await hotline.tickets()).toMatchObject([
    { state: 'closed', stateReason: 'linked', channel: 'text', outage: 'D-FAULT' },
  ]);
  const guest = hotline.phone(brown);
  await guest.texts('out');
  await guest.receives(/a tree brought down a line.*by 12:30, 5 Jan at the latest.*text you/);
  await guest.texts('On.');
  await guest.receives(/Good that your power is back/);
  expect(await OutageEvidence.findAll()).toMatchObject([{ outageCode: 'D-FAULT', answer: 'on' }]);

  await phone.texts('Stop');
  expect(await optOuts()).toMatchObject([{ phone: '+86*******0031', source: 'text', person: null }]);
  await restore();
  await hotline.advance({ minutes: 2 });
  expect(await Attempt.findAll({ where: { kind: 'restoration' } })).toMatchObject([
    { toPhone: caoYulan, state: 'ended', outcome: 'opted_out' },
  ]);
  await phone.texts('START');
  await phone.receives(/重新收到/);
  expect(await optOuts()).toEqual([]);
});

it('OUT elsewhere opens a report with its promise, once; staff take it by text', async () => {
  const phone = hotline.phone(wangFang);
  await phone.texts('停电');
  const promise = await phone.receives(/停电已登记,工单号\d{8},抢修人员最晚1月5日11:15到达/);
  const number = /\d{8}/.exec(promise)?.[0] ?? '';
  await phone.texts('停电');
  await phone.receives(new RegExp(`已经登记过,工单号${number}`));
  expect(await hotline.tickets()).toMatchObject([
    { number, channel: 'text', responsibility: 'UNKNOWN', state: 'offered' },
  ]);
  const crew = await hotline.phone(liQiang).rings();
  await crew.texts('1');
  await crew.receives(new RegExp(`工单${number}归您:澜苑小区1幢302室`));
  expect(crew.isIdle).toBe(true);
  await phone.receives(/抱歉.*李强/, 60);
  expect(await hotline.tickets()).toMatchObject([{ state: 'accepted' }]);
  await crew.texts('2');
  await crew.receives(/没有等您答复的工单/);
});

it('asks which of several jobs is meant, and takes the last four digits', async () => {
  await hotline.phone(wangFang).texts('OUT');
  await hotline.phone(wangFang).receives(/停电已登记/);
  await hotline.phone('+8613800000003').texts('OUT');
  await hotline.phone('+8613800000003').receives(/停电已登记/);
  const crew = await hotline.phone(liQiang).rings();
  await crew.rejects();
  await crew.rings(240);
  await crew.rejects();
  await crew.texts('1');
  await crew.receives(/几张工单/);
  const [latest] = await hotline.tickets();
  await crew.texts(`2 ${latest?.number.slice(-4) ?? ''}`);
  await crew.receives(/转给下一位/);
  await hotline.phone('+8613800011102').rings();
  expect((await hotline.tickets()).map(({ state }) => state)).toEqual(['offered', 'offered']);
});

it('asks to call whoever has several places or owes, and answers what it does not know five times an hour', async () => {
  for (const number of [twoPlaces, inArrears, '+8613900000078']) {
    await hotline.phone(number).texts('停电');
    await hotline.phone(number).receives(/请拨打本热线/);
  }
  const machine = hotline.phone('+8613900000079');
  for (let count = 0; count < 7; count += 1) await machine.texts('I am away until Monday');
  await hotline.advance({ seconds: 30 });
  for (let count = 0; count < 5; count += 1) await machine.receives(/STATUS/);
  expect(await hotline.tickets()).toEqual([]);
});

it('remembers that the carrier refuses texts, warns about staff, and lets the desk keep the list', async () => {
  const crew = hotline.phone(liQiang);
  await crew.texts('STOP');
  expect(hotline.log.filter(({ level, message }) => level === 'warn' && /STAFF/.test(message))).toHaveLength(1);
  const guest = hotline.phone(brown);
  await guest.texts('STOP');
  await OptOut.destroy({ where: { phone: brown } });
  await guest.texts('STATUS');
  await hotline.advance({ seconds: 5 });
  expect(await optOuts()).toMatchObject([
    { phone: '+86*******0033', source: 'carrier' },
    { source: 'text', person: { code: '1101' } },
  ]);
  await hotline.api('/optouts', { method: 'POST', body: { phone: '13800000041' } });
  await hotline.api('/optouts', { method: 'DELETE', body: { phone: brown } });
  expect((await optOuts()).map(({ phone }) => phone)).toEqual(['+86*******0041', '+86*******1101']);
});
