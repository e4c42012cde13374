import { tables } from '../../models/tables';
import { AccountPhone } from '../../models/account-phone';
import { AuditEntry } from '../../models/audit-entry';
import { InboundText } from '../../models/inbound-text';
import { OptOut } from '../../models/opt-out';
import { RecordingErasure } from '../../models/recording-erasure';
import { eraseRecordings } from '../../src/services/forget/erase-recordings';
import { forgetPerson, planToForget } from '../../src/services/forget/forget-person';
import { isOptedOut } from '../../src/services/outbound/opt-out';
import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';

/** Somebody reports, is helped, and asks to be forgotten. */

const phone = '+8613800000001';
const national = '13800000001';
const name = '王芳';
const by = { kind: 'command', name: 'root', role: 'operator' } as const;

let hotline: Hotline;
beforeEach(async () => {
  hotline = await Hotline.start();
});
afterEach(() => hotline.close());

/** Every place in the whole database where one of these words stands. */
async function placesOf(...words: readonly string[]): Promise<string[]> {
  const places: string[] = [];
  for (const table of tables) {
    const [rows] = await table.sequelize!.query(`SELECT * FROM ${table.tableName}`);
    for (const row of rows as Record<string, unknown>[])
      for (const [column, value] of Object.entries(row))
        if (words.some((word) => String(value).includes(word))) places.push(`${table.tableName}.${column}`);
  }
  return [...new Set(places)].sort();
}

async function helped(caller: TestPhone, crew: TestPhone): Promise<void> {
  await (await crew.dials()).isAt('crew/pin');
  for (const keys of ['3202#', '1', '2']) await crew.presses(keys);
  await crew.enters('30#');
  await caller.receives(/恢复供电/);
  if (!crew.isIdle) await crew.hangsUp();
  await crew.dials();
  for (const keys of ['3', '1', '1']) await crew.presses(keys);
  await crew.enters('#');
  if (!crew.isIdle) await crew.hangsUp();
  await (await caller.rings(6 * 60)).answers();
  for (const keys of ['1', '1', '5', '5', '5']) await caller.presses(keys);
  await hotline.advance({ minutes: 1 });
}

async function reportAndBeHelped(): Promise<string> {
  const caller = hotline.phone(phone);
  const crew = hotline.phone('+8613800011101');
  await caller.dials();
  for (const keys of ['1', '1', '1']) await caller.presses(keys);
  await caller.says('楼道里一股焦味');
  for (const keys of ['#', '1']) await caller.presses(keys);
  await caller.hangsUp();
  await caller.receives(/\d{8}/);
  await (await (await crew.rings()).answers()).presses('1');
  await crew.enters('20#');
  if (!crew.isIdle) await crew.hangsUp();
  await caller.receives(/歉/);
  await expect(forgetPerson(hotline.context, phone, by)).rejects.toThrow(/still open: \d{8}/);
  await caller.texts(`请打我电话${national},我叫${name}`);
  await caller.receives(/./);

  await helped(caller, crew);
  const { items } = await hotline.api<{ items: { number: string; state: string }[] }>('/tickets');
  expect(items).toMatchObject([{ state: 'closed' }]);
  return items[0]!.number;
}

it('leaves neither number nor name in any table, and the recordings go at the carrier', async () => {
  const number = await reportAndBeHelped();
  await hotline.phone(phone).texts('STOP');
  await hotline.context.callLog.flush();
  expect(await placesOf(phone, national, name)).toEqual(
    expect.arrayContaining([
      'account_phones.phone',
      'accounts.name',
      'attempts.to_phone',
      'calls.from_phone',
      'inbound_texts.body',
      'opt_outs.phone',
      'tickets.reporter_name',
    ]),
  );
  expect(await planToForget(hotline.context, national)).toMatchObject({ reports: 1, accounts: 1, obstacles: [] });

  const forgotten = await forgetPerson(hotline.context, phone, by);
  expect(forgotten).toMatchObject({ reports: 1, recordings: 1, accounts: 1 });
  expect(forgotten.calls).toBeGreaterThan(1);
  expect(await placesOf(phone, national, name)).toEqual([]);
  const [noted] = await AuditEntry.findAll({ raw: true, where: { action: 'person_forgotten' } });
  expect(noted).toMatchObject({ byName: 'root', data: JSON.stringify(forgotten) });

  const ticket = await hotline.api<Record<string, unknown>>(`/tickets/${number}`);
  expect(ticket).toMatchObject({
    state: 'closed',
    reporter: { name: null, phone: null },
    satisfaction: { overall: 5 },
  });
  expect(await isOptedOut(phone)).toBe(true);
  expect(await isOptedOut('+8613800000002')).toBe(false);
  expect(await hotline.api('/optouts')).toMatchObject({ items: [{ phone: 'forgotten' }] });

  expect(hotline.emulator.recordings.filter(({ status }) => status === 'deleted')).toEqual([]);
  expect(await eraseRecordings(hotline.context)).toBe(1);
  expect(hotline.emulator.recordings.filter(({ status }) => status === 'deleted')).toHaveLength(1);
  expect(await RecordingErasure.count()).toBe(0);

  expect(await forgetPerson(hotline.context, phone, by)).toEqual({ reports: 0, calls: 0, recordings: 0, accounts: 0 });
  expect(await placesOf(phone, national, name)).toEqual([]);
});

it('refuses a short or mistyped number, unless somebody did call from it', async () => {
  for (const typed of ['+8613800', '+861380000', '+86138000000011', '+1380000'])
    await expect(forgetPerson(hotline.context, typed, by)).rejects.toThrow(/no phone number/);
  expect(await AccountPhone.count({ where: { phone } })).toBe(1);
  await OptOut.create({ phone: '+86138000', source: 'text', since: hotline.context.clock.now() });
  await expect(forgetPerson(hotline.context, '+86138000', by)).resolves.toMatchObject({ accounts: 0 });
  expect(await AccountPhone.count({ where: { phone } })).toBe(1);
});

it('takes the number out of free texts however it is dialled, and leaves longer numbers alone', async () => {
  const body = `+86${national},0086${national} 86${national};0${national}/${national}.`;
  const other = `9${national}, ${national}9, +${national}, +1${national}`;
  const row = { fromPhone: `${phone}9`, word: null, answered: false, receivedAt: hotline.context.clock.now() };
  await InboundText.create({ ...row, sid: 'SM1', body: `${body} ${other}` });
  await forgetPerson(hotline.context, phone, by);
  expect(await InboundText.findByPk('SM1')).toMatchObject({ fromPhone: `${phone}9`, body: `, ;/. ${other}` });
});

it('lets the person start texts again, and report again as a stranger', async () => {
  await hotline.phone(phone).texts('STOP');
  await forgetPerson(hotline.context, phone, by);
  await hotline.phone(phone).texts('START');
  await hotline.phone(phone).receives(/重新收到/);
  expect(await isOptedOut(phone)).toBe(false);
  const caller = hotline.phone(phone);
  await (await caller.dials()).presses('1');
  await caller.isAt('caller/account-number');
  await caller.hangsUp();
});

it('keeps the name of an account that others are on too', async () => {
  const [shared] = await tables
    .find(({ tableName }) => tableName === 'account_phones')!
    .sequelize!.query(
      'SELECT account_no AS accountNo, MIN(phone) AS phone FROM account_phones GROUP BY account_no HAVING COUNT(*) > 1',
    )
    .then(([rows]) => rows as { accountNo: string; phone: string }[]);
  await forgetPerson(hotline.context, shared!.phone, by);
  expect(await placesOf(shared!.phone)).toEqual([]);
  const accounts = tables.find(({ tableName }) => tableName === 'accounts')!;
  const account = await accounts.findOne({ where: { accountNo: shared!.accountNo }, raw: true });
  expect((account as unknown as { name: string }).name).not.toBe('—');
});

it('refuses staff and firms, and says how they go', async () => {
  const refused = (number: string) => forgetPerson(hotline.context, number, by);
  await expect(refused('+8613800011101')).rejects.toThrow(/1101 李强 of the staff.*people\.csv.*npx faultline import/);
  await expect(refused('+8613800020001')).rejects.toThrow(/V-BUILD.*vendors\.csv/);
  await expect(refused('12')).rejects.toThrow(/no phone number/);
  expect(await AuditEntry.count()).toBe(0);
});
