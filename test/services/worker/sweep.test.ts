import { QueryTypes } from 'sequelize';
import { Attempt } from '../../../models/attempt';
import { Call } from '../../../models/call';
import { Callback } from '../../../models/callback';
import { openDatabase, type Database } from '../../../models/database';
import { Draft } from '../../../models/draft';
import { NumberCheck } from '../../../models/number-check';
import { OutageWish } from '../../../models/outage-wish';
import { Paging } from '../../../models/paging';
import { RateSlot } from '../../../models/rate-slot';
import { Task } from '../../../models/task';
import type { Ticket } from '../../../models/ticket';
import { TimelineEntry } from '../../../models/timeline-entry';
import type { Context } from '../../../src/services/context';
import { nextDueAt, sweep, sweepSteps } from '../../../src/services/worker/sweep';
import { aCrew, aTicket } from '../../support/crew-rows';
import { databaseKind, freshDatabase, type FreshDatabase } from '../../support/database';
import { serviceStage } from '../../support/service-context';

const noon = new Date('2026-03-02T04:00:00.000Z');
const after = (seconds: number): Date => new Date(noon.getTime() + seconds * 1000);
const statements: string[] = [];
let fresh: FreshDatabase;
let database: Database;
let context: Context;

beforeAll(async () => {
  fresh = await freshDatabase();
  const log = (sql: string): void => void statements.push(sql.replace(/^Executing \([^)]*\): /, ''));
  database = await openDatabase({ url: fresh.url, dataDir: fresh.dataDir, log });
});
beforeEach(async () => {
  await fresh.reset();
  context = serviceStage(fresh, noon.toISOString()).context;
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

const anAttempt = (more: Partial<Attempt> = {}): Promise<Attempt> =>
  Attempt.create({
    ...{ kind: 'receipt', channel: 'call', priorityRank: 50, toPhone: '+8613800000001', language: 'zh-CN' },
    ...{ personCode: null, ticketId: null, pagingId: null, callbackId: null, level: null, round: null, step: null },
    ...{ flow: null, node: null, body: null, outcome: null, errorCode: null, leaseUntil: null, heldUntil: null },
    ...{ heldBecause: null, sentAt: null, answeredAt: null, endedAt: null, carrierSid: null, state: 'due' },
    ...{ dueAt: noon, createdAt: noon },
    ...more,
  });
const aCallback = (more: Partial<Callback>): Promise<Callback> =>
  Callback.create({
    ...{ ticketId: 1, kind: 'completion', state: 'waiting', dueAt: noon, hardLimitAt: after(86_400), language: 'en' },
    ...{ lastOutcome: null, outcome: null, reason: null, createdAt: noon, finishedAt: null },
    ...more,
  });
const aWish = (more: Partial<OutageWish>): Promise<OutageWish> =>
  OutageWish.create({
    ...{ outageCode: 'O1', accountNo: '10001', ticketId: 1, channel: 'call', toPhone: '+8613800000001' },
    ...{ language: 'en', state: 'waiting', dueAt: null, answer: null, reason: null, toldEndAt: null },
    ...{ lastNewsAt: null, newsDueAt: null, createdAt: noon, finishedAt: null },
    ...more,
  });
const aCall = (sid: string, reviewDueAt: Date | null): Promise<Call> =>
  Call.create({
    ...{
      sid,
      direction: 'inbound',
      fromPhone: null,
      toPhone: null,
      language: 'en',
      flow: 'caller',
      status: 'completed',
    },
    ...{ startedAt: noon, endedAt: noon, ticketId: null, personCode: null, accountNo: null, attemptId: null },
    reviewDueAt,
  });
const aGoingCall = async (sid: string, askAt: Date): Promise<Call> =>
  (await aCall(sid, null)).update({ endedAt: null, askAt });
const aPaging = (more: Partial<Paging>): Promise<Paging> =>
  Paging.create({
    ...{ ticketId: 1, teamCode: 'G-URB', state: 'active', startedAt: null, supervisorDueAt: null, createdAt: noon },
    ...{ nextDueAt: null },
    ...more,
  });
const aSearch = (more: Partial<Task>): Promise<Task> =>
  Task.create({ key: 'k', kind: 'locate', reason: 'address', state: 'open', createdAt: noon, dueAt: noon, ...more });
const aWater = { category: 'water', reportedAt: noon, arrivalDueAt: after(3600) } as const;
const anAgreement = { responsibility: 'INTERNAL', category: 'internal', reportedAt: noon, arrivalDueAt: null } as const;
const asked = ({ id: ticketId }: Ticket, createdAt: Date): Promise<Task> =>
  aSearch({ kind: 'call', reason: 'agree_time', ticketId, createdAt });
const warned = ({ id: ticketId }: Ticket, arrivalDueAt: Date): Promise<TimelineEntry> =>
  TimelineEntry.create({
    ...{ ticketId, type: 'warned', at: noon, byKind: 'system', byCode: null, byName: null },
    data: { arrivalDueAt },
  });

/** The statement that asks all steps when they have work. */
const isLook = (sql: string): boolean => sql.startsWith('SELECT (SELECT MIN(next_due_at) FROM pagings');

/** Rows, and the moment at which they make work due. */
const rows: readonly (readonly [string, () => Promise<unknown>, Date | null])[] = [
  ['nothing', () => Promise.resolve(), null],
  ['a call that may be lost', () => anAttempt({ state: 'ringing', leaseUntil: after(5) }), after(5)],
  ['a call that is over', () => anAttempt({ state: 'ended', leaseUntil: after(5) }), null],
  ['a call to be reviewed', () => aCall('CA1', after(60)), after(60)],
  ['a call whose end nobody told', () => aGoingCall('CA1', after(90)), after(90)],
  ['a call that was reviewed', () => aCall('CA1', null), null],
  ['a place to be found', () => aSearch({ nextDueAt: after(600) }), after(600)],
  ['a place that was found', () => aSearch({ nextDueAt: after(600), state: 'done' }), null],
  ['a visit', () => aTicket({ state: 'waiting', arrivalDueAt: null, nextVisitAt: after(7200) }), after(7200)],
  ['a visit called off', () => aTicket({ state: 'closed', arrivalDueAt: null, nextVisitAt: after(7200) }), null],
  ['a paging', () => aPaging({ nextDueAt: after(120) }), after(120)],
  ['a paging that has ended', () => aPaging({ nextDueAt: after(120), state: 'accepted' }), null],
  ['a callback', () => aCallback({ dueAt: after(300) }), after(300)],
  ['a call about restored power', () => aWish({ state: 'due', dueAt: after(60) }), after(60)],
  ['a changed time', () => aWish({ newsDueAt: after(90.123) }), after(90.123)],
  ['a call to place', () => anAttempt({ dueAt: after(1) }), after(1)],
  ['a text that is held', () => anAttempt({ channel: 'text', heldUntil: after(30) }), after(30)],
  [
    'the first of many to place',
    () => Promise.all([anAttempt({ heldUntil: after(30) }), anAttempt({ dueAt: after(20) })]),
    after(20),
  ],
  [
    'a call that the rate keeps back',
    () => Promise.all([anAttempt(), RateSlot.create({ name: 'call', nextAt: after(0.25) })]),
    after(0.25),
  ],
  [
    'a text, whatever the rate of calls',
    () => Promise.all([anAttempt({ channel: 'text' }), RateSlot.create({ name: 'call', nextAt: after(0.25) })]),
    noon,
  ],
  ['an arrival for power: 15 minutes before', () => aTicket({ reportedAt: noon }), after(30 * 60)],
  ['one for a P1 of the estate: 3 minutes before', () => aTicket(aWater), after(57 * 60)],
  ['one for a P0 of power: 15 minutes before', () => aTicket({ priority: 'P0', reportedAt: noon }), after(1800)],
  ['one for a P0 of the estate: 2 minutes before', () => aTicket({ ...aWater, priority: 'P0' }), after(58 * 60)],
  [
    'one for a P2 of no trade: 5 minutes before',
    () => aTicket({ ...aWater, category: 'cleaning', priority: 'P2' }),
    after(55 * 60),
  ],
  ['one for a P3 of the estate: 10 minutes before', () => aTicket({ ...aWater, priority: 'P3' }), after(50 * 60)],
  ['one that was warned of', async () => warned(await aTicket(aWater), after(3600)), after(3600)],
  ['one whose visit before was warned of', async () => warned(await aTicket(aWater), after(-60)), after(57 * 60)],
  ['one that was missed', () => aTicket({ arrivalDueAt: after(-60), slaBreachedAt: after(-1) }), null],
  ['a time to be agreed: 5 minutes after the accept', () => aTicket(anAgreement), after(300)],
  ['a time that was named', () => aTicket({ ...anAgreement, etaAt: after(900) }), null],
  ['a time that the desk asks for', async () => asked(await aTicket(anAgreement), after(300)), null],
  [
    'a time that the desk asked the crew before for',
    async () => asked(await aTicket(anAgreement), after(-60)),
    after(300),
  ],
  ['one that is over', () => aTicket({ ...aWater, arrivedAt: noon }), null],
];

/** Rows that wait for the end of a call, and that call. */
const waiting: readonly (readonly [string, () => Promise<unknown>, Partial<Attempt>])[] = [
  [
    'a callback',
    () => aCallback({ id: 7, state: 'calling', attempts: 2 }),
    { callbackId: 7, kind: 'completion', attemptNo: 2 },
  ],
  [
    'a call about restored power',
    () => aWish({ ticketId: 8, state: 'calling', attempts: 1 }),
    { ticketId: 8, kind: 'restoration' },
  ],
  [
    'a check of a number',
    () => NumberCheck.create({ ticketId: 9, phone: '+8613800000001', state: 'calling', attempts: 1, createdAt: noon }),
    { ticketId: 9, kind: 'number_check' },
  ],
];

describe('the next moment', () => {
  it.each(rows)('of %s', async (_, arrange, moment) => {
    await arrange();
    expect(await nextDueAt(context)).toEqual(moment);
  });

  it.each(waiting)('of %s is when its call ends, and no earlier', async (_, arrange, call) => {
    await arrange();
    for (const other of [{ attemptNo: 5 }, { kind: 'notice' }, { channel: 'text' }] as const)
      await anAttempt({ ...call, ...other, state: 'ended' });
    const attempt = await anAttempt({ ...call, state: 'ringing' });
    expect(await nextDueAt(context)).toBeNull();
    await attempt.update({ state: 'ended' });
    expect((await nextDueAt(context))?.getTime()).toBeLessThanOrEqual(noon.getTime());
  });

  it('of a completion call that waits when quiet hours begin is now, until it is held', async () => {
    const night = serviceStage(fresh, '2026-03-02T13:00:00Z').context;
    const call = await anAttempt({ kind: 'completion', dueAt: noon });
    expect(await nextDueAt(night)).toEqual(noon);
    expect(await sweep(night)).toEqual({ did: 1, isMoreDue: false, next: new Date('2026-03-03T00:30:00Z') });
    expect(await call.reload()).toMatchObject({ state: 'due', heldBecause: 'quiet_hours' });
  });
});

describe('a beat', () => {
  it('with nothing to do is one statement, however much waits', async () => {
    await aCrew();
    await aTicket({ reportedAt: noon });
    await aPaging({ nextDueAt: after(120) });
    await anAttempt({ state: 'placed', leaseUntil: after(5) });
    await aCallback({ state: 'calling', attempts: 1 });
    await sweep(context);
    statements.length = 0;
    expect(await sweep(context)).toEqual({ did: 0, isMoreDue: false, next: after(5) });
    expect(statements).toHaveLength(1);
  });

  it('looks once more after each step that had work', async () => {
    await aCall('CA1', noon);
    statements.length = 0;
    expect((await sweep(context)).did).toBe(1);
    expect(statements.filter(isLook)).toHaveLength(2);
  });

  it('says that more is due when one turn was not enough', async () => {
    for (let number = 0; number < 26; number += 1) await aPaging({ nextDueAt: noon });
    expect(await sweep(context)).toMatchObject({ did: 25, isMoreDue: true });
    expect(await sweep(context)).toEqual({ did: 1, isMoreDue: false, next: null });
  });

  it('goes on with the next step when one fails, and comes back to what is due later', async () => {
    await aCall('CA1', noon);
    await anAttempt({ dueAt: after(60) });
    jest.spyOn(Call, 'findAll').mockRejectedValueOnce(new Error('broken'));
    expect(await sweep(context)).toEqual({ did: 0, isMoreDue: true, next: after(60) });
    expect((await sweep(context)).did).toBe(1);
  });

  it('pages first, and again after each turn of another step', async () => {
    const turns: string[] = [];
    for (const step of sweepSteps) {
      const run = step.run.bind(step);
      jest.spyOn(step, 'run').mockImplementation((given) => {
        turns.push(step.name);
        return run(given);
      });
    }
    await Promise.all([aPaging({ nextDueAt: noon }), aCall('CA1', noon), aSearch({ nextDueAt: noon })]);
    const searching = jest.spyOn(Draft, 'findAll').mockImplementation(async () => {
      await aPaging({ nextDueAt: noon });
      return [];
    });
    await aTicket({ callSid: 'CA1', arrivalDueAt: null });
    await Call.update({ fromPhone: '+8613800000001' }, { where: { sid: 'CA1' } });
    let signs = 0;
    await sweep(context, () => (signs += 1));
    searching.mockRestore();
    const pages = ['page-next', 'hold-overnight', 'dispatch'];
    expect(turns).toEqual([...pages, 'review-ended-calls', ...pages, 'page-unlocated']);
    expect(signs).toBe(5);
  });

  it('costs an ended call that left nothing undone a fraction of a statement', async () => {
    for (let number = 0; number < 20; number += 1) await aCall(`CA${number}`, noon);
    statements.length = 0;
    expect((await sweep(context)).did).toBe(20);
    expect(await Call.count({ where: { reviewDueAt: null } })).toBe(20);
    const costs = statements.filter((sql) => !isLook(sql) && !sql.startsWith('SELECT count'));
    expect(costs.map((sql) => /(?:FROM|UPDATE) [`"]?(\w+)/.exec(sql)?.[1])).toEqual([
      ...['calls', 'call_steps', 'tickets', 'handoffs', 'calls'],
    ]);
  });

  it('finds everything in an index', async () => {
    statements.length = 0;
    await nextDueAt(context);
    const explain = databaseKind === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
    const plan: PlanRow[] = await database.sequelize.query(`${explain} ${statements[0]}`, { type: QueryTypes.SELECT });
    expect(plan.length).toBeGreaterThan(sweepSteps.length);
    expect(plan.filter(isScan)).toEqual([]);
  });
});

/** What SQLite or what MariaDB says of one part of a statement. */
interface PlanRow {
  readonly detail?: string;
  readonly table?: string | null;
  readonly possible_keys?: string | null;
  readonly key?: string | null;
}

/** Whether a table is read without an index; MariaDB scans a nearly empty table anyway, so it is asked which index it could use. */
function isScan({ detail, table, possible_keys: possible, key }: PlanRow): boolean {
  if (detail !== undefined) return detail.startsWith('SCAN') && !/^SCAN (waiting|CONSTANT ROW)/.test(detail);
  const isStored = typeof table === 'string' && !table.startsWith('<');
  return isStored && !possible && !key;
}
