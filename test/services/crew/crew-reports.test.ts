import { Attempt } from '../../../models/attempt';
import { Callback } from '../../../models/callback';
import { PromiseMade } from '../../../models/promise-made';
import { Ticket } from '../../../models/ticket';
import { Task } from '../../../models/task';
import { TimelineEntry } from '../../../models/timeline-entry';
import { changeArrival } from '../../../src/services/crew/arrival-times';
import { checkDoorCode, recordArrival, recordDeparture } from '../../../src/services/crew/record-progress';
import { recordCompletion, type FinishedWork } from '../../../src/services/crew/record-completion';
import { setRestoreTime } from '../../../src/services/crew/set-restore-time';
import { queueText } from '../../../src/services/outbound/queue-attempt';
import { interrupted } from '../../support/at-once';
import { aCrew, aTicket } from '../../support/crew-rows';
import { databaseKind, onEmptyTables } from '../../support/database';
import { serviceStage, type ServiceStage } from '../../support/service-context';

const li = { code: '1101', name: '李强' };
const zhao = { code: '1102', name: '赵磊' };
const minute = 60_000;
let stage: ServiceStage;

onEmptyTables(async (fresh) => {
  stage = serviceStage(fresh, '2026-03-02T02:00:00Z');
  await aCrew();
});

const row = (id: number) => Ticket.findByPk(id, { rejectOnEmpty: true });
const happened = async (ticketId: number) =>
  (await TimelineEntry.findAll({ where: { ticketId }, order: [['id', 'ASC']] })).map(({ type }) => type);
const fixed = (ticketId: number, more: Partial<FinishedWork> = {}): FinishedWork => ({
  ticketId,
  cause: 'meter',
  result: 'fixed',
  restored: '',
  ...more,
});

describe('leaving', () => {
  it('is written down once, with the first time', async () => {
    const { id } = await aTicket();
    await recordDeparture(stage.context, id, li);
    stage.pass(minute);
    const again = await recordDeparture(stage.context, id, li);
    expect(again).toMatchObject({ outcome: 'departed', ticket: { departedAt: new Date('2026-03-02T02:00:00Z') } });
    expect(await row(id)).toMatchObject({ state: 'departed', departedAt: new Date('2026-03-02T02:00:00Z') });
    expect(await happened(id)).toEqual(['departed']);
  });

  it.each([
    ['somebody else has the job', { personCode: '1102' }, 'gone'],
    ['nobody has it', { personCode: null, state: 'offered' }, 'gone'],
    ['it is done', { state: 'done' }, 'finished'],
    ['it is closed', { state: 'closed' }, 'finished'],
    ['the crew is there already', { state: 'arrived', arrivedAt: new Date('2026-03-02T01:50:00Z') }, 'arrived'],
  ] as const)('changes nothing when %s', async (_case, more, outcome) => {
    const { id, state } = await aTicket(more);
    expect((await recordDeparture(stage.context, id, li)).outcome).toBe(outcome);
    expect(await row(id)).toMatchObject({ state, departedAt: null });
    expect(await happened(id)).toEqual([]);
  });

  it('knows no job that is not there', async () => {
    expect((await recordDeparture(stage.context, 4711, li)).outcome).toBe('gone');
  });
});

describe('arriving', () => {
  it('needs no departure', async () => {
    const { id } = await aTicket();
    expect((await recordArrival(stage.context, id, li)).outcome).toBe('arrived');
    expect(await row(id)).toMatchObject({ state: 'arrived', arrivedAt: new Date('2026-03-02T02:00:00Z') });
  });

  it('is one arrival, however often the key comes, also at the same moment', async () => {
    const { id } = await aTicket();
    await Promise.all([1, 2, 3].map(() => recordArrival(stage.context, id, li)));
    stage.pass(minute);
    const again = await recordArrival(stage.context, id, li);
    expect(again).toMatchObject({ ticket: { arrivedAt: new Date('2026-03-02T02:00:00Z') } });
    expect(await happened(id)).toEqual(['arrived']);
  });

  it('at the job of somebody else changes nothing', async () => {
    const { id } = await aTicket({ personCode: zhao.code });
    expect((await recordArrival(stage.context, id, li)).outcome).toBe('gone');
    expect(await row(id)).toMatchObject({ state: 'accepted', arrivedAt: null });
    expect(await happened(id)).toEqual([]);
  });

  it.each([
    ['in time', '2026-03-02T02:00:00Z', true],
    ['late', '2026-03-02T01:59:59Z', false],
  ])('notes whether the promise was kept: %s', async (_case, promisedAt, kept) => {
    const { id } = await aTicket();
    const spokenAt = new Date('2026-03-02T01:00:00Z');
    const promise = { kind: 'arrival' as const, promisedAt: new Date(promisedAt), spokenAt, channel: 'phone' };
    await PromiseMade.create({ ...promise, ticketId: id, callSid: null });
    await recordArrival(stage.context, id, li);
    expect(await PromiseMade.findOne({ where: { ticketId: id } })).toMatchObject({ kept });
  });
});

it.each([
  ['leaves', recordDeparture, 'departed'],
  ['is there', recordArrival, 'arrived'],
] as const)('a job that waited for something waits no longer when the crew %s', async (_what, report, state) => {
  const { id } = await aTicket({ state: 'waiting', stateReason: 'parts' });
  expect((await report(stage.context, id, li)).outcome).toBe(state);
  expect(await row(id)).toMatchObject({ state, stateReason: null });
});

describe('the code at the door', () => {
  it('proves the arrival once', async () => {
    const { id } = await aTicket({ verificationCode: '204816', inHome: true });
    await recordArrival(stage.context, id, li);
    expect(await checkDoorCode(stage.context, id, '204817', li)).toBe('other');
    expect(await checkDoorCode(stage.context, id, '204816', li)).toBe('verified');
    expect(await checkDoorCode(stage.context, id, '204816', li)).toBe('verified');
    expect((await row(id)).arrivalVerifiedBy).toEqual(['code']);
    expect(await happened(id)).toEqual(['arrived', 'arrival_verified']);
  });

  it('proves nothing before the arrival or for somebody else', async () => {
    const { id } = await aTicket({ verificationCode: '204816' });
    expect(await checkDoorCode(stage.context, id, '204816', li)).toBe('gone');
    await recordArrival(stage.context, id, li);
    expect(await checkDoorCode(stage.context, id, '204816', zhao)).toBe('gone');
  });
});

describe('the time of restoration', () => {
  const say = (ticketId: number, minutes: number | null, callSid = 'CA1', turn = 0) =>
    setRestoreTime(stage.context, { ticketId, minutes, callSid, turn }, li);

  it('is the same time when the key comes again, another in another call', async () => {
    const { id } = await aTicket({ state: 'arrived' });
    const first = await say(id, 30);
    stage.pass(5 * minute);
    expect(await say(id, 30)).toEqual(first);
    expect((await row(id)).expectedRestoreAt).toEqual(new Date('2026-03-02T02:30:00Z'));
    await say(id, 30, 'CA2');
    expect((await row(id)).expectedRestoreAt).toEqual(new Date('2026-03-02T02:35:00Z'));
    expect(await happened(id)).toEqual(['eta_changed', 'eta_changed']);
  });

  it('that comes again after a newer one is answered as it was, and the newer one stays', async () => {
    const { id } = await aTicket({ state: 'arrived' });
    const first = await say(id, 30);
    await say(id, 90, 'CA1', 1);
    await say(id, 30, 'CA1', 2);
    await say(id, 60, 'CA1', 3);
    const before = (await row(id)).get();
    stage.pass(minute);
    expect(await say(id, 30)).toEqual(first);
    expect((await row(id)).get()).toEqual(before);
    expect(before.expectedRestoreAt).toEqual(new Date('2026-03-02T03:00:00Z'));
    await recordCompletion(stage.context, fixed(id), li);
    expect(await say(id, 30)).toEqual(first);
  });

  it('is told to the customer, but not that nobody knows one', async () => {
    const { id } = await aTicket({ state: 'arrived' });
    await say(id, 30);
    await say(id, null, 'CA1', 1);
    const texts = await Attempt.findAll({ where: { ticketId: id } });
    expect(texts.map(({ body }) => body)).toEqual([expect.stringContaining('10:30')]);
  });

  it('may be unknown', async () => {
    const { id } = await aTicket({ state: 'arrived', expectedRestoreAt: new Date('2026-03-02T03:00:00Z') });
    expect(await say(id, null)).toEqual({ outcome: 'saved', at: null });
    expect((await row(id)).expectedRestoreAt).toBeNull();
  });

  it('is refused for a job that is over', async () => {
    const { id } = await aTicket({ state: 'done' });
    expect(await say(id, 30)).toEqual({ outcome: 'finished' });
  });
});

describe('a new time of arrival', () => {
  const say = (ticketId: number, minutes: number | null, turn: number) =>
    changeArrival(stage.context, { ticketId, minutes, callSid: 'CA1', turn }, li);

  it('that comes again after a newer one is answered as it was, and the newer one stays', async () => {
    const { id } = await aTicket();
    const first = await say(id, 90, 0);
    expect(await say(id, 20, 1)).toMatchObject({ at: new Date('2026-03-02T02:20:00Z') });
    const before = (await row(id)).get();
    stage.pass(minute);
    expect(await say(id, 90, 0)).toEqual(first);
    expect((await row(id)).get()).toEqual(before);
    expect(await say(id, 90, 2)).toMatchObject({ at: new Date('2026-03-02T03:31:00Z') });
    expect((await row(id)).etaAt).toEqual(new Date('2026-03-02T03:31:00Z'));
  });
});

describe('the promised arrival', () => {
  const say = (ticketId: number, minutes: number | null, turn = 0) =>
    changeArrival(stage.context, { ticketId, minutes, callSid: 'CA1', turn }, li);
  const promised = new Date('2026-03-02T01:45:00Z');
  const inHalfAnHour = new Date('2026-03-02T02:30:00Z');

  it('stays what it was when the crew names a later one', async () => {
    const { id } = await aTicket();
    expect(await say(id, 30)).toMatchObject({ at: inHalfAnHour, due: promised, late: true });
    expect(await row(id)).toMatchObject({ arrivalDueAt: promised, etaAt: inHalfAnHour });
    expect(await PromiseMade.count()).toBe(0);
  });

  it('of the customer’s own wiring is the first that the crew names, and is the one promised', async () => {
    const { id } = await aTicket({ responsibility: 'INTERNAL', category: 'internal', arrivalDueAt: null });
    expect(await say(id, null)).toMatchObject({ at: null, due: null, late: false });
    expect(await say(id, 30, 1)).toMatchObject({ due: inHalfAnHour, late: false });
    expect(await say(id, 90, 2)).toMatchObject({ due: inHalfAnHour, late: true });
    expect((await row(id)).arrivalDueAt).toEqual(inHalfAnHour);
    const promises = await PromiseMade.findAll();
    expect(promises).toMatchObject([{ ticketId: id, kind: 'arrival', channel: 'text', promisedAt: inHalfAnHour }]);
  });

  it('was not told to a customer without a phone', async () => {
    const own = { responsibility: 'INTERNAL', category: 'internal', arrivalDueAt: null, reporterPhone: null } as const;
    const { id } = await aTicket(own);
    await say(id, 30);
    expect((await row(id)).arrivalDueAt).toEqual(inHalfAnHour);
    expect(await PromiseMade.count()).toBe(0);
  });
});

describe('a new time of arrival is told by text, once', () => {
  it.each([
    ['in the notice that waits', {}],
    ['beside the notice of another report', { ticketId: 4711 }],
    ['after the notice has gone out', { state: 'ended', outcome: 'answered' }],
    ['beside another text', { kind: 'news' }],
  ] as const)('%s', async (_where, more) => {
    const { id: ticketId } = await aTicket();
    const to = { toPhone: '+8613800000001', language: 'zh-CN', priority: 'P1', ticketId } as const;
    await (await queueText(stage.context, { ...to, kind: 'notice', body: '您好' })).update({ ...more });
    await changeArrival(stage.context, { ticketId, minutes: 90, callSid: 'CA1', turn: 0 }, li);
    const texts = await Attempt.findAll({ where: { ticketId } });
    expect(texts.filter(({ body }) => body?.includes('11:30'))).toHaveLength(1);
  });
});

it('a time that is agreed ends the question of the desk about that very job', async () => {
  const { id: ticketId } = await aTicket({ responsibility: 'INTERNAL', category: 'internal', arrivalDueAt: null });
  const [at, before] = [stage.context.clock.now(), new Date('2026-03-02T01:30:00Z')];
  const asked = { kind: 'call', reason: 'agree_time', state: 'open', createdAt: at, dueAt: at, ticketId } as const;
  await Task.bulkCreate([
    { ...asked, key: 'own' },
    { ...asked, key: 'of another', ticketId: ticketId + 1 },
    { ...asked, key: 'of something else', reason: 'chase' },
    { ...asked, key: 'settled before', state: 'done', doneAt: before },
  ]);
  await changeArrival(stage.context, { ticketId, minutes: 30, callSid: 'CA1', turn: 0 }, li);
  const tasks = await Task.findAll({ order: ['id'] });
  expect(tasks.map(({ doneAt }) => doneAt)).toEqual([at, null, null, before]);
});

describe('the end of the work', () => {
  it.each(['accepted', 'departed', 'arrived', 'waiting'] as const)('can be reported from %s', async (state) => {
    const { id } = await aTicket({ state, stateReason: 'parts' });
    expect((await recordCompletion(stage.context, fixed(id), li)).outcome).toBe('done');
    expect(await row(id)).toMatchObject({
      state: 'done',
      stateReason: null,
      cause: 'meter',
      result: 'fixed',
      completedAt: new Date('2026-03-02T02:00:00Z'),
      restoredAt: new Date('2026-03-02T02:00:00Z'),
      keyFollowup: false,
    });
    expect(await happened(id)).toEqual(['restored', 'completed']);
  });

  it('owes the customer one call, however often the key comes', async () => {
    const { id } = await aTicket();
    await recordCompletion(stage.context, fixed(id), li);
    stage.pass(minute);
    const again = await recordCompletion(stage.context, fixed(id), li);
    expect(again).toMatchObject({ outcome: 'done', ticket: { completedAt: new Date('2026-03-02T02:00:00Z') } });
    const callbacks = await Callback.findAll({ where: { ticketId: id } });
    expect(callbacks).toHaveLength(1);
    expect(callbacks[0]).toMatchObject({
      state: 'waiting',
      dueAt: new Date('2026-03-02T02:05:00Z'),
      hardLimitAt: new Date('2026-03-03T02:00:00Z'),
      attempts: 0,
      cycle: 0,
    });
  });

  it.each([
    ['finished', (id: number) => recordCompletion(stage.context, fixed(id), li), ['restored', 'completed']],
    ['given to somebody else', (id: number) => Ticket.update({ personCode: zhao.code }, { where: { id } }), []],
  ] as const)('is not that of a job that was %s since it was read', async (_what, meanwhile, left) => {
    const { id } = await aTicket();
    const finish = () => recordCompletion(stage.context, fixed(id), li);
    await interrupted({ at: /^UPDATE `tickets` SET .*cause/, by: () => meanwhile(id) }, finish);
    // In SQLite nobody else writes between the read and the write of a transaction.
    const types = databaseKind === 'sqlite' ? ['restored', 'completed'] : left;
    expect(await happened(id)).toEqual(types);
    expect(await Callback.count()).toBe(types.filter((type) => type === 'completed').length);
  });

  it('takes the time of restoration as typed, unless that is before the report', async () => {
    const { id } = await aTicket();
    expect((await recordCompletion(stage.context, fixed(id, { restored: '0859' }), li)).outcome).toBe('not-possible');
    expect((await row(id)).state).toBe('accepted');
    await recordCompletion(stage.context, fixed(id, { restored: '0945' }), li);
    expect((await row(id)).restoredAt).toEqual(new Date('2026-03-02T01:45:00Z'));
  });

  it.each([
    ['in time', '2026-03-02T01:45:00Z', true],
    ['late', '2026-03-02T01:44:59Z', false],
  ])('notes whether the promised restoration was kept: %s', async (_case, promisedAt, kept) => {
    const { id } = await aTicket();
    const told = { ticketId: id, callSid: null, channel: 'phone', spokenAt: new Date('2026-03-02T01:00:00Z') };
    await PromiseMade.create({ ...told, kind: 'restore', promisedAt: new Date(promisedAt) });
    await PromiseMade.create({ ...told, kind: 'arrival', promisedAt: new Date(promisedAt) });
    await recordCompletion(stage.context, fixed(id, { restored: '0945' }), li);
    expect(await PromiseMade.findAll({ where: { ticketId: id }, order: [['id', 'ASC']] })).toMatchObject([
      { kind: 'restore', kept, keptAt: new Date('2026-03-02T01:45:00Z') },
      { kind: 'arrival', kept: null, keptAt: null },
    ]);
  });

  it('has no time of restoration for work that gives no power back', async () => {
    const { id } = await aTicket({ category: 'water' });
    await recordCompletion(stage.context, fixed(id, { cause: 'wear', restored: '1' }), li);
    expect(await row(id)).toMatchObject({ state: 'done', restoredAt: null, cause: 'wear' });
    expect(await happened(id)).toEqual(['completed']);
  });

  it('marks work that was only made safe for the next visit', async () => {
    const { id } = await aTicket();
    await recordCompletion(stage.context, fixed(id, { result: 'made_safe' }), li);
    expect(await row(id)).toMatchObject({ keyFollowup: true });
  });

  it.each([
    ['somebody else has the job', { personCode: '1102' }, 'gone'],
    [
      'it was finished with another result',
      { state: 'done', cause: 'meter', result: 'made_safe', completedAt: new Date('2026-03-02T01:30:00Z') },
      'finished',
    ],
    [
      'it was finished as something else',
      { state: 'done', cause: 'weather', result: 'fixed', completedAt: new Date('2026-03-02T01:30:00Z') },
      'finished',
    ],
  ] as const)('changes nothing when %s', async (_case, more, outcome) => {
    const { id } = await aTicket(more);
    expect((await recordCompletion(stage.context, fixed(id), li)).outcome).toBe(outcome);
    expect(await happened(id)).toEqual([]);
    expect(await Callback.count()).toBe(0);
  });

  it('owes a call to the customer of a job that came out of another', async () => {
    const { id } = await aTicket({ parentNumber: '20000001' });
    await recordCompletion(stage.context, fixed(id), li);
    expect(await row(id)).toMatchObject({ state: 'done' });
    expect(await Callback.count({ where: { ticketId: id } })).toBe(1);
  });

  it('closes help for another job as resolved, and calls nobody about it', async () => {
    const { id } = await aTicket({ parentNumber: '20000001', reporterPhone: null, reporterRole: 'staff' });
    await recordCompletion(stage.context, fixed(id), li);
    expect((await recordCompletion(stage.context, fixed(id), li)).outcome).toBe('done');
    expect(await row(id)).toMatchObject({
      state: 'closed',
      stateReason: 'resolved',
      closedAt: new Date('2026-03-02T02:00:00Z'),
    });
    expect(await Callback.count()).toBe(0);
    expect(await happened(id)).toEqual(['restored', 'completed', 'closed']);
  });

  it.each([
    ['no phone is known', { reporterPhone: null }],
    ['the phone is in a country that we do not call', { reporterPhone: '+15550100' }],
  ])('closes the ticket with the reason when %s', async (_case, more) => {
    const { id } = await aTicket(more);
    await recordCompletion(stage.context, fixed(id), li);
    expect(await row(id)).toMatchObject({ state: 'closed', stateReason: 'unreached' });
    expect(await Callback.findOne({ where: { ticketId: id } })).toMatchObject({
      state: 'unreached',
      reason: 'no_phone',
    });
    expect(await happened(id)).toEqual(['restored', 'completed', 'callback', 'closed']);
  });
});
