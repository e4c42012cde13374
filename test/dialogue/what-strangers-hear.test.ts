import { Account } from '../../models/account';
import { AccountPhone } from '../../models/account-phone';
import { NetworkNode } from '../../models/network-node';
import { Outage } from '../../models/outage';
import { verbs } from '../../src/dialogue/verbs/verbs';
import { findRoutes } from '../support/find-routes';
import { customer, inATown, type PagingStage, startOfTest } from '../support/paging-stage';

/** What a stranger can be made to hear, by every way through the dialogue (contract section 5, "What a stranger hears"). */

const stranger = '+8613999999999';
let stage: PagingStage;
let home: Account;

inATown((laid) => {
  stage = laid;
});
beforeEach(async () => {
  home = await Account.findOne({ where: { accountNo: '10001' }, rejectOnEmpty: true });
  await AccountPhone.create({ phone: customer, accountNo: home.accountNo });
  await NetworkNode.update({ regionCode: 'URB' }, { where: { code: 'B1' } });
});

const byPhone = '13800000001';
const byNumber = '10001';
/** Where a stranger can be reached. */
const contact = '13711112222';

/** Everything that is said after `entry` at `account-number`, by the keys that led to it; numbers of tickets left out. */
async function heardBy(phone: string | null, entry: string): Promise<Map<string, string>> {
  const heard = new Map<string, string>();
  const hears = (keys: readonly string[], said: string): void => {
    if (keys.includes(entry)) heard.set(keys.join(' '), said.replaceAll(/(\d、){7}\d/g, 'a ticket'));
  };
  const entries = [entry, contact].map((keys) => ({ step: keys, keys }));
  const searcher = { phone, entries, globals: ['5', '*'] };
  // All the ways: nothing ends the search early.
  const search = { from: 'caller/welcome', wanted: new Set(['no such question']), mostTimes: 4, hears };
  await findRoutes({ context: stage.context, verbs }, searcher, search);
  return heard;
}

/** All that may be known of a home, each of which decides something. */
async function becomesAnother(): Promise<void> {
  const unpaid = { supply: 'cut_for_arrears', balanceCents: -12_850 };
  const elsewhere = { name: '李四', addressZh: '和平街99号', addressEn: '99 Peace Street' };
  await home.update({ medical: true, critical: true, ...unpaid, ...elsewhere });
  await stage.opened({ reporter: { name: '李四', phone: customer, role: 'customer' } });
}

const callers = [
  ['from a withheld number', null],
  ['from a number that is not on file', stranger],
] as const;

describe.each(callers)('who calls %s', (_, phone) => {
  it('and keys a phone number hears the same, whoever lives there', async () => {
    const before = await heardBy(phone, byPhone);
    expect(before.size).toBeGreaterThan(40);
    await becomesAnother();
    expect(await heardBy(phone, byPhone)).toEqual(before);
    await home.update({ meter: 'prepaid', balanceCents: 0, supply: 'connected' });
    expect(await heardBy(phone, byPhone)).toEqual(before);
  });

  it('and keys a phone number hears of a known outage, the same whoever lives there', async () => {
    await anOutage();
    const before = await heardBy(phone, byPhone);
    expect([...before.values()].join()).toContain('电缆故障');
    await becomesAnother();
    expect(await heardBy(phone, byPhone)).toEqual(before);
  });

  it('and keys an account number hears the road, and why its supply is off, but no name, house, sum, illness or report', async () => {
    await home.update({ medical: true, supply: 'cut_for_arrears', balanceCents: -12_850 });
    const before = await heardBy(phone, byNumber);
    const told = [...before.values()].join('\n');
    expect(told).toMatch(/澜苑路[^1]/);
    expect(told).toContain('欠费');
    expect(told).not.toMatch(/王芳|12 ?号|128|医疗|您家/);
    await stage.opened({ reporter: { name: '王芳', phone: customer, role: 'customer' } });
    expect(await heardBy(phone, byNumber)).toEqual(before);
  });
});

it('who calls from the home hears of all of it', async () => {
  await becomesAnother();
  const told = [...(await heardBy(customer, byPhone)).values()].join('\n');
  for (const known of ['您家有需要用电的医疗设备', '欠费128元5角', '这个地址今天上午10点已经报修'])
    expect(told).toContain(known);
});

async function anOutage(): Promise<void> {
  const at = new Date(startOfTest);
  const times = { startsAt: at, expectedEndAt: new Date(at.getTime() + 7_200_000), nextNewsAt: null };
  await Outage.create({
    ...{ code: 'O1', kind: 'fault', networkNodeCode: 'B1', causeZh: '电缆故障', causeEn: 'a cable fault' },
    ...{ ...times, state: 'current', restoredAt: null },
  } as never);
}
