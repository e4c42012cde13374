import { Account } from '../../models/account';
import { AccountPhone } from '../../models/account-phone';
import { Handoff } from '../../models/handoff';
import { LimitedTry } from '../../models/limited-try';
import { Outage } from '../../models/outage';
import { OutageWish } from '../../models/outage-wish';
import { Person } from '../../models/person';
import { RosterEntry } from '../../models/roster-entry';
import { Ticket } from '../../models/ticket';
import type { Facts } from '../../src/domain/flow';
import { ringPerson } from '../../src/dialogue/ring-person';
import { aTicket } from '../support/crew-rows';
import { after, customer, inATown, type PagingStage } from '../support/paging-stage';
import { customersCall, recording, verbCall } from '../support/verb-call';

/** Where a verb can say either of two things: to whom it says which. */

const stranger = '+8613999999999';
let stage: PagingStage;
let [home, away]: Account[] = [];

inATown((laid) => {
  stage = laid;
});
beforeEach(async () => {
  [home, away] = await Account.findAll({ order: ['accountNo'] });
  await away!.update({ addressZh: '东溪路5号', addressEn: '5 Dongxi Road' });
  await AccountPhone.create({ phone: customer, accountNo: home!.accountNo });
});

const call = (phone: string | null = customer, facts: Facts = {}) =>
  verbCall(stage.context, { flow: 'caller', phone, facts });
const at = (account: Account | undefined): Facts => ({ account: String(account!.id) });

describe('the bill', () => {
  it.each([
    ['postpaid', -4300, 'owed', 4300],
    ['postpaid', 0, 'even', 0],
    ['postpaid', 1200, 'ahead', 1200],
    ['prepaid', 0, 'credit', 0],
    ['prepaid', -100, 'owed', 100],
  ])('of a %s meter at %d is %s', async (meter, balanceCents, kind, cents) => {
    await home!.update({ meter: meter, balanceCents });
    const balance = { phrase: `caller.balance-${kind}`, vars: { amount: { cents } } };
    expect(await call().heard('bill')).toMatchObject({ outcome: 'ask', vars: { balance } });
  });

  it('is of the home that the caller picked, of several homes without a choice none, and nobody else hears it', async () => {
    await AccountPhone.create({ phone: customer, accountNo: away!.accountNo });
    await away!.update({ balanceCents: -700 });
    expect(await call().outcome('bill')).toBe('none');
    expect(await call(customer, at(away)).heard('bill')).toMatchObject({
      vars: { balance: { vars: { amount: { cents: 700 } } } },
    });
    expect(await call(stranger, at(away)).outcome('bill')).toBe('none');
    expect(await call(null, at(away)).outcome('bill')).toBe('none');
  });

  it('that is texted is told for that account; arrears that are texted are arrears', async () => {
    const told = call();
    await told.heard('bill');
    expect(await told.outcome('text-payment')).toBe('sent');
    const expected = { accountNo: home!.accountNo, state: 'closed', kind: 'matter', stateReason: 'told' };
    expect(await Ticket.findAll()).toMatchObject([expected]);
    await Ticket.destroy({ where: {} });
    expect(await call(null, { ...at(home), asked: 'arrears' }).outcome('text-payment')).toBe('no-phone');
    expect(await Ticket.findAll()).toMatchObject([{ kind: 'fault', stateReason: 'arrears' }]);
  });
});

describe('the meter', () => {
  it.each([
    ['prepaid', 0, {}, 'ask'],
    ['prepaid', 1, {}, 'none'],
    ['postpaid', 0, {}, 'none'],
    ['prepaid', 100, { prepaid: 'zero' }, 'ask'],
  ])('%s at %d, said %j: whether topping up is talked of: %s', async (meter, balanceCents, said, outcome) => {
    await home!.update({ meter: meter, balanceCents });
    expect(await call(customer, { ...at(home), ...said }).outcome('top-up-state')).toBe(outcome);
  });

  it('is asked about once, and only where it is prepaid', async () => {
    expect(await call(customer, at(home)).outcome('prepaid-meter')).toBe('none');
    await home!.update({ meter: 'prepaid' });
    expect(await call(customer, at(home)).outcome('prepaid-meter')).toBe('ask');
    expect(await call(customer, { ...at(home), asked: 'topup' }).outcome('prepaid-meter')).toBe('none');
  });
});

describe('the report of somebody else', () => {
  it('at the same address is not heard of, and not touched, by a stranger there', async () => {
    const ticket = await aTicket({ accountNo: home!.accountNo });
    for (const phone of [stranger, null]) {
      const caller = call(phone, at(home));
      expect(await caller.outcome('open-duplicate')).toBe('none');
      expect(await caller.outcome('ticket-status')).toBe('none');
      expect(await caller.outcome('cancel')).toBe('too-late');
      expect(await caller.outcome('keep-addition', '#', recording)).toBe('over');
    }
    expect(await ticket.reload()).toMatchObject({ state: 'accepted' });
  });

  it('at the same address may be added to by whoever lives there, and is not told of twice', async () => {
    await aTicket({ accountNo: home!.accountNo, reporterPhone: stranger });
    const caller = call(customer, at(home));
    expect(await caller.outcome('open-duplicate')).toBe('ask');
    expect(await caller.outcome('keep-addition', '#', recording)).toBe('kept');
    expect(await call(customer, { ...at(home), different: 'yes' }).outcome('open-duplicate')).toBe('none');
    expect(await call(customer).outcome('open-duplicate')).toBe('none');
  });

  it('is told in full to a phone on file for its account, though the call found it by the address', async () => {
    await aTicket({ accountNo: home!.accountNo, reporterPhone: stranger });
    const caller = call(customer, at(home));
    expect(await caller.outcome('open-duplicate')).toBe('ask');
    expect([await caller.outcome('ticket-status'), await caller.outcome('cancel')]).toEqual(['ask', 'cancelled']);
  });

  it('by its number may not even be added to before the check, and may be cancelled after it', async () => {
    const { number } = await aTicket({ accountNo: home!.accountNo });
    const caller = call(stranger);
    expect(await caller.outcome('find-ticket', number)).toBe('others');
    for (const [verb, outcome] of [
      ['ticket-status', 'none'],
      ['chase', 'over'],
      ['keep-addition', 'over'],
      ['cancel', 'too-late'],
    ] as const)
      expect([verb, await caller.outcome(verb, '#', recording)]).toEqual([verb, outcome]);
    expect(await caller.outcome('check-ticket', customer.slice(-4))).toBe('right');
    expect(await LimitedTry.count()).toBe(0);
    expect(await caller.outcome('ticket-status')).toBe('ask');
    expect(await caller.outcome('cancel')).toBe('cancelled');
  });

  it('without a phone number has nothing to be checked by', async () => {
    const { number } = await aTicket({ reporterPhone: null });
    const caller = call(stranger);
    expect(await caller.outcome('find-ticket', number)).toBe('gave-up');
    expect(await caller.outcome('ticket-status')).toBe('none');
  });
});

describe('the person who is rung', () => {
  const rung = (reason: string, facts: Facts = {}) =>
    ringPerson(stage.context, customersCall, { language: 'zh-CN', facts, reason, said: [] });
  const about = async () => Handoff.findOne({ rejectOnEmpty: true });

  it('hears the place that the caller picked, else the one on file', async () => {
    await rung('asked', at(away));
    expect((await about()).aboutZh).toMatch(/东溪路/);
    await Handoff.destroy({ where: {} });
    await rung('asked');
    expect((await about()).aboutZh).toMatch(/澜苑路/);
  });

  it('hears in both languages that a call has turned to danger, unless somebody has taken it', async () => {
    await rung('asked');
    const before = (await about()).get();
    await rung('danger');
    const now = await about();
    expect(now).toMatchObject({ reason: 'danger' });
    expect([now.aboutZh === before.aboutZh, now.aboutEn === before.aboutEn]).toEqual([false, false]);
    await rung('asked');
    expect(await about()).toMatchObject({ reason: 'danger', aboutZh: now.aboutZh });
    await Handoff.update({ ...before, takenBy: '9001' }, { where: { id: now.id } });
    await rung('danger');
    expect(await about()).toMatchObject({ reason: 'asked', aboutZh: before.aboutZh });
  });

  describe('on duty', () => {
    const [phone, abroad] = ['+8613900031010', '+4915112345678'];
    const onDuty = (personCode: string, level: number) =>
      RosterEntry.create({ teamCode: 'M', personCode, level, startsAt: new Date('2025-01-01T00:00:00Z') });

    beforeEach(async () => {
      const desk = { name: '客服', role: 'desk', teamCode: 'M', language: 'en' } as const;
      await Person.bulkCreate([
        { ...desk, code: '3101', phone },
        { ...desk, code: '3102', phone: abroad },
      ]);
      await onDuty('9001', 1);
      await onDuty('3101', 2);
      await onDuty('3102', 3);
    });

    it('is of the desk first by day and of the monitoring centre by night, and never abroad', async () => {
      await rung('asked');
      expect(await about()).toMatchObject({ role: 'desk', planned: ['3101', '9001'] });
      await Handoff.destroy({ where: {} });
      stage.jump(14 * 3600);
      await rung('asked');
      expect(await about()).toMatchObject({ role: 'monitoring', planned: ['9001', '3101'] });
    });

    it('is rung on the number of now, whatever this process knew when the call began', async () => {
      await rung('asked');
      await Person.update({ phone: '+8613900031019' }, { where: { code: '3101' } });
      expect(await rung('asked')).toMatchObject({ kind: 'dial', dial: { to: ['+8613900031019'] } });
    });

    it('is the next one when the person on the plan has left, and with nobody left a message is taken', async () => {
      await rung('asked');
      await (await about()).update({ planned: ['7777', '3101'] });
      expect(await rung('asked')).toMatchObject({ kind: 'dial', dial: { to: [phone] } });
      await (await about()).update({ planned: ['7777'] });
      expect(await rung('asked')).toMatchObject({ kind: 'record' });
    });
  });
});

describe('the place', () => {
  it('of a caller who is not there is the only one on file, and of several the one that is chosen', async () => {
    const caller = call(customer, { away: 'yes' });
    expect(await caller.outcome('my-place')).toBe('one');
    expect(caller.facts()).toEqual({ ...at(home), away: 'yes' });
    await AccountPhone.create({ phone: customer, accountNo: away!.accountNo });
    const other = call(customer, { away: 'yes' });
    expect(await other.outcome('my-place')).toBe('several');
    expect(other.facts()).toEqual({ away: 'yes' });
  });

  it('is chosen from three at a time, with more only where there are more', async () => {
    const row = { ...home!.get(), id: undefined };
    const more = async (accountNo: string) => {
      if (accountNo > '10002') await Account.create({ ...row, accountNo });
      await AccountPhone.create({ phone: customer, accountNo });
    };
    expect(await call().outcome('my-accounts')).toBe('none');
    for (const accountNo of ['10002', '10003']) await more(accountNo);
    expect(await call().heard('my-accounts')).toMatchObject({ vars: { more: { phrase: 'caller.choice-other' } } });
    expect(await call().outcome('more-accounts')).toBe('none');
    await more('10004');
    const caller = call();
    expect(await caller.heard('my-accounts')).toMatchObject({ vars: { more: { phrase: 'caller.choice-more' } } });
    expect(await caller.outcome('more-accounts')).toBe('more');
    expect(await caller.heard('my-accounts')).toMatchObject({ vars: { more: { phrase: 'caller.choice-other' } } });
  });

  it('of a danger is asked for at three of the homes on file, and said to be noted once', async () => {
    const row = { ...home!.get(), id: undefined };
    const roads = ['东溪路5号', '南溪路6号', '北溪路7号'];
    for (const [index, addressZh] of roads.slice(1).entries())
      await Account.create({ ...row, accountNo: `1000${index + 3}`, addressZh });
    for (const accountNo of ['10002', '10003', '10004']) await AccountPhone.create({ phone: customer, accountNo });
    const caller = call(customer, { danger: 'wire' });
    expect(await caller.heard('open-danger')).toMatchObject({ outcome: 'opened', final: true });
    expect(JSON.stringify(await caller.heard('danger-place'))).toMatch(/澜苑路12号.*danger-logged/);
    for (const road of roads.slice(0, 2)) {
      expect(await caller.outcome('other-danger-place')).toBe('more');
      const asked = JSON.stringify(await caller.heard('danger-place'));
      expect([asked.includes(road), asked.includes('danger-logged')]).toEqual([true, false]);
    }
    expect(await caller.outcome('other-danger-place')).toBe('none');
    await caller.heard('confirm-danger-place');
    expect(await Ticket.findAll()).toMatchObject([{ accountNo: '10003' }]);
  });
});

describe('the last word', () => {
  it.each([
    [customer, 'text'],
    ['+8657112345678', 'only'],
    ['+4915112345678', 'only'],
    [null, 'only'],
  ])('to %s about a report that is kept on the disk: %s', async (phone, how) => {
    expect(await call(phone).heard('kept-words')).toMatchObject({ vars: { how: { phrase: `caller.kept-${how}` } } });
  });

  it('about a saved report cannot be taken back', async () => {
    const caller = call(customer, { ...at(home), neighbours: 'all' });
    expect(await caller.heard('open-report')).toEqual({ outcome: 'opened', final: true });
    expect(await Ticket.findAll()).toMatchObject([{ accountNo: home!.accountNo, category: 'lv' }]);
  });

  it('keeps for how long a backup lasts', async () => {
    const caller = call(customer, { ...at(home), medical: 'backup' });
    await caller.heard('keep-hours', '04');
    expect(caller.facts()).toMatchObject({ hours: '4' });
  });
});

describe('how somebody linked to an outage will be told', () => {
  it.each([
    ['call', 'own', customer],
    ['text', 'own', customer],
    ['call', 'file', stranger],
    ['text', 'file', stranger],
  ] as const)('by %s to the number that is %s', async (channel, whose, toPhone) => {
    const outage = {
      kind: 'fault',
      networkNodeCode: 'B1',
      causeZh: '树',
      causeEn: 'a tree',
      state: 'current',
    } as const;
    const nothing = { expectedEndAt: null, nextNewsAt: null, restoredAt: null };
    await Outage.create({ ...outage, ...nothing, code: 'O1', startsAt: after(0) });
    const { id: ticketId } = await aTicket({ accountNo: home!.accountNo });
    await OutageWish.create({
      ...{ outageCode: 'O1', accountNo: home!.accountNo, ticketId, channel, toPhone, language: 'en', state: 'waiting' },
      ...{ dueAt: null, answer: null, reason: null, toldEndAt: null, lastNewsAt: null, newsDueAt: null },
      ...{ createdAt: after(0), finishedAt: null },
    });
    const how = {
      phrase: `caller.linked.${channel}-${whose}`,
      ...(whose === 'own' && { vars: { phone: { digits: '0001' } } }),
    };
    expect(await call(customer, at(home)).heard('linked-words')).toEqual({ outcome: 'ask', vars: { how } });
  });
});
