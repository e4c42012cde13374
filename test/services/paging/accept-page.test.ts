import { Attempt } from '../../../models/attempt';
import { Paging } from '../../../models/paging';
import { TimelineEntry } from '../../../models/timeline-entry';
import { acceptPage } from '../../../src/services/paging/accept-page';
import { cancelTicket } from '../../../src/services/tickets/cancel-ticket';
import { declinePage, passOnPage } from '../../../src/services/paging/decline-page';
import { queueText } from '../../../src/services/outbound/queue-attempt';
import { pageNext } from '../../../src/services/paging/page-next';
import { leaveTillMorning } from '../../../src/services/paging/supervise-paging';
import { setEta } from '../../../src/services/crew/arrival-times';
import { recordDeparture } from '../../../src/services/crew/record-progress';
import { watchArrivals } from '../../../src/services/tickets/watch-arrivals';
import { atOnce, interrupted } from '../../support/at-once';
import { aTicket } from '../../support/crew-rows';
import type { PagingStage } from '../../support/paging-stage';
import { after, chen, customer, li, sun, typesInOrder, zhao, inATown } from '../../support/paging-stage';

let stage: PagingStage;

inATown((laid) => {
  stage = laid;
});

/** The time that the person of a page keys, the `turn`th of the call. */
const eta = (attemptId: number, minutes: number | null, turn = 0) =>
  setEta(stage.context, { attemptId, minutes, callSid: 'CA-page', turn });

describe('accepting', () => {
  it('gives the ticket to whoever pressed the key, and nobody else rings', async () => {
    const ticket = await stage.opened({ priority: 'P0' });
    const [mine, other] = [await stage.pageOf(li), await stage.pageOf(zhao)];
    await stage.report(mine, 'in-progress');
    const result = await acceptPage(stage.context, mine.id);
    expect(result).toMatchObject({ outcome: 'accepted', by: { code: li, name: '李强' } });
    expect(await ticket.reload()).toMatchObject({
      state: 'accepted',
      personCode: li,
      acceptedAt: stage.context.clock.now(),
    });
    expect(await other.reload()).toMatchObject({ state: 'ended', outcome: 'cancelled' });
    expect(stage.carrier.hungUp).toEqual([other.carrierSid]);
    await stage.report(mine, 'completed');
    await stage.at(3600);
    expect(stage.rung()).toEqual([li, zhao]);
    expect(await typesInOrder()).toEqual(['reported', 'paged', 'paged', 'accepted', 'warned', 'breached']);
  });

  it('says the same again when the key comes twice, and changes nothing', async () => {
    await stage.opened();
    const { id } = await stage.pageOf(li);
    await acceptPage(stage.context, id);
    stage.jump(5);
    expect(await acceptPage(stage.context, id)).toMatchObject({ outcome: 'already_yours', by: { code: li } });
    expect((await typesInOrder()).filter((type) => type === 'accepted')).toHaveLength(1);
  });

  it('is not taken back when the key comes again after the job was passed on', async () => {
    const ticket = await stage.opened();
    const { id } = await stage.pageOf(li);
    await acceptPage(stage.context, id);
    expect(await passOnPage(stage.context, id)).toBe(true);
    expect(await acceptPage(stage.context, id)).toMatchObject({ outcome: 'already_yours', by: { code: li } });
    expect(await ticket.reload()).toMatchObject({ state: 'new', personCode: null });
  });

  it('that is passed on goes to the next person at once, and the supervisor gets the whole time again', async () => {
    const ticket = await stage.opened();
    const { id } = await stage.pageOf(li);
    await stage.at(100);
    await acceptPage(stage.context, id);
    await eta(id, 20);
    await stage.at(250);
    expect(await passOnPage(stage.context, id)).toBe(true);
    expect(await ticket.reload()).toMatchObject({ state: 'new', personCode: null, acceptedAt: null, etaAt: null });
    await stage.report(await stage.pageOf(li), 'completed');
    await stage.silence(480);
    expect(stage.rung()).toEqual([li, zhao, zhao, sun, sun]);
    await stage.silence(500);
    expect(stage.rung().at(-1)).toBe(chen);
  });

  it('leaves nothing of the way that somebody had set out on before it was passed on', async () => {
    const ticket = await stage.opened();
    const { id } = await stage.pageOf(li);
    await acceptPage(stage.context, id);
    await recordDeparture(stage.context, ticket.id, { code: li, name: '李强' });
    expect(await passOnPage(stage.context, id)).toBe(true);
    expect(await ticket.reload()).toMatchObject({ state: 'new', personCode: null, departedAt: null });
  });

  it('stays with whoever took it after it was passed on, also when that key comes twice at once', async () => {
    const ticket = await stage.opened();
    const { id } = await stage.pageOf(li);
    await acceptPage(stage.context, id);
    await stage.report(await stage.pageOf(li), 'completed');
    const passOn = () => passOnPage(stage.context, id);
    const goesOn = async () => {
      await passOn();
      await stage.settle();
      await acceptPage(stage.context, (await stage.pageOf(zhao)).id);
    };
    await interrupted({ at: /UPDATE .?pagings/, by: goesOn }, () => passOn().catch(() => false));
    expect(await ticket.reload()).toMatchObject({ state: 'accepted', personCode: zhao });
    expect(await Paging.findOne()).toMatchObject({ state: 'accepted' });
  });

  it('calls off the other pages and nothing else', async () => {
    const ticket = await stage.opened({ priority: 'P0' });
    const about = { ticketId: ticket.id, toPhone: customer, language: 'zh-CN', priority: 'P0' } as const;
    const receipt = await queueText(stage.context, { ...about, kind: 'receipt', body: '您好', dueAt: after(3600) });
    const { id } = await stage.pageOf(li);
    await acceptPage(stage.context, id);
    expect(await receipt.reload()).toMatchObject({ state: 'due', outcome: null });
  });

  it.each([1, 2, 3])('has one winner of two at the same moment (%i)', async () => {
    const ticket = await stage.opened({ priority: 'P0' });
    const pages = [await stage.pageOf(li), await stage.pageOf(zhao)];
    for (const page of pages) await stage.report(page, 'in-progress');
    const results = await Promise.all(pages.map(({ id }) => acceptPage(stage.context, id)));
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['accepted', 'taken']);
    const { personCode } = await ticket.reload();
    for (const { by } of results) expect(by?.code).toBe(personCode);
    expect((await typesInOrder()).filter((type) => type === 'accepted')).toHaveLength(1);
    expect(stage.carrier.hungUp).toEqual([]);
  });

  it('against the escalation at the same moment: nobody rings, or who rings hears who has it', async () => {
    const ticket = await stage.opened();
    const mine = await stage.pageOf(li);
    await stage.report(mine, 'in-progress');
    stage.jump(120);
    const [result] = await Promise.all([acceptPage(stage.context, mine.id), pageNext.run(stage.context)]);
    await stage.settle();
    expect(result.outcome).toBe('accepted');
    expect((await ticket.reload()).personCode).toBe(li);
    expect(stage.rung()).toEqual([li]);
    const late = await Attempt.findAll({ where: { personCode: zhao } });
    for (const page of late) {
      expect(page).toMatchObject({ state: 'ended', outcome: 'cancelled' });
      expect(await acceptPage(stage.context, page.id)).toMatchObject({ outcome: 'taken', by: { code: li } });
    }
  });

  it('counts also when the call has ended and the next person rings already', async () => {
    const ticket = await stage.opened();
    await stage.silence(120);
    const first = await Attempt.findOne({ where: { personCode: li }, rejectOnEmpty: true });
    expect(first.outcome).toBe('no_answer');
    expect(await acceptPage(stage.context, first.id)).toMatchObject({ outcome: 'accepted', by: { code: li } });
    expect(await ticket.reload()).toMatchObject({ personCode: li });
    expect(stage.carrier.hungUp).toHaveLength(1);
  });

  it('is over when the ticket was closed meanwhile', async () => {
    const ticket = await stage.opened();
    const { id, pagingId } = await stage.pageOf(li);
    await ticket.update({ state: 'closed', stateReason: 'cancelled' });
    await Paging.update({ state: 'stopped' }, { where: { id: pagingId ?? 0 } });
    expect(await acceptPage(stage.context, id)).toMatchObject({ outcome: 'over', by: null });
    expect(await declinePage(stage.context, id)).toMatchObject({ outcome: 'over' });
    await expect(acceptPage(stage.context, 999_999)).rejects.toMatchObject({ code: 'not_found' });
  });

  describe('against a supervisor who leaves it till morning', () => {
    const leaveIt = async () =>
      leaveTillMorning(stage.context, (await stage.pageOf(chen)).id, { again: false, reasonRecording: null });

    it('is over when the supervisor was first, though the phone is still on the line', async () => {
      const ticket = await stage.opened({ priority: 'P2' });
      await stage.silence(300);
      const { id } = await stage.pageOf(li);
      expect(await leaveIt()).toBe('deferred');
      expect(await acceptPage(stage.context, id)).toMatchObject({ outcome: 'over', by: null });
      expect(await ticket.reload()).toMatchObject({ state: 'waiting', stateReason: 'deferred', personCode: null });
      expect(await typesInOrder()).not.toContain('accepted');
    });

    it('has one winner at the same moment', async () => {
      const ticket = await stage.opened({ priority: 'P2' });
      await stage.silence(300);
      const { id } = await stage.pageOf(li);
      const [{ outcome }, left] = await Promise.all([acceptPage(stage.context, id), leaveIt()]);
      expect([
        ['accepted', 'over', 'accepted'],
        ['over', 'deferred', 'waiting'],
      ]).toContainEqual([outcome, left, (await ticket.reload()).state]);
    });
  });

  it('tells the customer once, with the time that the crew gave', async () => {
    const ticket = await stage.opened({ reporter: { name: null, phone: customer, role: 'customer' } });
    const { id } = await stage.pageOf(li);
    await acceptPage(stage.context, id);
    await stage.settle();
    const texts = (): string[] => stage.carrier.texts.map(({ order }) => order.body);
    expect(texts()).toHaveLength(1);
    expect(await eta(id, 20)).toMatchObject({ late: false, at: after(1200) });
    stage.jump(1);
    await eta(id, 20);
    await stage.settle();
    expect(texts()).toHaveLength(2);
    expect(texts()[1]).toContain('李强');
    expect(texts()[1]).toContain('10:20');
    expect((await typesInOrder()).filter((type) => type === 'eta_changed')).toHaveLength(1);
    expect(await eta(id, 60, 1)).toMatchObject({ late: true });
    expect(await eta(id, null, 2)).toMatchObject({ late: false });
    expect((await ticket.reload()).etaAt).toEqual(ticket.arrivalDueAt);
    await stage.at(300);
    expect(texts()).toHaveLength(2);
  });

  it('tells the customer also when the crew gave no time', async () => {
    await stage.opened({ reporter: { name: null, phone: customer, role: 'customer' } });
    await acceptPage(stage.context, (await stage.pageOf(li)).id);
    await stage.at(31);
    expect(stage.carrier.texts).toHaveLength(2);
    expect(stage.carrier.texts[1]?.order.body).toContain('10:45');
  });

  it('takes a time from nobody else', async () => {
    await stage.opened({ priority: 'P0' });
    await acceptPage(stage.context, (await stage.pageOf(li)).id);
    expect(await eta((await stage.pageOf(zhao)).id, 5)).toBeNull();
    expect(await eta(999_999, 5)).toBeNull();
  });

  it('answers an old time that comes again as it did, and keeps the newer one', async () => {
    const ticket = await stage.opened({ reporter: { name: null, phone: customer, role: 'customer' } });
    const { id } = await stage.pageOf(li);
    await acceptPage(stage.context, id);
    const late = await eta(id, 60);
    await eta(id, 15, 1);
    await stage.settle();
    const before = (await ticket.reload()).get();
    stage.jump(1);
    expect(await eta(id, 60)).toEqual(late);
    expect((await ticket.reload()).get()).toEqual(before);
    await passOnPage(stage.context, id);
    expect(await eta(id, 60)).toEqual(late);
    expect((await ticket.reload()).etaAt).toBeNull();
    expect((await typesInOrder()).filter((type) => type === 'eta_changed')).toHaveLength(2);
  });

  it('takes the time of the crew for the promise where none could be made before (R-166)', async () => {
    const reporter = { name: null, phone: customer, role: 'customer' } as const;
    const ticket = await stage.opened({ category: 'internal', responsibility: 'INTERNAL', reporter });
    expect(ticket.arrivalDueAt).toBeNull();
    const { id } = await stage.pageOf(li);
    await acceptPage(stage.context, id);
    expect(await eta(id, null)).toEqual({ at: null, due: null, late: false });
    expect(await eta(id, 30, 1)).toEqual({ at: after(1800), due: after(1800), late: false });
    expect(await eta(id, 40, 2)).toEqual({ at: after(2400), due: after(1800), late: true });
    expect((await ticket.reload()).arrivalDueAt).toEqual(after(1800));
  });
});

describe('a report that is over', () => {
  it('ends the pages that ring, and leaves alone the call in which somebody has just declined', async () => {
    const ticket = await stage.opened({ priority: 'P0' });
    const [declined, ringing] = [await stage.pageOf(li), await stage.pageOf(zhao)];
    await declinePage(stage.context, declined.id);
    const order = { reason: 'cancelled', by: { kind: 'caller' }, evenP0: true } as const;
    expect(await cancelTicket(stage.context, ticket.id, order)).toBe(true);
    expect(stage.carrier.hungUp).toEqual([ringing.carrierSid]);
    expect(await ringing.reload()).toMatchObject({ state: 'ended', outcome: 'cancelled' });
    expect(await declined.reload()).toMatchObject({ state: 'placed', outcome: 'declined' });
    await stage.at(600);
    expect(stage.rung()).toEqual([li, zhao]);
  });
});

describe('an arrival time', () => {
  it('is warned of and missed, once each', async () => {
    const ticket = await stage.opened();
    const page = await stage.pageOf(li);
    await acceptPage(stage.context, page.id);
    await stage.report(page, 'completed');
    await stage.at(30 * 60 - 1);
    expect(await typesInOrder()).not.toContain('warned');
    await stage.at(30 * 60);
    expect((await typesInOrder()).at(-1)).toBe('warned');
    await stage.at(45 * 60);
    await stage.at(2 * 3600);
    expect((await typesInOrder()).slice(-2)).toEqual(['warned', 'breached']);
    expect((await ticket.reload()).slaBreachedAt).toEqual(after(45 * 60));
  });

  it('is warned of and missed once when several workers look at the same moment', async () => {
    const due = { reportedAt: after(0), arrivalDueAt: after(45 * 60) };
    const { id } = await aTicket(due);
    const look = () => watchArrivals.run({ ...stage.context });
    stage.jump(40 * 60);
    await atOnce(look, look);
    stage.jump(10 * 60);
    await atOnce(look, look, look);
    const entries = await TimelineEntry.findAll({ where: { ticketId: id }, order: [['id', 'ASC']] });
    expect(entries.map(({ type }) => type)).toEqual(['warned', 'breached']);
    expect(stage.complaints).toEqual(['warn nobody arrived in time']);
  });

  it('of the next visit is warned of and missed as well', async () => {
    const ticket = await stage.opened();
    const page = await stage.pageOf(li);
    await acceptPage(stage.context, page.id);
    await stage.report(page, 'completed');
    await stage.at(45 * 60);
    await ticket.update({ state: 'waiting', nextVisitAt: after(7200) });
    await stage.at(7200);
    expect(await ticket.reload()).toMatchObject({ slaBreachedAt: null, arrivalDueAt: after(7200 + 45 * 60) });
    await acceptPage(stage.context, (await stage.pageOf(li)).id);
    await stage.at(7200 + 45 * 60);
    const noted = (await typesInOrder()).filter((type) => type === 'warned' || type === 'breached');
    expect(noted).toEqual(['warned', 'breached', 'warned', 'breached']);
  });

  it('is warned of in the order of the times, however many are further off', async () => {
    const far = { reportedAt: after(0), arrivalDueAt: after(12 * 60), category: 'water', priority: 'P1' } as const;
    for (let made = 0; made < 201; made += 1) await aTicket(far);
    const { id } = await aTicket({ ...far, arrivalDueAt: after(170) });
    await watchArrivals.run(stage.context);
    const warned = await TimelineEntry.findAll({ where: { type: 'warned' } });
    expect(warned.map(({ ticketId }) => ticketId)).toEqual([id]);
  });
});
