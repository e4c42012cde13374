import fc from 'fast-check';
import { Attempt } from '../../../models/attempt';
import { Paging } from '../../../models/paging';
import { RateSlot } from '../../../models/rate-slot';
import { TimelineEntry } from '../../../models/timeline-entry';
import type { CallReport } from '../../../src/domain/attempt-status';
import { HotlineError } from '../../../src/errors';
import { acceptPage } from '../../../src/services/paging/accept-page';
import { claimAttempt } from '../../../src/services/outbound/claim-attempt';
import { dispatchDue } from '../../../src/services/outbound/dispatch-due';
import { openTicket } from '../../../src/services/tickets/open-ticket';
import { queueCall, queueText } from '../../../src/services/outbound/queue-attempt';
import { reconcileAttempts } from '../../../src/services/outbound/reconcile-attempts';
import { recordCallStatus } from '../../../src/services/outbound/record-call-status';
import { recordTextStatus } from '../../../src/services/outbound/record-text-status';
import { sendAttempt } from '../../../src/services/outbound/send-attempt';
import { sweep } from '../../../src/services/worker/sweep';
import { atOnce, onStaleRows } from '../../support/at-once';
import type { FreshDatabase } from '../../support/database';
import { noCarrier } from '../../support/service-context';
import { aReport, aTown, after, customer, PagingStage, phoneOf, inATown } from '../../support/paging-stage';

const [li, zhao] = ['1101', '1102'] as const;
let fresh: FreshDatabase;
let stage: PagingStage;

inATown((laid, database) => {
  [stage, fresh] = [laid, database];
});

const quiet = { reporter: { name: null, phone: null, role: 'other' } } as const;
const aSurvey = (toPhone: string): Promise<Attempt> =>
  queueCall(stage.context, {
    kind: 'completion',
    priority: 'P2',
    toPhone,
    language: 'zh-CN',
    ticketId: null,
    flow: 'completion',
    node: 'fixed',
  });
const status = (attempt: Attempt, value: CallReport['status'], sequence: number | null = null): Promise<void> =>
  recordCallStatus(stage.context, attempt.id, {
    callSid: attempt.carrierSid ?? 'CA1',
    status: value,
    sequence,
    machine: false,
  });

describe('the dispatcher', () => {
  it('sends the important first, whatever came first', async () => {
    await aSurvey('+8613700000001');
    await openTicket(stage.context, aReport({ ...quiet, priority: 'P2' }));
    await openTicket(stage.context, aReport({ ...quiet, priority: 'P0', reportNo: 1, accountNo: '10002' }));
    const waiting = await Attempt.findAll({
      order: [
        ['priorityRank', 'ASC'],
        ['id', 'ASC'],
      ],
    });
    expect(waiting.map(({ kind, priorityRank }) => [kind, priorityRank])).toEqual([
      ['page', 0],
      ['page', 0],
      ['page', 20],
      ['completion', 90],
    ]);
    await dispatchDue.run(stage.context);
    expect(stage.carrier.dialled[0]).toBe(waiting[0]?.toPhone);
  });

  it('keeps to the rate of all processes together', async () => {
    stage = new PagingStage(fresh, { paging: { callsPerSecond: 1 } });
    for (const digit of [1, 2, 3]) await aSurvey(`+861370000000${digit}`);
    await Promise.all([dispatchDue.run(stage.context), dispatchDue.run({ ...stage.context })]);
    expect(stage.carrier.calls).toHaveLength(1);
    stage.jump(0.999);
    expect(await dispatchDue.run(stage.context)).toBe(0);
    stage.jump(0.001);
    expect(await dispatchDue.run(stage.context)).toBe(1);
  });

  it('places each call once when two processes look at the same time', async () => {
    for (const digit of [1, 2, 3, 4]) await aSurvey(`+861370000000${digit}`);
    for (let look = 0; look < 6; look += 1) {
      await Promise.all([dispatchDue.run(stage.context), dispatchDue.run({ ...stage.context })]);
      stage.jump(1);
    }
    expect(stage.carrier.dialled.sort()).toEqual([1, 2, 3, 4].map((digit) => `+861370000000${digit}`));
  });

  it.each([1, 2, 3])('never rings one phone twice at once, whoever claims first (%i)', async () => {
    // A rate that lets all of them through: only the number itself is in the way.
    const { policy } = stage.context;
    const context = { ...stage.context, policy: { ...policy, paging: { ...policy.paging, callsPerSecond: 10_000 } } };
    const attempts = [await aSurvey(customer), await aSurvey(customer), await aSurvey(customer)];
    const claims = await Promise.all(attempts.map((attempt) => claimAttempt({ ...context }, attempt)));
    expect(claims.map(({ kind }) => kind).sort()).toEqual(['claimed', 'passed', 'passed']);
    const rows = await Attempt.findAll();
    expect(rows.map(({ state }) => state).sort()).toEqual(['due', 'due', 'sending']);
    expect(rows.filter(({ heldBecause }) => heldBecause === 'on_the_line')).toHaveLength(2);
  });

  it('places nothing that another process took, or that was called off, since it was read', async () => {
    const { policy } = stage.context;
    const context = { ...stage.context, policy: { ...policy, paging: { ...policy.paging, callsPerSecond: 10_000 } } };
    const [mine, off] = [await aSurvey(customer), await aSurvey('+8613700000001')];
    const theirs = await Attempt.findByPk(mine.id, { rejectOnEmpty: true });
    await Attempt.update({ state: 'ended', outcome: 'cancelled' }, { where: { id: off.id } });
    const claims = [mine, theirs, off].map((attempt) => () => claimAttempt(context, attempt));
    expect((await atOnce(...claims)).map(({ kind }) => kind).sort()).toEqual(['claimed', 'passed', 'passed']);
    expect(await off.reload()).toMatchObject({ state: 'ended', outcome: 'cancelled', leaseUntil: null });
  });

  it.each<[string, HotlineError]>([
    ['refuses the number', new HotlineError('carrier_refused', 'no', { reason: 'invalid_number' })],
    ['takes no more', new HotlineError('carrier_refused', 'full', { reason: 'queue_full' })],
    ['certainly did nothing', new HotlineError('carrier_unavailable', 'down', { ambiguous: false })],
    ['may have done it', new HotlineError('carrier_unavailable', 'lost', { ambiguous: true })],
  ])('leaves a call as it ended while the carrier was asked, which then %s', async (_what, answer) => {
    const { context } = stage;
    const attempt = await aSurvey(customer);
    await claimAttempt(context, attempt);
    const ended = { state: 'ended', outcome: 'cancelled', leaseUntil: null, heldUntil: null, errorCode: null } as const;
    const placeCall = async () => {
      await Attempt.update(ended, { where: { id: attempt.id } });
      throw answer;
    };
    await sendAttempt({ ...context, carrier: { ...noCarrier, placeCall } }, attempt);
    expect(await attempt.reload()).toMatchObject(ended);
  });

  it('refuses no call that another process has sent since it was read', async () => {
    const attempt = await aSurvey('+15550100200');
    await Attempt.update({ state: 'placed', carrierSid: 'CA7' }, { where: { id: attempt.id } });
    expect(await claimAttempt(stage.context, attempt)).toEqual({ kind: 'passed' });
    expect(await attempt.reload()).toMatchObject({ state: 'placed', outcome: null });
  });

  it('sends what a notice says by now, not what it said when it was read', async () => {
    const about = { toPhone: customer, language: 'zh-CN', priority: 'P1', ticketId: null } as const;
    const read = await queueText(stage.context, { ...about, kind: 'notice', body: '尽快' });
    await Attempt.update({ body: '三点' }, { where: { id: read.id } });
    const claim = await claimAttempt(stage.context, read);
    expect(claim).toMatchObject({ kind: 'claimed', attempt: { body: '三点' } });
  });

  it('gives the slot of a call that it holds to the next one', async () => {
    const [first] = [await aSurvey(customer), await aSurvey(customer), await aSurvey('+8613700000001')];
    await stage.settle();
    expect(stage.carrier.dialled).toEqual([customer, '+8613700000001']);
    const slot = await RateSlot.findByPk('call', { rejectOnEmpty: true });
    expect(slot.nextAt.getTime() - (await first.reload()).sentAt!.getTime()).toBe(20);
  });

  it('never calls outside the allowed prefixes', async () => {
    const { id } = await aSurvey('+15550100200');
    await stage.settle();
    expect(stage.carrier.calls).toEqual([]);
    expect(await Attempt.findByPk(id)).toMatchObject({ state: 'ended', outcome: 'refused', errorCode: 'not_allowed' });
    expect(stage.complaints).toEqual(['warn a number outside ALLOWED_PREFIXES was not called']);
  });

  it('waits while the same phone is in another call, and goes on when that ends', async () => {
    const [first, second] = [await aSurvey(customer), await aSurvey(customer)];
    await stage.settle();
    expect(stage.carrier.calls).toHaveLength(1);
    expect(await second.reload()).toMatchObject({ state: 'due', heldBecause: 'on_the_line' });
    await status(await first.reload(), 'completed');
    await stage.settle();
    expect(stage.carrier.calls).toHaveLength(2);
  });

  it('holds a third call in two minutes and says why and until when', async () => {
    for (let count = 0; count < 2; count += 1) {
      await aSurvey(customer);
      await stage.settle();
      await stage.nobodyAnswers();
    }
    const third = await aSurvey(customer);
    await stage.settle();
    const [first] = await Attempt.findAll({ order: [['id', 'ASC']] });
    const heldUntil = new Date(first!.sentAt!.getTime() + 120_000);
    expect(await third.reload()).toMatchObject({ state: 'due', heldBecause: '2/2m', heldUntil });
    await stage.at(119);
    expect(stage.carrier.calls).toHaveLength(2);
    await stage.at(121);
    expect(stage.carrier.calls).toHaveLength(3);
    expect(await third.reload()).toMatchObject({ heldUntil: null, heldBecause: null });
  });

  it.each([
    ['4/15m', [3, 5, 7, 14]],
    ['10/1h', [16, 18, 20, 22, 24, 26, 28, 30, 32, 59]],
  ])('holds one more than %s allow, when the last were placed %j minutes ago', async (heldBecause, minutesAgo) => {
    const start = stage.context.clock.now().getTime();
    for (const minutes of minutesAgo) {
      const sentAt = new Date(start - minutes * 60_000);
      await (await aSurvey(customer)).update({ state: 'ended', outcome: 'no_answer', sentAt, endedAt: sentAt });
    }
    const next = await aSurvey(customer);
    await stage.settle();
    const heldUntil = new Date(start + 60_000);
    expect(await next.reload()).toMatchObject({ state: 'due', heldBecause, heldUntil });
    await stage.at(59);
    expect(stage.carrier.calls).toEqual([]);
    await stage.at(61);
    expect(stage.carrier.dialled).toEqual([customer]);
  });

  it('has by day no call wait for the morning that only waits for its turn', async () => {
    await RateSlot.upsert({ name: 'call', nextAt: after(1) });
    const survey = await aSurvey(customer);
    await sweep(stage.context);
    expect(await survey.reload()).toMatchObject({ state: 'due', heldUntil: null, heldBecause: null });
  });

  it('holds at night what asks about the work, and never a page', async () => {
    stage.jump(11 * 3600);
    const [survey, over, longer] = [await aSurvey(customer), await aSurvey(customer), await aSurvey(customer)];
    await over.update({ state: 'ended', outcome: 'cancelled' });
    const held = { heldUntil: new Date('2026-03-03T06:00:00Z'), heldBecause: 'number_check' } as const;
    await longer.update(held);
    await openTicket(stage.context, aReport(quiet));
    await stage.settle();
    expect(await survey.reload()).toMatchObject({ state: 'due', heldBecause: 'quiet_hours' });
    expect(await over.reload()).toMatchObject({ heldUntil: null, heldBecause: null });
    expect(await longer.reload()).toMatchObject(held);
    expect(stage.carrier.dialled).toEqual([phoneOf(li)]);
  });

  it.each([
    ['P0', 3],
    ['P1', 3],
    ['P2', 2],
  ] as const)('with the number used up, the page of a %s makes it %i calls', async (priority, calls) => {
    for (let count = 0; count < 2; count += 1) {
      await aSurvey(phoneOf(li));
      await stage.settle();
      await stage.nobodyAnswers();
    }
    await openTicket(stage.context, aReport({ ...quiet, priority }));
    await stage.settle();
    expect(stage.carrier.dialled.filter((phone) => phone === phoneOf(li))).toHaveLength(calls);
  });

  it('sends texts with their own status address', async () => {
    const dated = { kind: 'receipt', priority: 'P2', toPhone: customer, language: 'en', ticketId: null } as const;
    const { id } = await queueText(stage.context, { ...dated, body: 'Hello' });
    await stage.settle();
    expect(stage.carrier.texts).toMatchObject([
      { order: { to: customer, body: 'Hello', statusUrl: `https://hotline.example/sms/status?attempt=${id}` } },
    ]);
    const text = { messageSid: 'SM1', errorCode: null } as const;
    await recordTextStatus(stage.context, id, { ...text, status: 'delivered' });
    await recordTextStatus(stage.context, id, { ...text, status: 'sent' });
    expect(await Attempt.findByPk(id)).toMatchObject({ state: 'ended', outcome: 'delivered' });
  });
});

describe('a carrier in trouble', () => {
  const page = async (): Promise<Attempt> => {
    await openTicket(stage.context, aReport(quiet));
    await sweep(stage.context);
    return stage.pageOf(li);
  };

  it('that wants us to wait gets the call again, once', async () => {
    stage.carrier.mood = { kind: 'busy', retryAfterMs: 2000 };
    expect(await page()).toMatchObject({ state: 'due', heldBecause: 'carrier', sentAt: null });
    stage.carrier.mood = { kind: 'takes' };
    stage.jump(1.9);
    await sweep(stage.context);
    expect(stage.carrier.calls).toEqual([]);
    stage.jump(0.1);
    await sweep(stage.context);
    expect(stage.carrier.dialled).toEqual([phoneOf(li)]);
  });

  it('stops the paging clock as long as it refuses our account, and a person is told', async () => {
    stage.carrier.mood = { kind: 'refuses', reason: 'unauthorized' };
    await page();
    await stage.at(600);
    expect(await Attempt.count()).toBe(1);
    expect(stage.complaints).toContain('error the carrier refuses our calls');
    stage.carrier.mood = { kind: 'takes' };
    await stage.at(640);
    const { sentAt } = await stage.pageOf(li);
    const begun = (sentAt!.getTime() - new Date('2026-03-02T02:00:00Z').getTime()) / 1000;
    await stage.silence(begun + 119);
    expect(stage.carrier.dialled).toEqual([phoneOf(li), phoneOf(li)]);
    await stage.silence(begun + 121);
    expect(stage.carrier.dialled.at(-1)).toBe(phoneOf(zhao));
  });

  it('that refuses a text is the reason until it takes it; what comes of it then is another', async () => {
    const dated = { kind: 'receipt', priority: 'P2', toPhone: customer, language: 'en', ticketId: null } as const;
    const text = await queueText(stage.context, { ...dated, body: 'Hello' });
    stage.carrier.mood = { kind: 'refuses', reason: 'queue_full' };
    await stage.settle();
    expect(await text.reload()).toMatchObject({ state: 'due', heldBecause: 'queue_full', errorCode: 'queue_full' });
    stage.carrier.mood = { kind: 'takes' };
    await stage.at(31);
    expect(await text.reload()).toMatchObject({ state: 'placed', heldBecause: null, errorCode: null });
    await recordTextStatus(stage.context, text.id, { messageSid: 'SM2', status: 'undelivered', errorCode: '30003' });
    expect(await text.reload()).toMatchObject({ state: 'ended', outcome: 'undelivered', errorCode: '30003' });
  });

  it('that gave no answer but has the call is believed: nobody is called twice', async () => {
    stage.carrier.mood = { kind: 'silent', taken: true };
    expect(await page()).toMatchObject({ state: 'sending', carrierSid: null });
    stage.carrier.mood = { kind: 'takes' };
    await stage.at(5);
    expect(stage.carrier.asked).toContain(phoneOf(li));
    expect(await stage.pageOf(li)).toMatchObject({ state: 'placed', carrierSid: 'CA1' });
    expect(stage.carrier.calls).toHaveLength(1);
    expect(await Paging.findOne()).toMatchObject({ startedAt: expect.any(Date) as Date });
  });

  it('that gave no answer and has nothing gets the call again', async () => {
    stage.carrier.mood = { kind: 'silent', taken: false };
    await page();
    stage.carrier.mood = { kind: 'takes' };
    await stage.at(5);
    expect(stage.carrier.dialled).toEqual([phoneOf(li)]);
    expect(await Attempt.count()).toBe(1);
  });

  it.each([true, false])(
    'that gave no answer about a second call to a number (taken: %p) is not told that it was the first',
    async (taken) => {
      const [first, second] = [await aSurvey(customer), await aSurvey(customer)];
      await stage.settle();
      stage.carrier.mood = { kind: 'silent', taken };
      await status(await first.reload(), 'completed');
      await sweep(stage.context);
      expect(await second.reload()).toMatchObject({ state: 'sending', carrierSid: null });
      stage.carrier.mood = { kind: 'takes' };
      await stage.at(5);
      expect(await first.reload()).toMatchObject({ state: 'ended', carrierSid: 'CA1' });
      expect(stage.carrier.dialled).toEqual([customer, customer]);
      expect((await second.reload()).carrierSid).toBe(stage.carrier.calls[1]?.sid);
    },
  );

  it.each([true, false])(
    'a process that died after it had asked (taken: %p) loses and doubles nothing',
    async (taken) => {
      await openTicket(stage.context, aReport(quiet));
      const { id } = await stage.pageOf(li);
      await Attempt.update({ state: 'sending', leaseUntil: new Date('2026-03-02T02:00:30Z') }, { where: { id } });
      if (taken) await stage.carrier.placeCall({ to: phoneOf(li) } as never);
      await stage.at(29);
      expect(await Attempt.findByPk(id)).toMatchObject({ state: 'sending' });
      await stage.at(31);
      expect(await Attempt.findByPk(id)).toMatchObject({ state: 'placed', carrierSid: 'CA1' });
      expect(stage.carrier.dialled).toEqual([phoneOf(li)]);
    },
  );

  it('that never tells how a call ended is asked', async () => {
    await page();
    stage.carrier.calls[0]!.state = 'no-answer';
    await stage.at(44);
    expect((await stage.pageOf(li)).state).toBe('placed');
    await stage.at(46);
    expect(await Attempt.findOne()).toMatchObject({ state: 'ended', outcome: 'no_answer' });
    expect(stage.carrier.dialled).toEqual([phoneOf(li), phoneOf(li)]);
  });

  it('that takes a call called off meanwhile is told to end it', async () => {
    await openTicket(stage.context, aReport({ ...quiet, priority: 'P0' }));
    const [mine, other] = [await stage.pageOf(li), await stage.pageOf(zhao)];
    stage.carrier.meanwhile = async ({ to }) => {
      if (to === phoneOf(zhao)) await acceptPage(stage.context, mine.id);
    };
    await stage.settle();
    expect(await other.reload()).toMatchObject({ state: 'ended', outcome: 'cancelled' });
    expect(stage.carrier.hungUp).toEqual(['CA2']);
  });
});

describe('several processes', () => {
  const look = () => reconcileAttempts.run({ ...stage.context });

  it('ask the carrier once about a request that got no answer, and about a call that it tells nothing of', async () => {
    await openTicket(stage.context, aReport(quiet));
    stage.carrier.mood = { kind: 'silent', taken: true };
    await sweep(stage.context);
    stage.carrier.mood = { kind: 'takes' };
    stage.jump(3);
    await atOnce(look, look, look);
    expect(stage.carrier.asked).toEqual([phoneOf(li)]);
    stage.jump(45);
    await atOnce(look, look, look);
    expect(stage.carrier.asked).toEqual([phoneOf(li), 'CA1']);
  });

  it('do not send a request again that another one has found meanwhile', async () => {
    const survey = await aSurvey(customer);
    stage.carrier.mood = { kind: 'silent', taken: true };
    await sweep(stage.context);
    stage.carrier.mood = { kind: 'takes' };
    stage.jump(3);
    await onStaleRows(look, look);
    expect(await survey.reload()).toMatchObject({ state: 'placed', carrierSid: 'CA1' });
    await stage.settle();
    expect(stage.carrier.dialled).toEqual([customer]);
  });
});

describe('a request that got no answer', () => {
  it('is sent again alone, not with another one that was taken', async () => {
    const lost = await aSurvey(customer);
    stage.carrier.mood = { kind: 'silent', taken: false };
    await sweep(stage.context);
    stage.jump(1);
    const taken = await aSurvey('+8613700000001');
    stage.carrier.mood = { kind: 'silent', taken: true };
    await sweep(stage.context);
    stage.carrier.mood = { kind: 'takes' };
    stage.jump(4);
    await stage.settle();
    for (const survey of [lost, taken]) expect(await survey.reload()).toMatchObject({ state: 'placed' });
    expect(stage.carrier.dialled).toEqual(['+8613700000001', customer]);
  });

  it('is not sent again when the carrier reports about it while it is asked', async () => {
    const survey = await aSurvey(customer);
    stage.carrier.mood = { kind: 'silent', taken: true };
    await sweep(stage.context);
    stage.carrier.mood = { kind: 'takes' };
    stage.jump(3);
    jest.spyOn(stage.carrier, 'findCallsTo').mockImplementationOnce(async () => {
      await status(survey, 'ringing', 1);
      return [];
    });
    await reconcileAttempts.run(stage.context);
    await stage.settle();
    expect(await survey.reload()).toMatchObject({ state: 'ringing', carrierSid: 'CA1' });
    expect(stage.carrier.dialled).toEqual([customer]);
  });
});

describe('status reports', () => {
  it.each([
    ['on_the_line', null],
    ['2/2m', '2/2m'],
    ['carrier', 'carrier'],
    ['quiet_hours', 'quiet_hours'],
    ['number_check', 'number_check'],
  ] as const)(
    'about the end of a call let go what waited for it, not what is held for another reason: %s',
    async (why, then) => {
      const call = await aSurvey(customer);
      await stage.settle();
      const heldUntil = new Date(stage.context.clock.now().getTime() + 3_600_000);
      const waiting = await (await aSurvey(customer)).update({ heldUntil, heldBecause: why });
      const other = await (await aSurvey(phoneOf(li))).update({ heldUntil, heldBecause: why });
      await status(await call.reload(), 'completed');
      expect(await waiting.reload()).toMatchObject({ heldBecause: then, heldUntil: then === null ? null : heldUntil });
      expect(await other.reload()).toMatchObject({ heldBecause: why, heldUntil });
    },
  );

  it('that come before the answer to our request start the clock all the same, once', async () => {
    stage.carrier.meanwhile = async (_order, sid) => {
      const { id } = await stage.pageOf(li);
      await recordCallStatus(stage.context, id, { callSid: sid, status: 'ringing', sequence: 1, machine: false });
    };
    await openTicket(stage.context, aReport(quiet));
    await stage.settle();
    expect(await stage.pageOf(li)).toMatchObject({ state: 'ringing', carrierSid: 'CA1' });
    expect(await TimelineEntry.count({ where: { type: 'paged' } })).toBe(1);
    expect((await Paging.findOne())?.startedAt).not.toBeNull();
  });

  it('about a text that come before the answer to our request note it all the same, once', async () => {
    const { id: ticketId } = await openTicket(stage.context, aReport(quiet));
    const about = { toPhone: customer, language: 'en', priority: 'P1', ticketId } as const;
    const text = await queueText(stage.context, { ...about, kind: 'receipt', body: 'Hello' });
    jest.spyOn(stage.carrier, 'sendText').mockImplementationOnce(async () => {
      await recordTextStatus(stage.context, text.id, { messageSid: 'SM9', status: 'delivered', errorCode: null });
      return { sid: 'SM9' };
    });
    await stage.settle();
    expect(await text.reload()).toMatchObject({ state: 'ended', outcome: 'delivered', carrierSid: 'SM9' });
    expect(await TimelineEntry.count({ where: { ticketId, type: 'texted' } })).toBe(1);
  });

  it('in any order and number leave the same page, timeline and search', async () => {
    const list = ['initiated', 'ringing', 'in-progress', 'completed'] as const;
    const reports = list.map((value, sequence) => ({ value, sequence }));
    const orders = fc
      .shuffledSubarray([...reports, ...reports], { minLength: 4 })
      .filter((mixed) => reports.every((report) => mixed.includes(report)));
    await fc.assert(
      fc.asyncProperty(orders, async (mixed) => {
        await fresh.reset();
        await aTown();
        await openTicket(stage.context, aReport(quiet));
        await sweep(stage.context);
        const attempt = await stage.pageOf(li);
        for (const { value, sequence } of mixed) await status(attempt, value, sequence);
        expect(await attempt.reload()).toMatchObject({ state: 'ended', outcome: 'no_key', statusSequence: 3 });
        const types = (await TimelineEntry.findAll({ order: [['id', 'ASC']] })).map(({ type }) => type);
        expect(types).toEqual(['reported', 'paged', 'page_answered']);
        expect(await Paging.findOne()).toMatchObject({ state: 'active', nextDueAt: stage.context.clock.now() });
        stage.jump(1);
      }),
      { numRuns: 8 },
    );
  });

  it('about a machine are no answer, and a key said before stays', async () => {
    await openTicket(stage.context, aReport(quiet));
    await stage.settle();
    const page = await stage.pageOf(li);
    const heard = { callSid: 'CA1', sequence: null, machine: true };
    await recordCallStatus(stage.context, page.id, { ...heard, status: null });
    await status(page, 'completed', 3);
    expect(await page.reload()).toMatchObject({ state: 'ended', outcome: 'machine' });
    expect(await acceptPage(stage.context, page.id)).toMatchObject({ outcome: 'accepted' });
    await recordCallStatus(stage.context, page.id, { ...heard, status: 'completed' });
    expect(await page.reload()).toMatchObject({ outcome: 'accepted' });
  });

  it('about attempts that we do not know are ignored', async () => {
    const report = { callSid: 'CA9', status: 'completed', sequence: 1, machine: false } as const;
    await expect(recordCallStatus(stage.context, 999_999, report)).resolves.toBeUndefined();
  });
});
