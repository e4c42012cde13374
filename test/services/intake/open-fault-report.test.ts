import { AccountPhone } from '../../../models/account-phone';
import { NumberCheck } from '../../../models/number-check';
import { Task } from '../../../models/task';
import { keepContact } from '../../../src/services/intake/contact-phone';
import { closeAtOnce } from '../../../src/services/intake/close-at-once';
import { openDanger } from '../../../src/services/intake/open-danger';
import { openFaultReport } from '../../../src/services/intake/open-fault-report';
import type { PagingStage } from '../../support/paging-stage';
import { inATown } from '../../support/paging-stage';
import { Account } from '../../../models/account';

/** What a caller's answers make of a ticket. */

const own = '+8613800000001';
const tenant = '+8613800000002';
const stranger = '+8613800000003';
let stage: PagingStage;
let account: string;
inATown((laid) => {
  stage = laid;
});
beforeEach(async () => {
  const { id, accountNo } = await Account.findOne({ where: { accountNo: '10001' }, rejectOnEmpty: true });
  account = String(id);
  await AccountPhone.bulkCreate([
    { phone: own, accountNo },
    { phone: tenant, accountNo, tenant: true },
  ]);
});

const report = (phone: string | null, facts: Readonly<Record<string, string>>, sid = 'CA1') =>
  openFaultReport(stage.context, {
    call: { sid, phone },
    facts,
    language: 'zh-CN',
    reportedAt: stage.context.clock.now(),
  });

describe.each([
  ['the own phone', own, 'customer'],
  ["a tenant's phone", tenant, 'tenant'],
  ["somebody else's", stranger, 'other'],
  ['a withheld number', null, 'other'],
] as const)('%s (%s): whoever reports is noted as %s', (_who, phone, reporterRole) => {
  const said = { call: { sid: 'CA1', phone }, language: 'zh-CN' };
  const reporterName = reporterRole === 'other' ? null : '王芳';
  const reporter = { accountNo: '10001', reporterName, reporterPhone: phone, reporterRole };

  it('of a fault', async () => {
    expect(await report(phone, { account })).toMatchObject(reporter);
  });

  it('of a fault that needs nobody any more', async () => {
    const ticket = await closeAtOnce(stage.context, { ...said, facts: { account } }, 'self_fixed');
    expect(ticket).toMatchObject({ ...reporter, state: 'closed' });
  });

  it('of a danger', async () => {
    const facts = { account, danger: 'wire' };
    const ticket = await openDanger(stage.context, { ...said, facts, reportedAt: stage.context.clock.now() });
    expect(ticket).toMatchObject({ ...reporter, priority: 'P0' });
  });
});

it.each([
  ['somebody', 'somebody_there'],
  ['ring', 'ring_before'],
  ['key', 'use_key'],
  ['appointment', 'appointment_only'],
  [undefined, null],
])('the way in %s is %s', async (said, access) => {
  expect(await report(own, { account, ...(said !== undefined && { access: said }) })).toMatchObject({ access });
});

it('of the only address of a number is about that, of one of several nobody knows of which', async () => {
  expect(await report(own, {})).toMatchObject({ accountNo: '10001', state: 'new' });
  await AccountPhone.create({ phone: own, accountNo: '10002' });
  const unlocated = await report(own, { report: '1' });
  expect(unlocated).toMatchObject({ accountNo: null, state: 'waiting', stateReason: 'locate' });
});

it('of a spoken address or a pole is not about the address on file', async () => {
  const spoken = await report(own, { address: `RE${'1'.repeat(32)}` });
  expect(spoken).toMatchObject({ accountNo: null, stateReason: 'locate', descriptionRecording: `RE${'1'.repeat(32)}` });
  expect(await report(own, { report: '1', pole: 'B2' })).toMatchObject({
    ...{ accountNo: null, networkNodeCode: 'B2', regionCode: 'RUR', state: 'new' },
  });
});

it('of two who withhold their numbers each names the number typed in their own call', async () => {
  const one = await keepContact(stage.context, 'CA1', tenant);
  const other = await keepContact(stage.context, 'CA2', stranger);
  expect(await report(null, { account, draft: String(one) })).toMatchObject({ reporterPhone: tenant });
  expect(await report(null, { account, draft: String(other) }, 'CA2')).toMatchObject({ reporterPhone: stranger });
});

it.each([
  ['a number that is not on file', stranger, 1],
  ['one that is on file for the account', tenant, 0],
])('only the owner of a number that nobody knows is asked first, of %s', async (_, typed, asked) => {
  const draft = await keepContact(stage.context, 'CA1', typed);
  expect(await report(own, { account, draft: String(draft) })).toMatchObject({ reporterPhone: typed });
  expect(await NumberCheck.count()).toBe(asked);
});

it.each([
  ['the address on file', {}, { accountNo: '10001', networkNodeCode: 'B1' }, 0],
  ['the pole that is named', { pole: 'B2' }, { accountNo: null, networkNodeCode: 'B2' }, 0],
  ['an address that is told by voice', { address: 'RE1' }, { accountNo: null, networkNodeCode: null }, 1],
] as const)('of a danger is about %s, and the desk finds what nobody knows', async (_, where, place, tasks) => {
  const call = { sid: 'CA1', phone: own };
  const reportedAt = stage.context.clock.now();
  const facts = { danger: 'wire', ...where };
  expect(await openDanger(stage.context, { call, facts, language: 'zh-CN', reportedAt })).toMatchObject(place);
  expect(await Task.count({ where: { kind: 'locate' } })).toBe(tasks);
});
