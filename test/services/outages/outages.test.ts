import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Express } from 'express';
import type { Model, ModelStatic } from 'sequelize';
import request from 'supertest';
import { Account } from '../../../models/account';
import { AccountPhone } from '../../../models/account-phone';
import { Attempt } from '../../../models/attempt';
import { NetworkNode } from '../../../models/network-node';
import { Outage } from '../../../models/outage';
import { NumberCheck } from '../../../models/number-check';
import { OutageWish } from '../../../models/outage-wish';
import { PromiseMade } from '../../../models/promise-made';
import { Task } from '../../../models/task';
import { Ticket } from '../../../models/ticket';
import { TimelineEntry } from '../../../models/timeline-entry';
import { apiRouter } from '../../../src/http/api/router';
import { outagesRouter } from '../../../src/http/api/outages';
import { settingsCaller } from '../../../src/http/bearer';
import { accountOfNumber } from '../../../src/services/directory/find-account';
import { outagesAt } from '../../../src/services/outages/outages-at';
import { importData } from '../../../src/services/data/import-data';
import { numberCheckCalls } from '../../../src/services/outbound/check-number';
import { queueCall } from '../../../src/services/outbound/queue-attempt';
import { linkOutage } from '../../../src/services/outages/link-outage';
import { notePowerBack } from '../../../src/services/outages/outage-evidence';
import { changeOutage } from '../../../src/services/outages/change-outage';
import { recordPower } from '../../../src/services/outages/record-power';
import { tellOutageNews } from '../../../src/services/outages/tell-outage-news';
import { restorationCalls } from '../../../src/services/outages/restoration-calls';
import { stopOwedCalls } from '../../../src/services/outbound/ongoing-call';
import { owedCallStep } from '../../../src/services/outbound/owed-calls';
import { firstDue } from '../../../src/services/due';
import { watchOutages } from '../../../src/services/outages/watch-outages';
import { atOnce, interrupted, onStaleRows } from '../../support/at-once';
import { freshDatabase, type FreshDatabase } from '../../support/database';
import { serviceStage, type ServiceStage } from '../../support/service-context';
import { httpApp } from '../../http/http-app';

const tellRestored = owedCallStep(restorationCalls);

let fresh: FreshDatabase;
let stage: ServiceStage;
let app: Express;

let outages: Outage['dataValues'][];

beforeAll(async () => {
  fresh = await freshDatabase();
  await importData({ timezone: 'Asia/Shanghai' }, 'demo');
  outages = (await Outage.findAll()).map(({ dataValues }) => dataValues);
}, 30_000);
beforeEach(async () => {
  await Promise.all([Attempt, OutageWish, PromiseMade].map((table) => (table as ModelStatic<Model>).truncate()));
  await Promise.all([Ticket, TimelineEntry, Outage, Task].map((table) => (table as ModelStatic<Model>).truncate()));
  await Outage.bulkCreate(outages);
  await Account.update({ medical: false }, { where: { networkNodeCode: 'T-CC' } });
  await NetworkNode.update({ parentCode: 'L-BH1' }, { where: { code: 'T-BH' } });
  stage = serviceStage(fresh, '2026-01-05T02:30:00Z');
  const { context } = stage;
  app = httpApp(context.log, [['/api/v1', apiRouter(context, settingsCaller('t'), outagesRouter(context))]]);
});
afterAll(() => fresh.drop());

const api = (method: 'get' | 'post' | 'patch', path: string) =>
  request(app)[method](`/api/v1${path}`).set('Authorization', 'Bearer t');
const account = async (accountNo: string) => (await accountOfNumber(accountNo))!;

async function link(
  accountNo: string,
  sourceSid: string,
  wanted: 'call' | 'text' = 'call',
  callerPhone?: string,
  outageCode = 'D-FAULT',
) {
  return linkOutage(stage.context, {
    outageCode,
    account: await account(accountNo),
    wanted,
    via: 'phone',
    sourceSid,
    reportNo: 0,
    callerPhone: callerPhone ?? null,
    language: 'zh-CN',
  });
}

describe('the outages of a place', () => {
  const at = async (node: string) => (await outagesAt(stage.context, node)).map(({ code }) => code);

  it('are found up the network tree, the nearest first', async () => {
    await Outage.create({
      code: 'WIDE',
      kind: 'fault',
      networkNodeCode: 'S-QL',
      causeZh: '',
      causeEn: '',
      startsAt: new Date('2026-01-05T02:00:00Z'),
      expectedEndAt: null,
      nextNewsAt: null,
      state: 'current',
      restoredAt: null,
    });
    expect(await at('B-BH1')).toEqual(['D-PLAN', 'WIDE']);
    expect(await at('B-LY1')).toEqual(['WIDE']);
    expect(await at('T-YT')).toEqual([]);
    expect(await at('no such node')).toEqual([]);
  });

  it('cost a storm of calls a handful of reads, and a changed row is seen within five seconds', async () => {
    const statements: string[] = [];
    const { options } = fresh.database.sequelize as unknown as { options: { logging: unknown } };
    options.logging = (sql: string) => void statements.push(sql);
    for (let calls = 0; calls < 200; calls += 1) await outagesAt(stage.context, calls % 2 === 0 ? 'T-CC' : 'B-BH1');
    options.logging = false;
    expect(statements.length).toBeLessThanOrEqual(11);
    await Outage.update({ state: 'restored' }, { where: { code: 'D-FAULT' } });
    stage.pass(5000);
    expect(await at('T-CC')).toEqual([]);
  });

  it('do not hang on a circle in the network', async () => {
    await NetworkNode.update({ parentCode: 'B-BH1' }, { where: { code: 'T-BH' } });
    expect(await at('B-BH1')).toEqual(['D-PLAN']);
  });
});

describe('wishes', () => {
  it('are one for each account and outage, however many call at once', async () => {
    await Promise.all(['CA1', 'CA2', 'CA3', 'CA1'].map((sid) => link('5710000129', sid)));
    expect(await OutageWish.count()).toBe(1);
    expect(await Ticket.count()).toBe(1);
    const calls = (await PromiseMade.findAll()).map(({ callSid }) => callSid).sort();
    expect(calls).toEqual(['CA1', 'CA2', 'CA3']);
  });

  it('never slip in behind the restoration', async () => {
    const [wish] = await Promise.all([
      link('5710000129', 'CA1'),
      changeOutage(stage.context, 'D-FAULT', { state: 'restored' }),
    ]);
    // Linked before it and told, or after it and refused.
    expect(await Attempt.count({ where: { kind: 'restoration' } })).toBe(wish === null ? 0 : 1);
    expect(await link('5710000130', 'CA2')).toBeNull();
    expect(await Ticket.count()).toBe(wish === null ? 0 : 1);
  });

  it.each(['made', 'changed'] as const)('that are being %s when power comes back are told of it', async (what) => {
    if (what === 'changed') await link('5710000129', 'CA1', 'text');
    const power = { at: /outage_wishes/, by: () => changeOutage(stage.context, 'D-FAULT', { state: 'restored' }) };
    await interrupted(power, () => link('5710000129', 'CA2', 'call'));
    expect(await OutageWish.findAll()).toMatchObject([{ state: 'calling' }]);
    expect(await Attempt.findAll({ where: { kind: 'restoration' } })).toMatchObject([{ channel: 'call' }]);
  });

  it('of an interruption before the one now are waited for anew', async () => {
    await link('5710000129', 'CA1', 'call');
    const over = { state: 'unreached', answer: 'still_off', reason: 'no_more_calls', finishedAt: new Date(0) } as const;
    await OutageWish.update({ ...over, newsDueAt: new Date(0) }, { where: {} });
    const again = { state: 'waiting', channel: 'text', answer: null, reason: null, finishedAt: null, newsDueAt: null };
    expect(await link('5710000129', 'CA2', 'text')).toMatchObject(again);
    await changeOutage(stage.context, 'D-FAULT', { state: 'restored' });
    expect(await Attempt.findAll({ where: { kind: 'restoration' } })).toMatchObject([{ channel: 'text' }]);
  });

  it('end once when the customer says that power is back, however often they say so', async () => {
    const { ticketId } = (await link('5710000129', 'CA1'))!;
    const back = { outageCode: 'D-FAULT', accountNo: '5710000129' };
    for (const sourceSid of ['SM1', 'SM2']) await notePowerBack(stage.context, { ...back, sourceSid });
    expect(await TimelineEntry.count({ where: { ticketId, type: 'noted' } })).toBe(1);
    const finishedAt = stage.context.clock.now();
    expect(await OutageWish.findOne()).toMatchObject({ state: 'done', answer: 'on', finishedAt });
  });

  it('go only to the caller or a number on file, and to nobody when there is none', async () => {
    expect((await link('5710000129', 'CA1', 'call', '+8613900000077'))?.toPhone).toBe('+8613900000077');
    expect((await link('5710000130', 'CA2', 'call'))?.toPhone).toBe('+8613800000032');
    // A landline cannot be texted: the mobile on file is.
    expect((await link('5710000131', 'CA3', 'text', '+8657188886666'))?.toPhone).toBe('+8613800000033');
    expect((await link('5710000131', 'CA4', 'call', '+15005550006'))?.toPhone).toBe('+8613800000033');
  });
});

it('a wish of the home is not taken over by a stranger, and one of a stranger by everybody', async () => {
  const [home, stranger, another] = ['+8613800000032', '+8613900000077', '+8613900000078'];
  const told = async (sid: string, phone?: string) => (await link('5710000130', sid, 'call', phone))?.toPhone;
  expect([await told('CA1', stranger), await told('CA2', another)]).toEqual([stranger, another]);
  expect(await told('CA3', home)).toBe(home);
  expect([await told('CA4', stranger), await told('CA5')]).toEqual([home, home]);
});

describe('of an outage', () => {
  it('whoever withholds their number is told on that of the owner, not that of the tenant', async () => {
    const accountNo = '5710000101';
    await AccountPhone.destroy({ where: { accountNo } });
    await AccountPhone.create({ accountNo, phone: '+8613900000071', tenant: true });
    await AccountPhone.create({ accountNo, phone: '+8613900000072', tenant: false });
    expect((await link(accountNo, 'CA1'))?.toPhone).toBe('+8613900000072');
  });

  it('news that came in time stay a kept promise, however late power is back', async () => {
    const { context } = stage;
    await Outage.update(
      { expectedEndAt: null, nextNewsAt: new Date('2026-01-05T04:00:00Z') },
      { where: { code: 'D-FAULT' } },
    );
    await link('5710000129', 'CA1', 'text');
    await changeOutage(context, 'D-FAULT', { expectedEndAt: new Date('2026-01-05T05:00:00Z') });
    await tellOutageNews.run(context);
    const keptAt = context.clock.now();
    stage.setTime('2026-01-05T06:00:00Z');
    await changeOutage(context, 'D-FAULT', { state: 'restored' });
    expect(await PromiseMade.findAll({ order: ['id'] })).toMatchObject([
      { kind: 'news', kept: true, keptAt },
      { kind: 'restore', kept: false, keptAt: context.clock.now() },
    ]);
    expect(await OutageWish.findAll()).toMatchObject([{ state: 'done', finishedAt: context.clock.now() }]);
  });

  it('power that is still off has been off since it was reported', async () => {
    const { ticketId } = (await link('5710000129', 'CA1'))!;
    stage.pass(3_600_000);
    await changeOutage(stage.context, 'D-FAULT', { state: 'restored' });
    const call = await Attempt.findOne({ where: { kind: 'restoration' }, rejectOnEmpty: true });
    const answer = { attemptId: call.id, answer: 'still_off', callSid: 'CA2', language: 'zh-CN' } as const;
    await recordPower(stage.context, answer);
    const { reportedAt } = await Ticket.findByPk(ticketId, { rejectOnEmpty: true });
    expect(await Ticket.findOne({ where: { callSid: 'CA2' } })).toMatchObject({ startedAt: reportedAt });
  });
});

describe('a customer who waits', () => {
  const later = new Date('2026-01-05T09:00:00Z');
  const rung = async ({ ticketId }: OutageWish) =>
    (await Attempt.findOne({ where: { ticketId, kind: 'restoration' }, rejectOnEmpty: true })).id;

  it('at a landline is not texted a changed end', async () => {
    const wish = (await link('5710000131', 'CA1', 'call', '+8657188886666'))!;
    await changeOutage(stage.context, 'D-FAULT', { expectedEndAt: later });
    await tellOutageNews.run(stage.context);
    expect(await wish.reload()).toMatchObject({ toPhone: '+8657188886666', newsDueAt: null });
    expect(await Attempt.count()).toBe(0);
  });

  it('was told a time that is kept when power is back by then, and hears of it as of a change of the report', async () => {
    const { ticketId } = (await link('5710000129', 'CA1'))!;
    stage.pass(60_000);
    const keptAt = stage.context.clock.now();
    await changeOutage(stage.context, 'D-FAULT', { state: 'restored' });
    expect(await PromiseMade.findAll()).toMatchObject([{ kind: 'restore', kept: true, keptAt }]);
    expect(await Ticket.findByPk(ticketId)).toMatchObject({ restoredAt: keptAt, updatedAt: keptAt });
  });

  it.each([
    ['on', 'yes'],
    ['still_off', 'no'],
    ['partly', 'partly'],
  ] as const)('and answers %s settles their own wish and report, not those of a neighbour', async (answer, fixed) => {
    const [neighbour, own] = [(await link('5710000131', 'CA1'))!, (await link('5710000129', 'CA2'))!];
    await changeOutage(stage.context, 'D-FAULT', { state: 'restored' });
    await own.update({ dueAt: later });
    stage.pass(60_000);
    const said = { attemptId: await rung(own), answer, callSid: 'CA3', language: 'zh-CN' };
    expect([await recordPower(stage.context, said), await recordPower(stage.context, said)]).toEqual([answer, answer]);
    const finishedAt = stage.context.clock.now();
    expect(await own.reload()).toMatchObject({ state: 'done', answer, dueAt: null, finishedAt });
    expect(await Ticket.findByPk(own.ticketId)).toMatchObject({ fixed, updatedAt: finishedAt });
    expect(await neighbour.reload()).toMatchObject({ state: 'calling', answer: null, finishedAt: null });
    expect(await Ticket.findByPk(neighbour.ticketId)).toMatchObject({ fixed: null });
    expect(await TimelineEntry.count({ where: { type: 'callback' } })).toBe(1);
  });
});

describe('of several outages and customers', () => {
  const later = { expectedEndAt: new Date('2026-01-05T09:00:00Z') };
  const byPlan = (accountNo: string, sourceSid: string) => link(accountNo, sourceSid, 'call', undefined, 'D-PLAN');

  /** One customer waits for both outages, a neighbour for the fault alone. */
  const waiting = async () => [
    (await byPlan('5710000129', 'CA1'))!,
    (await link('5710000131', 'CA2', 'text'))!,
    (await link('5710000129', 'CA3', 'text'))!,
  ];

  it('one says that power is back, and ends their own wish for that outage', async () => {
    const [planned, neighbour, own] = await waiting();
    await own!.update({ state: 'due', dueAt: stage.context.clock.now() });
    await notePowerBack(stage.context, { outageCode: 'D-FAULT', accountNo: '5710000129', sourceSid: 'SM1' });
    expect(await own!.reload()).toMatchObject({ state: 'done', answer: 'on', dueAt: null });
    for (const other of [planned, neighbour])
      expect(await other!.reload()).toMatchObject({ state: 'waiting', answer: null, finishedAt: null });
  });

  it('one calls again and wants something else, and changes no wish but that', async () => {
    const [planned, neighbour, own] = await waiting();
    await link('5710000131', 'CA4', 'call');
    expect(await neighbour!.reload()).toMatchObject({ channel: 'call', toPhone: '+8613800000033' });
    expect(await planned!.reload()).toMatchObject({ channel: 'call', toPhone: '+8613800000031' });
    expect(await own!.reload()).toMatchObject({ channel: 'text', toPhone: '+8613800000031' });
  });

  it('one ends later, which is news to those who wait for it and can be told', async () => {
    const [planned, neighbour, own] = await waiting();
    const silent = (await link('5710000130', 'CA4'))!;
    await silent.update({ channel: 'none', toPhone: null });
    await notePowerBack(stage.context, { outageCode: 'D-FAULT', accountNo: '5710000131', sourceSid: 'SM1' });
    await changeOutage(stage.context, 'D-FAULT', later);
    const news = async (wish: OutageWish) => (await wish.reload()).newsDueAt;
    expect(await news(own!)).toEqual(stage.context.clock.now());
    for (const other of [planned!, neighbour!, silent]) expect(await news(other)).toBeNull();
  });

  it('one is restored: nobody is told of it who waits for another or has said so, and no other report is touched', async () => {
    const [planned, neighbour, own] = await waiting();
    const open = await Ticket.create({
      ...(await Ticket.findByPk(own!.ticketId, { rejectOnEmpty: true })).get(),
      ...{ id: undefined, number: '10000008', callSid: 'CA5', state: 'offered', stateReason: null },
    });
    await notePowerBack(stage.context, { outageCode: 'D-FAULT', accountNo: '5710000131', sourceSid: 'SM1' });
    await changeOutage(stage.context, 'D-FAULT', { state: 'restored' });
    const told = await Attempt.findAll({ where: { kind: 'restoration' } });
    expect(told.map(({ ticketId }) => ticketId)).toEqual([own!.ticketId]);
    expect(await planned!.reload()).toMatchObject({ state: 'waiting' });
    expect(await Ticket.findByPk(neighbour!.ticketId)).toMatchObject({ restoredAt: stage.context.clock.now() });
    for (const id of [planned!.ticketId, open.id])
      expect(await Ticket.findByPk(id)).toMatchObject({ restoredAt: null });
    expect(await PromiseMade.findAll({ where: { ticketId: planned!.ticketId } })).toMatchObject([{ kept: null }]);
  });
});

describe('restored', () => {
  it('calls those on medical equipment first whatever they asked, and scores the times told', async () => {
    await Account.update({ medical: true }, { where: { accountNo: '5710000131' } });
    await link('5710000129', 'CA1', 'call');
    await link('5710000130', 'CA2', 'text');
    await link('5710000131', 'CA3', 'text');
    stage.setTime('2026-01-05T05:00:00Z');
    await changeOutage(stage.context, 'D-FAULT', { state: 'restored' });
    const told = await Attempt.findAll({ where: { kind: 'restoration' }, order: [['id', 'ASC']] });
    expect(told.map(({ channel, toPhone }) => `${channel} ${toPhone.slice(-2)}`)).toEqual([
      'call 33',
      'call 31',
      'text 32',
      'text 33',
    ]);
    expect((await PromiseMade.findAll()).map(({ kept }) => kept)).toEqual([false, false, false]);
    expect((await OutageWish.findAll({ order: ['id'] })).map(({ state }) => state)).toEqual([
      'calling',
      'done',
      'calling',
    ]);
    expect(await Ticket.count({ where: { restoredAt: new Date('2026-01-05T05:00:00Z') } })).toBe(3);
  });

  it('gives a number that cannot be called up at once, with a text', async () => {
    await link('5710000129', 'CA1');
    await changeOutage(stage.context, 'D-FAULT', { state: 'restored' });
    await Attempt.update({ state: 'ended', outcome: 'refused' }, { where: { channel: 'call' } });
    await tellRestored.run(stage.context);
    expect(await OutageWish.findAll()).toMatchObject([{ state: 'unreached', reason: 'number_refused' }]);
    expect(await Attempt.count({ where: { channel: 'text', kind: 'restoration' } })).toBe(1);
  });

  it('is texted once to whoever wanted a text, though they were rung as well for their medical equipment', async () => {
    await Account.update({ medical: true }, { where: { accountNo: '5710000131' } });
    await link('5710000131', 'CA1', 'text');
    await changeOutage(stage.context, 'D-FAULT', { state: 'restored' });
    await Attempt.update({ state: 'ended', outcome: 'refused' }, { where: { channel: 'call' } });
    await tellRestored.run(stage.context);
    expect(await OutageWish.findAll()).toMatchObject([{ state: 'unreached', reason: 'number_refused' }]);
    expect(await Attempt.count({ where: { channel: 'text', kind: 'restoration' } })).toBe(1);
  });

  it('goes by how the last call ended, whatever else went to the customer', async () => {
    await link('5710000129', 'CA1');
    const { ticketId } = (await link('5710000131', 'CA2'))!;
    await changeOutage(stage.context, 'D-FAULT', { state: 'restored' });
    await OutageWish.update({ attempts: 2 }, { where: { ticketId } });
    const [call] = await Attempt.findAll({ where: { ticketId } });
    const again = { ...call!.get(), id: undefined };
    const refused = { state: 'ended', outcome: 'refused' } as const;
    await call!.update(refused);
    for (const other of [{ channel: 'text' }, { kind: 'notice' }] as const)
      await Attempt.create({ ...again, ...other, ...refused, attemptNo: 2 });
    await tellRestored.run(stage.context);
    expect(await OutageWish.findOne({ where: { ticketId } })).toMatchObject({ state: 'calling' });
    await Attempt.create({ ...again, attemptNo: 2, state: 'ended', outcome: 'busy' });
    await tellRestored.run(stage.context);
    expect(await OutageWish.findOne({ where: { ticketId } })).toMatchObject({ state: 'due', attempts: 2 });
  });
});

describe('several workers', () => {
  const moved = { expectedEndAt: new Date('2026-01-05T09:00:00Z') };

  it('text a changed time once', async () => {
    await link('5710000129', 'CA1');
    await changeOutage(stage.context, 'D-FAULT', moved);
    const tell = () => tellOutageNews.run({ ...stage.context });
    await atOnce(tell, tell, tell);
    expect(await Attempt.findAll({ where: { channel: 'text' } })).toMatchObject([{ kind: 'notice' }]);
  });

  it('text nobody a changed time who has just said that power is back', async () => {
    await link('5710000129', 'CA1');
    await changeOutage(stage.context, 'D-FAULT', moved);
    const back = { outageCode: 'D-FAULT', accountNo: '5710000129', sourceSid: 'SM1' };
    await onStaleRows(
      () => notePowerBack(stage.context, back),
      () => tellOutageNews.run(stage.context),
    );
    expect(await Attempt.count({ where: { channel: 'text' } })).toBe(0);
  });

  it('place a repeated call once, and none for whoever wants no more calls by then', async () => {
    await link('5710000129', 'CA1');
    await link('5710000131', 'CA2');
    const { context } = stage;
    const [first, second] = await OutageWish.findAll({ order: ['id'] });
    await changeOutage(context, 'D-FAULT', { state: 'restored' });
    const calls = () => Attempt.findAll({ where: { kind: 'restoration', channel: 'call' }, order: ['id'] });
    await Attempt.update({ state: 'ended', outcome: 'busy' }, { where: { kind: 'restoration' } });
    await tellRestored.run(context);
    expect(await OutageWish.count({ where: { state: 'due', attempts: 1 } })).toBe(2);
    stage.pass(10 * 60_000);
    const [call] = await calls();
    await onStaleRows(
      () => stopOwedCalls(context, restorationCalls, call!.id, 'no_more_calls'),
      () => tellRestored.run(context),
    );
    expect(await first!.reload()).toMatchObject({ state: 'unreached', reason: 'no_more_calls' });
    expect(await second!.reload()).toMatchObject({ state: 'calling', attempts: 2 });
    expect((await calls()).map(({ ticketId, attemptNo }) => `${ticketId} ${attemptNo}`)).toEqual([
      `${first!.ticketId} 1`,
      `${second!.ticketId} 1`,
      `${second!.ticketId} 2`,
    ]);
    await second!.update({ state: 'due', dueAt: context.clock.now() });
    const tell = () => tellRestored.run({ ...context });
    await atOnce(tell, tell);
    expect(await calls()).toHaveLength(4);
  });

  it.each<[string, Parameters<typeof changeOutage>[2]]>([
    ['given a new time', moved],
    ['promised news of', { nextNewsAt: new Date('2026-01-05T09:00:00Z') }],
    ['found restored', { state: 'restored' }],
  ])('do not ask the desk about an outage that somebody has just %s', async (_what, change) => {
    stage.setTime('2026-01-05T04:30:00Z');
    await onStaleRows(
      () => changeOutage(stage.context, 'D-FAULT', change),
      () => watchOutages.run(stage.context),
    );
    expect(await Task.count({ where: { kind: 'recheck', state: 'open' } })).toBe(0);
    expect(await Outage.findByPk('D-FAULT')).toMatchObject({ lateNotedAt: null });
  });

  it('ask the desk once about each that is late', async () => {
    stage.setTime('2026-01-05T07:00:00Z');
    await changeOutage(stage.context, 'D-FAULT', { state: 'restored' });
    const look = () => watchOutages.run({ ...stage.context });
    await atOnce(look, look);
    expect(await Task.findAll({ where: { kind: 'recheck' } })).toMatchObject([{ outageCode: 'D-PLAN' }]);
  });
});

describe('one row that always fails', () => {
  it('does not keep those behind it from their news and their calls', async () => {
    await link('5710000129', 'CA1');
    await link('5710000131', 'CA2');
    const { context, complaints } = stage;
    await changeOutage(context, 'D-FAULT', { expectedEndAt: new Date('2026-01-05T09:00:00Z') });
    const broken = () => jest.spyOn(OutageWish, 'update').mockRejectedValueOnce(new Error('broken'));
    broken();
    expect(await tellOutageNews.run(context)).toBe(2);
    expect(await OutageWish.count({ where: { lastNewsAt: context.clock.now() } })).toBe(1);
    await OutageWish.update({ state: 'due', dueAt: context.clock.now() }, { where: {} });
    broken();
    expect(await tellRestored.run(context)).toBe(2);
    expect(await OutageWish.count({ where: { state: 'calling' } })).toBe(1);
    await NumberCheck.truncate();
    for (const wish of await OutageWish.findAll()) {
      const { ticketId } = wish;
      await NumberCheck.create({
        ticketId,
        phone: '+8613800000001',
        state: 'calling',
        attempts: 1,
        createdAt: new Date(0),
      });
      await queueCall(context, {
        ...{ kind: 'number_check', toPhone: '+8613800000001', language: 'en', priority: 'P1', ticketId },
        ...{ flow: 'number-check', node: 'owner', attemptNo: 1, dueAt: context.clock.now() },
      });
    }
    await Attempt.update({ state: 'ended' }, { where: { kind: 'number_check' } });
    jest.spyOn(NumberCheck, 'update').mockRejectedValueOnce(new Error('broken'));
    expect(await owedCallStep(numberCheckCalls).run(context)).toBe(2);
    expect(await NumberCheck.count({ where: { attempts: 2 } })).toBe(1);
    expect(complaints).toEqual(Array(3).fill('error a row could not be dealt with and is put off'));
  });
});

describe('the API', () => {
  it('lists outages with their reports, page by page', async () => {
    await link('5710000129', 'CA1');
    const first = await api('get', '/outages?limit=1').expect(200);
    expect(first.body).toMatchObject({ items: [{ code: 'D-FAULT', reports: 1, networkNode: 'T-CC' }] });
    const { nextCursor } = first.body as { nextCursor: string };
    const second = await api('get', `/outages?limit=1&cursor=${nextCursor}`).expect(200);
    expect(second.body).toEqual({
      items: [
        {
          code: 'D-PLAN',
          kind: 'planned',
          networkNode: 'T-BH',
          cause: { zh: '更换配电变压器', en: 'replacing a transformer' },
          startsAt: '2026-01-05T01:00:00.000Z',
          expectedEndAt: '2026-01-05T07:00:00.000Z',
          nextNewsAt: null,
          state: 'current',
          restoredAt: null,
          reports: 0,
        },
      ],
      nextCursor: null,
    });
    const planned = await api('get', '/outages?kind=planned&state=restored').expect(200);
    expect(planned.body).toEqual({ items: [], nextCursor: null });
  });

  it('puts down an outage that callers hear of at once', async () => {
    expect(await outagesAt(stage.context, 'B-LY1')).toEqual([]);
    const body = { kind: 'fault', networkNode: 'T-LY1', cause: { zh: '电缆故障', en: 'a cable fault' } };
    const { code } = (await api('post', '/outages').send(body).expect(201)).body as { code: string };
    expect(code).toMatch(/^O-260105-1030-\d{3}$/);
    expect((await outagesAt(stage.context, 'B-LY1')).map((outage) => outage.code)).toEqual([code]);
  });

  it.each([
    [400, 'post', '/outages', { kind: 'fault', networkNode: 'nowhere' }],
    // What one database takes for the code of a node and another does not, and what no caller would ever be told of.
    [400, 'post', '/outages', { kind: 'fault', networkNode: 't-ly1' }],
    [400, 'post', '/outages', { kind: 'fault', networkNode: 'T-LY1 ' }],
    [400, 'post', '/outages', { kind: 'fault', networkNode: 'T-LY1\0' }],
    [400, 'post', '/outages', { kind: 'fault', networkNode: 'T-LY1', cause: { zh: '电\0缆', en: '' } }],
    [400, 'post', '/outages', { kind: 'fault', networkNode: 'T-LY1', expectedEndAt: '9999-12-31T23:59:59-14:00' }],
    [400, 'post', '/outages', { kind: 'storm', networkNode: 'T-LY1' }],
    [400, 'post', '/outages', { kind: 'fault', networkNode: 'T-LY1', expectedEndAt: '2026-01-05T01:00:00Z' }],
    [400, 'post', '/outages', { code: '..', kind: 'fault', networkNode: 'T-LY1' }],
    [409, 'post', '/outages', { code: 'D-FAULT', kind: 'fault', networkNode: 'T-LY1' }],
    [400, 'patch', '/outages/D-FAULT', {}],
    [400, 'patch', '/outages/D-FAULT', { state: 'current' }],
    [400, 'patch', '/outages/D-FAULT', { expectedEndAt: '2026-01-04T00:00:00Z' }],
    [400, 'patch', '/outages/D-FAULT', { colour: 'red' }],
    [400, 'patch', '/outages/D-FAULT', { nextNewsAt: '9999-12-31T23:59:59-14:00' }],
    [404, 'patch', '/outages/NONE', { state: 'restored' }],
    [404, 'get', '/outages/NONE', undefined],
    [400, 'get', '/outages?state=none', undefined],
  ] as const)('answers %i to %s %s %j', async (status, method, path, body) => {
    const answer = await api(method, path).send(body).expect(status);
    expect(answer.body).toMatchObject({ error: { code: expect.any(String) as string } });
  });

  it('changes and restores once; then it is a conflict', async () => {
    const cause = { zh: '已查明', en: 'found' };
    const changed = await api('patch', '/outages/D-FAULT').send({ cause, nextNewsAt: null }).expect(200);
    expect(changed.body).toMatchObject({ cause, nextNewsAt: null, state: 'current' });
    const restored = await api('patch', '/outages/D-FAULT').send({ state: 'restored' }).expect(200);
    expect(restored.body).toMatchObject({ state: 'restored', restoredAt: '2026-01-05T02:30:00.000Z' });
    await api('patch', '/outages/D-FAULT').send({ state: 'restored' }).expect(409);
    await api('patch', '/outages/D-FAULT').send({ cause }).expect(409);
  });
});

describe('an outage whose end has passed', () => {
  const late = () => Task.findAll({ where: { kind: 'recheck' }, order: ['outageCode'] });

  it('is on the list of the desk once, until somebody says how it stands, and again when a new end passes', async () => {
    const { context } = stage;
    expect(await watchOutages.run(context)).toBe(0);
    stage.setTime('2026-01-05T04:30:00Z');
    expect([await watchOutages.run(context), await watchOutages.run(context)]).toEqual([1, 0]);
    expect(await late()).toMatchObject([{ reason: 'outage_late', state: 'open', outageCode: 'D-FAULT' }]);
    await changeOutage(context, 'D-FAULT', { expectedEndAt: new Date('2026-01-05T06:00:00Z') });
    expect(await late()).toMatchObject([{ state: 'done' }]);
    await Task.update({ doneBy: 'Mei' }, { where: { kind: 'recheck' } });
    stage.setTime('2026-01-05T06:00:00Z');
    expect(await watchOutages.run(context)).toBe(1);
    expect(await late()).toMatchObject([{ state: 'open', doneAt: null, doneBy: null, dueAt: context.clock.now() }]);
    await changeOutage(context, 'D-FAULT', { state: 'restored' });
    expect(await late()).toMatchObject([{ state: 'done' }]);
    stage.setTime('2026-01-05T07:00:00Z');
    expect(await watchOutages.run(context)).toBe(1);
    expect((await late()).map(({ outageCode, state }) => `${outageCode} ${state}`)).toEqual([
      'D-FAULT done',
      'D-PLAN open',
    ]);
  });

  it('is asked about, each of two with the same times; what else the desk has to do about one stays', async () => {
    const { context } = stage;
    const fault = await Outage.findByPk('D-FAULT', { rejectOnEmpty: true });
    await Outage.create({ ...fault.get(), code: 'D-TWIN' });
    stage.setTime('2026-01-05T04:30:00Z');
    await watchOutages.run(context);
    expect((await late()).map(({ outageCode }) => outageCode).sort()).toEqual(['D-FAULT', 'D-TWIN']);
    const other = await Task.create({
      ...(await late())[0]!.get(),
      id: undefined,
      key: 'other',
      kind: 'call',
      reason: 'medical',
    });
    await changeOutage(context, 'D-FAULT', { state: 'restored' });
    expect(await other.reload()).toMatchObject({ state: 'open' });
    expect(await late()).toMatchObject([{ state: 'done' }, { state: 'open', outageCode: 'D-TWIN' }]);
  });

  it('is asked about once although its cause becomes known, and anew when it alone of two is late again', async () => {
    const { context } = stage;
    stage.setTime('2026-01-05T07:00:00Z');
    expect(await watchOutages.run(context)).toBe(2);
    await changeOutage(context, 'D-FAULT', { cause: { zh: '电缆故障', en: 'a cable fault' } });
    expect(await watchOutages.run(context)).toBe(0);
    expect(await late()).toMatchObject([{ state: 'open' }, { state: 'open' }]);
    const doneAt = context.clock.now();
    for (const code of ['D-FAULT', 'D-PLAN'])
      await changeOutage(context, code, { expectedEndAt: new Date(`2026-01-05T0${code === 'D-PLAN' ? 9 : 8}:00:00Z`) });
    expect(await late()).toMatchObject(Array(2).fill({ state: 'done', doneAt }));
    stage.setTime('2026-01-05T08:00:00Z');
    expect(await watchOutages.run(context)).toBe(1);
    expect(await late()).toMatchObject([{ state: 'open' }, { state: 'done', doneAt }]);
  });

  it('keeps who found out about it and when, whatever is said of it later', async () => {
    const { context } = stage;
    stage.setTime('2026-01-05T04:30:00Z');
    await watchOutages.run(context);
    const done = { doneAt: context.clock.now(), doneBy: 'Mei' };
    await Task.update({ state: 'done', ...done }, { where: { kind: 'recheck' } });
    stage.pass(60_000);
    await changeOutage(context, 'D-FAULT', { state: 'restored' });
    expect(await late()).toMatchObject([done]);
  });

  it('or that has none, is on the list when its news are due, and believed no more a day later', async () => {
    const { context } = stage;
    await Outage.update({ expectedEndAt: null }, { where: { code: 'D-FAULT' } });
    const nextDue = async () => (await firstDue(watchOutages.due(context)))[0];
    expect(await nextDue()).toEqual(new Date('2026-01-05T02:45:00Z'));
    expect(await watchOutages.run(context)).toBe(0);
    stage.setTime('2026-01-05T02:45:00Z');
    expect([await watchOutages.run(context), await watchOutages.run(context)]).toEqual([1, 0]);
    await changeOutage(context, 'D-FAULT', { nextNewsAt: new Date('2026-01-05T03:30:00Z') });
    expect(await late()).toMatchObject([{ state: 'done' }]);
    expect(await nextDue()).toEqual(new Date('2026-01-05T03:30:00Z'));
    stage.setTime('2026-01-06T03:29:00Z');
    const here = async () => (await outagesAt(context, 'T-CC')).map(({ code }) => code);
    expect(await here()).toEqual(['D-FAULT']);
    stage.setTime('2026-01-06T03:30:00Z');
    expect(await here()).toEqual([]);
  });

  it('is announced for a day and then believed no more', async () => {
    const here = async () => (await outagesAt(stage.context, 'T-BH')).map(({ code }) => code);
    stage.setTime('2026-01-06T06:59:00Z');
    expect(await here()).toEqual(['D-PLAN']);
    stage.setTime('2026-01-06T07:00:00Z');
    expect(await here()).toEqual([]);
  });

  it('imported again stays restored; a moved end is news to those who wait, and a later start is another outage', async () => {
    const again = async (change: (csv: string) => string) => {
      const folder = await mkdtemp(join(tmpdir(), 'faultline-outages-'));
      await writeFile(join(folder, 'outages.csv'), change(await readFile('demo/outages.csv', 'utf8')));
      await importData({ timezone: 'Asia/Shanghai' }, folder);
      await rm(folder, { recursive: true });
    };
    await changeOutage(stage.context, 'D-PLAN', { state: 'restored' });
    await link('5710000129', 'CA1');
    await again((csv) => csv);
    const restoredAt = new Date('2026-01-05T02:30:00Z');
    expect(await Outage.findByPk('D-PLAN')).toMatchObject({ state: 'restored', restoredAt });
    expect((await OutageWish.findAll()).map(({ newsDueAt }) => newsDueAt)).toEqual([null]);
    stage.setTime('2026-01-05T04:30:00Z');
    await watchOutages.run(stage.context);
    await again((csv) => csv);
    expect(await late()).toMatchObject([{ outageCode: 'D-FAULT', state: 'open' }]);
    await again((csv) => csv.replace('2026-01-05T12:30', '2026-01-05T14:30'));
    expect(await late()).toMatchObject([{ outageCode: 'D-FAULT', state: 'done' }]);
    expect(await tellOutageNews.run(stage.context)).toBe(1);
    expect((await OutageWish.findAll()).map(({ toldEndAt }) => toldEndAt)).toEqual([new Date('2026-01-05T06:30:00Z')]);
    await again((csv) => csv.replace('2026-01-05T09:00', '2026-01-05T13:00'));
    expect(await Outage.findByPk('D-PLAN')).toMatchObject({ state: 'current', restoredAt: null });
  });
});
