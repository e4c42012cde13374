import { Attempt } from '../../models/attempt';
import { Paging } from '../../models/paging';
import { Person } from '../../models/person';
import { RosterEntry } from '../../models/roster-entry';
import { Ticket } from '../../models/ticket';
import { TimelineEntry } from '../../models/timeline-entry';
import { acceptPage } from '../../src/services/accept-page';
import { declinePage } from '../../src/services/decline-page';
import { handBackJob } from '../../src/services/hand-back-job';
import { openTicket } from '../../src/services/open-ticket';
import { pageNext } from '../../src/services/page-next';
import { setEta } from '../../src/services/set-eta';
import { giveTo, leaveTillMorning, pageNextPerson, whoWasTried } from '../../src/services/supervise-paging';
import { freshDatabase, type FreshDatabase } from '../support/database';
import { aReport, aTown, customer, PagingStage, phoneOf, startOfTest } from '../support/paging-stage';

const [li, zhao, sun, chen, monitoring] = ['1101', '1102', '1103', '1190', '9001'] as const;
const after = (seconds: number): Date => new Date(new Date(startOfTest).getTime() + seconds * 1000);
let fresh: FreshDatabase;
let stage: PagingStage;

beforeAll(async () => {
  fresh = await freshDatabase();
});
beforeEach(async () => {
  await fresh.reset();
  stage = new PagingStage(fresh);
  await aTown();
});
afterAll(() => fresh.drop());

const opened = async (more: Parameters<typeof aReport>[0] = {}): Promise<Ticket> => {
  const ticket = await openTicket(
    stage.context,
    aReport({ reporter: { name: null, phone: null, role: 'other' }, ...more }),
  );
  await stage.settle();
  return ticket;
};
const rung = (): string[] => stage.carrier.dialled.map((phone) => phone.slice(9, 13));
const types = async (): Promise<string[]> =>
  (await TimelineEntry.findAll({ order: [['id', 'ASC']] })).map(({ type }) => type);
const row = (ticket: Ticket): Promise<Ticket> => ticket.reload();

const silence = (seconds: number): Promise<void> => stage.silence(seconds);

describe('a page', () => {
  it('rings the first person at once and makes the ticket offered', async () => {
    const ticket = await opened();
    expect(rung()).toEqual([li]);
    const { url, fallbackUrl, statusUrl, from, ringForMs } = stage.carrier.calls[0]!.order;
    const { id } = await stage.pageOf(li);
    expect([url, fallbackUrl, statusUrl]).toEqual([
      `https://hotline.example/voice/enter/page/offer?attempt=${id}&l=zh-CN`,
      `https://hotline.example/voice/fallback?attempt=${id}`,
      `https://hotline.example/voice/status?attempt=${id}`,
    ]);
    expect([from, ringForMs]).toEqual(['+8657195598', 25_000]);
    expect((await row(ticket)).state).toBe('offered');
    expect(await types()).toEqual(['reported', 'paged']);
    expect(await Paging.findOne()).toMatchObject({ startedAt: after(0), supervisorDueAt: after(300) });
  });

  it('goes from one person to the next, each called twice, then to the supervisor', async () => {
    await opened();
    await silence(299);
    expect(rung()).toEqual([li, li, zhao, zhao, sun, sun]);
    await stage.at(300);
    expect(rung().at(-1)).toBe(chen);
    expect(await stage.pageOf(chen)).toMatchObject({ flow: 'page', node: 'assign' });
    const entries = await TimelineEntry.findAll({ where: { type: 'escalated' } });
    expect(entries).toMatchObject([{ data: { to: 'engineering_supervisor', person: { code: chen } } }]);
  });

  it.each([
    [119, [li, li]],
    [120, [li, li, zhao]],
  ])('gives a person the whole time and not a second more: after %i s', async (seconds, expected) => {
    await opened();
    await silence(105);
    await stage.at(seconds - 0.1);
    expect(rung()).toEqual([li, li]);
    await stage.at(seconds);
    expect(rung()).toEqual(expected);
  });

  it('of a P2 goes to the supervisor at 5:00, not at 4:59', async () => {
    await opened({ priority: 'P2' });
    await silence(285);
    await stage.at(299.9);
    expect(rung()).not.toContain(chen);
    await stage.at(300);
    expect(rung()).toEqual([li, li, chen]);
  });

  it('of a P0 rings two together, and the supervisor after two minutes', async () => {
    await opened({ priority: 'P0' });
    expect(rung()).toEqual([li, zhao]);
    await silence(120);
    expect(rung()).toEqual([li, zhao, li, zhao, sun, sun, chen]);
  });

  it('goes to the next person at once when one declines, and asks for no reason twice', async () => {
    const ticket = await opened();
    const { id } = await stage.pageOf(li);
    expect(await declinePage(stage.context, id)).toMatchObject({ outcome: 'declined' });
    await stage.settle();
    expect(rung()).toEqual([li, zhao]);
    expect(await declinePage(stage.context, id, 'too_far')).toMatchObject({ outcome: 'declined' });
    await declinePage(stage.context, id, 'too_far');
    const entries = await TimelineEntry.findAll({ where: { ticketId: ticket.id, type: 'declined' } });
    expect(entries).toMatchObject([{ byKind: 'person', byCode: li, byName: '李强', data: { reason: 'too_far' } }]);
    await stage.settle();
    expect(rung()).toEqual([li, zhao]);
  });

  it('skips a number that cannot be reached, and says that a person must act', async () => {
    stage.carrier.refused.set(phoneOf(li), 'invalid_number');
    await opened();
    expect(rung()).toEqual([zhao]);
    expect(await stage.pageOf(li)).toMatchObject({ state: 'ended', outcome: 'refused', errorCode: 'invalid_number' });
    expect(stage.complaints).toEqual(['error a number cannot be reached']);
    expect(await types()).toEqual(['reported', 'page_failed', 'paged']);
  });

  it('goes to the next person when the carrier refuses one call for a reason that it does not explain', async () => {
    stage.carrier.refused.set(phoneOf(li), 'bad_request');
    await opened();
    expect(rung()).toEqual([zhao]);
    expect(stage.complaints).toEqual(['error a number cannot be reached']);
  });

  it('skips a roster that is empty and goes on with whoever comes on duty', async () => {
    await RosterEntry.destroy({ where: {} });
    await opened();
    expect(rung()).toEqual([chen]);
    await RosterEntry.create({ teamCode: 'G-URB', personCode: zhao, level: 1, startsAt: after(0) });
    await declinePage(stage.context, (await stage.pageOf(chen)).id);
    await stage.settle();
    expect(rung()).toEqual([chen, zhao]);
  });

  it('does not ring somebody again whose turn has ended', async () => {
    await RosterEntry.update({ endsAt: after(30) }, { where: { personCode: li } });
    await opened();
    await silence(60);
    expect(rung()).toEqual([li, zhao]);
  });

  it('rings a second number when the first is not answered', async () => {
    await Person.update({ phone2: '+8613900099999' }, { where: { code: li } });
    await opened();
    await silence(60);
    expect(stage.carrier.dialled).toEqual([phoneOf(li), '+8613900099999']);
  });

  it('never falls silent: rounds, then the monitoring centre, said aloud and again', async () => {
    await opened({ priority: 'P0' });
    await silence(1000);
    const asked = rung();
    expect(asked).toContain(monitoring);
    expect(asked.filter((who) => who === chen).length).toBeGreaterThanOrEqual(6);
    expect(stage.complaints).toContain('error nobody takes this ticket');
    const before = asked.filter((who) => who === monitoring).length;
    await silence(1150);
    expect(rung().filter((who) => who === monitoring).length).toBeGreaterThan(before);
  });

  it('catches up with one call, not with all it missed', async () => {
    await opened();
    await stage.nobodyAnswers();
    stage.jump(1200);
    await stage.settle();
    expect(rung()).toEqual([li, chen]);
  });
});

describe('accepting', () => {
  it('gives the ticket to whoever pressed the key, and nobody else rings', async () => {
    const ticket = await opened({ priority: 'P0' });
    const [mine, other] = [await stage.pageOf(li), await stage.pageOf(zhao)];
    await stage.report(mine, 'in-progress');
    const result = await acceptPage(stage.context, mine.id);
    expect(result).toMatchObject({ outcome: 'accepted', by: { code: li, name: '李强' } });
    expect(await row(ticket)).toMatchObject({
      state: 'accepted',
      personCode: li,
      acceptedAt: stage.context.clock.now(),
    });
    expect(await other.reload()).toMatchObject({ state: 'ended', outcome: 'cancelled' });
    expect(stage.carrier.hungUp).toEqual([other.carrierSid]);
    await stage.report(mine, 'completed');
    await stage.at(3600);
    expect(rung()).toEqual([li, zhao]);
    expect(await types()).toEqual(['reported', 'paged', 'paged', 'accepted', 'warned', 'breached']);
  });

  it('says the same again when the key comes twice, and changes nothing', async () => {
    await opened();
    const { id } = await stage.pageOf(li);
    await acceptPage(stage.context, id);
    stage.jump(5);
    expect(await acceptPage(stage.context, id)).toMatchObject({ outcome: 'already_yours', by: { code: li } });
    expect((await types()).filter((type) => type === 'accepted')).toHaveLength(1);
  });

  it('is not taken back when the key comes again after the job was passed on', async () => {
    const ticket = await opened();
    const { id } = await stage.pageOf(li);
    await acceptPage(stage.context, id);
    expect(await handBackJob(stage.context, id)).toBe(true);
    expect(await acceptPage(stage.context, id)).toMatchObject({ outcome: 'already_yours', by: { code: li } });
    expect(await row(ticket)).toMatchObject({ state: 'new', personCode: null });
  });

  it.each([1, 2, 3])('has one winner of two at the same moment (%i)', async () => {
    const ticket = await opened({ priority: 'P0' });
    const pages = [await stage.pageOf(li), await stage.pageOf(zhao)];
    for (const page of pages) await stage.report(page, 'in-progress');
    const results = await Promise.all(pages.map(({ id }) => acceptPage(stage.context, id)));
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['accepted', 'taken']);
    const { personCode } = await row(ticket);
    for (const { by } of results) expect(by?.code).toBe(personCode);
    expect((await types()).filter((type) => type === 'accepted')).toHaveLength(1);
    expect(stage.carrier.hungUp).toEqual([]);
  });

  it('against the escalation at the same moment: nobody rings, or who rings hears who has it', async () => {
    const ticket = await opened();
    const mine = await stage.pageOf(li);
    await stage.report(mine, 'in-progress');
    stage.jump(120);
    const [result] = await Promise.all([acceptPage(stage.context, mine.id), pageNext(stage.context)]);
    await stage.settle();
    expect(result.outcome).toBe('accepted');
    expect((await row(ticket)).personCode).toBe(li);
    expect(rung()).toEqual([li]);
    const late = await Attempt.findAll({ where: { personCode: zhao } });
    for (const page of late) {
      expect(page).toMatchObject({ state: 'ended', outcome: 'cancelled' });
      expect(await acceptPage(stage.context, page.id)).toMatchObject({ outcome: 'taken', by: { code: li } });
    }
  });

  it('counts also when the call has ended and the next person rings already', async () => {
    const ticket = await opened();
    await silence(120);
    const first = await Attempt.findOne({ where: { personCode: li }, rejectOnEmpty: true });
    expect(first.outcome).toBe('no_answer');
    expect(await acceptPage(stage.context, first.id)).toMatchObject({ outcome: 'accepted', by: { code: li } });
    expect(await row(ticket)).toMatchObject({ personCode: li });
    expect(stage.carrier.hungUp).toHaveLength(1);
  });

  it('is over when the ticket was closed meanwhile', async () => {
    const ticket = await opened();
    const { id, pagingId } = await stage.pageOf(li);
    await ticket.update({ state: 'closed', stateReason: 'cancelled' });
    await Paging.update({ state: 'stopped' }, { where: { id: pagingId ?? 0 } });
    expect(await acceptPage(stage.context, id)).toMatchObject({ outcome: 'over', by: null });
    expect(await declinePage(stage.context, id)).toMatchObject({ outcome: 'over' });
    await expect(acceptPage(stage.context, 999_999)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('tells the customer once, with the time that the crew gave', async () => {
    const ticket = await opened({ reporter: { name: null, phone: customer, role: 'customer' } });
    const { id } = await stage.pageOf(li);
    await acceptPage(stage.context, id);
    await stage.settle();
    const texts = (): string[] => stage.carrier.texts.map(({ order }) => order.body);
    expect(texts()).toHaveLength(1);
    expect(await setEta(stage.context, id, 20)).toMatchObject({ late: false, ticket: { etaAt: after(1200) } });
    stage.jump(1);
    await setEta(stage.context, id, 20);
    await stage.settle();
    expect(texts()).toHaveLength(2);
    expect(texts()[1]).toContain('李强');
    expect(texts()[1]).toContain('10:20');
    expect((await types()).filter((type) => type === 'eta_changed')).toHaveLength(1);
    expect(await setEta(stage.context, id, 60)).toMatchObject({ late: true });
    expect(await setEta(stage.context, id, null)).toMatchObject({ late: false });
    expect((await row(ticket)).etaAt).toEqual(ticket.arrivalDueAt);
    await stage.at(300);
    expect(texts()).toHaveLength(2);
  });

  it('tells the customer also when the crew gave no time', async () => {
    await opened({ reporter: { name: null, phone: customer, role: 'customer' } });
    await acceptPage(stage.context, (await stage.pageOf(li)).id);
    await stage.at(31);
    expect(stage.carrier.texts).toHaveLength(2);
    expect(stage.carrier.texts[1]?.order.body).toContain('10:45');
  });

  it('takes a time from nobody else', async () => {
    await opened({ priority: 'P0' });
    await acceptPage(stage.context, (await stage.pageOf(li)).id);
    await expect(setEta(stage.context, (await stage.pageOf(zhao)).id, 5)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('a supervisor who was asked', () => {
  const asked = async (priority: 'P1' | 'P2' = 'P2'): Promise<Attempt> => {
    await opened({ priority });
    await silence(300);
    return stage.pageOf(chen);
  };

  it('has the next person of the roster rung, once for a key that comes twice', async () => {
    const { id } = await asked();
    expect(await pageNextPerson(stage.context, id)).toBe('paged');
    expect(await pageNextPerson(stage.context, id)).toBe('paged');
    await stage.settle();
    expect(rung()).toEqual([li, li, chen, zhao]);
  });

  it('gives it to anybody by code, who is called twice as everybody is', async () => {
    const { id } = await asked();
    expect(await giveTo(stage.context, id, '4711')).toBe('nobody');
    expect(await giveTo(stage.context, id, sun)).toBe('paged');
    await stage.settle();
    await stage.nobodyAnswers();
    await stage.at(345);
    expect(rung()).toEqual([li, li, chen, sun, sun]);
    expect(await acceptPage(stage.context, (await stage.pageOf(sun)).id)).toMatchObject({ outcome: 'accepted' });
  });

  it('hears who was tried', async () => {
    const { id } = await asked();
    expect(await whoWasTried(id)).toEqual([
      { name: '李强', outcome: 'no_answer' },
      { name: '李强', outcome: 'no_answer' },
    ]);
  });

  it('may take it', async () => {
    expect(await acceptPage(stage.context, (await asked()).id)).toMatchObject({
      outcome: 'accepted',
      by: { code: chen },
    });
  });

  it('may leave a P2 till morning, a P1 when asked twice', async () => {
    const { id, ticketId } = await asked('P1');
    const answer = { again: false, reasonRecording: null };
    expect(await leaveTillMorning(stage.context, id, answer)).toBe('refused');
    expect(await leaveTillMorning(stage.context, id, { ...answer, again: true })).toBe('deferred');
    expect(await Ticket.findByPk(ticketId ?? 0)).toMatchObject({ state: 'waiting', stateReason: 'deferred' });
    const before = rung().length;
    await silence(2000);
    expect(rung()).toHaveLength(before);
    expect(await leaveTillMorning(stage.context, id, answer)).toBe('over');
  });
});

describe('an arrival time', () => {
  it('is warned of and missed, once each', async () => {
    const ticket = await opened();
    const page = await stage.pageOf(li);
    await acceptPage(stage.context, page.id);
    await stage.report(page, 'completed');
    await stage.at(30 * 60 - 1);
    expect(await types()).not.toContain('warned');
    await stage.at(30 * 60);
    expect((await types()).at(-1)).toBe('warned');
    await stage.at(45 * 60);
    await stage.at(2 * 3600);
    expect((await types()).slice(-2)).toEqual(['warned', 'breached']);
    expect((await row(ticket)).slaBreachedAt).toEqual(after(45 * 60));
  });
});
