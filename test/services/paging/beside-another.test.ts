import { Attempt } from '../../../models/attempt';
import { Handoff } from '../../../models/handoff';
import { Paging } from '../../../models/paging';
import type { Ticket } from '../../../models/ticket';
import { acceptPage } from '../../../src/services/paging/accept-page';
import { declinePage } from '../../../src/services/paging/decline-page';
import { hurryPaging } from '../../../src/services/paging/hurry-paging';
import { putOffAsked } from '../../../src/services/paging/page-call';
import { leaveTillMorning, pageNextPerson } from '../../../src/services/paging/supervise-paging';
import { bySystem } from '../../../src/domain/timeline';
import { recordTimeline } from '../../../src/services/record-timeline';
import { after, chen, inATown, li, sun, zhao, type PagingStage } from '../../support/paging-stage';

/** Whoever is paged for one report is not paged for another: its own search alone goes on, waits or ends. */

let stage: PagingStage;
let [mine, other]: Ticket[] = [];

inATown((laid) => {
  stage = laid;
});
beforeEach(async () => {
  mine = await stage.opened();
  other = await stage.opened({ reportNo: 1 });
});

const searchOf = async ({ id }: Ticket) =>
  (await Paging.findOne({ where: { ticketId: id }, rejectOnEmpty: true })).get();

const pageOf = ({ id }: Ticket, personCode: string) =>
  Attempt.findOne({ where: { ticketId: id, personCode }, order: [['id', 'DESC']], rejectOnEmpty: true });

describe('the search for another report', () => {
  it('goes no faster when somebody declines', async () => {
    const before = await searchOf(other!);
    stage.jump(3);
    await declinePage(stage.context, (await pageOf(mine!, li)).id);
    expect(await searchOf(mine!)).toMatchObject({ nextDueAt: stage.context.clock.now() });
    expect(await searchOf(other!)).toEqual(before);
  });

  it('goes no faster when a caller asks where the crew is', async () => {
    const before = await searchOf(other!);
    stage.jump(3);
    const now = stage.context.clock.now();
    expect(await hurryPaging(stage.context, mine!.id)).toBe(true);
    expect(await searchOf(mine!)).toMatchObject({ nextDueAt: now, supervisorDueAt: now });
    expect(await searchOf(other!)).toEqual(before);
  });

  it('counts its time from its own first call', async () => {
    const { startedAt, supervisorDueAt } = await searchOf(mine!);
    // Another process is at work on the next step of this one.
    await Paging.update({ nextDueAt: null }, { where: { ticketId: other!.id } });
    await (await pageOf(other!, li)).update({ state: 'ended', outcome: 'cancelled' });
    const third = await stage.opened({ reportNo: 2 });
    const notYet = { startedAt: null, supervisorDueAt: null };
    expect(await searchOf(third)).toMatchObject(notYet);
    stage.jump(20);
    await stage.report(await pageOf(mine!, li), 'no-answer');
    await stage.settle();
    expect(await searchOf(third)).toMatchObject({ startedAt: expect.any(Date) as Date });
    expect(await searchOf(mine!)).toMatchObject({ startedAt, supervisorDueAt });
    expect(await searchOf(other!)).toMatchObject(notYet);
  });

  it('is the one that its own supervisor decides on, not the one that was first', async () => {
    await acceptPage(stage.context, (await pageOf(mine!, li)).id);
    const started = await searchOf(mine!);
    await stage.silence(600);
    const page = await pageOf(other!, chen);
    expect(await pageNextPerson(stage.context, page.id)).toBe('paged');
    expect(await leaveTillMorning(stage.context, page.id, { again: false, reasonRecording: null })).not.toBe('over');
    expect(await searchOf(mine!)).toEqual(started);
  });

  it('does not tell what its own crew wants to wait for', async () => {
    await mine!.update({ state: 'waiting', personCode: li });
    const waits = (ticket: Ticket, data: Record<string, unknown>) =>
      recordTimeline(stage.context, ticket.id, 'waiting', bySystem, data);
    await waits(mine!, { wanted: 'visit', because: 'parts' });
    await waits(other!, { because: 'access' });
    expect(await putOffAsked(mine!)).toBe('parts');
  });
});

describe('a search that has ended', () => {
  it('is not begun again by a caller who asks', async () => {
    await acceptPage(stage.context, (await pageOf(mine!, li)).id);
    expect(await searchOf(mine!)).toMatchObject({ state: 'accepted', nextDueAt: null });
    expect(await hurryPaging(stage.context, mine!.id)).toBe(false);
    expect(await searchOf(mine!)).toMatchObject({ state: 'accepted', nextDueAt: null });
  });
});

describe('a search that waited for the caller to speak to a person', () => {
  it('goes on whoever takes that caller later, once phones ring', async () => {
    const about = { role: 'desk', reason: 'danger', aboutZh: '', aboutEn: '' } as const;
    const untaken = { startedAt: after(0), takenAt: null, endedAt: null, takenBy: null, messageTicketId: null };
    const handoff = await Handoff.create({ callSid: 'CA-in-1', ...about, ...untaken });
    const danger = await stage.opened({ priority: 'P0', reportNo: 2, paging: { afterCallSid: 'CA-in-1' } });
    await stage.at(60);
    expect(await searchOf(danger)).toMatchObject({ state: 'active', afterCallSid: null });
    await handoff.update({ takenBy: '3101', takenAt: stage.context.clock.now() });
    await stage.silence(300);
    expect(await searchOf(danger)).toMatchObject({ state: 'active' });
    expect(stage.rung()).toEqual(expect.arrayContaining([zhao, sun]));
  });
});

describe('a key that comes before the carrier says that the phone was picked up', () => {
  it.each(['accept', 'decline'] as const)('is the moment of the answer: %s', async (act) => {
    const page = await pageOf(mine!, li);
    stage.jump(7);
    await (act === 'accept' ? acceptPage : declinePage)(stage.context, page.id);
    expect(await page.reload()).toMatchObject({ answeredAt: stage.context.clock.now() });
  });
});
