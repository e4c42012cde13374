import { Attempt } from '../../../models/attempt';
import { Handoff } from '../../../models/handoff';
import { Paging } from '../../../models/paging';
import { Person } from '../../../models/person';
import { RosterEntry } from '../../../models/roster-entry';
import { TimelineEntry } from '../../../models/timeline-entry';
import { declinePage } from '../../../src/services/paging/decline-page';
import type { PagingStage } from '../../support/paging-stage';
import { after, chen, li, monitoring, phoneOf, sun, typesInOrder, zhao, inATown } from '../../support/paging-stage';

let stage: PagingStage;

inATown((laid) => {
  stage = laid;
});

describe('a page', () => {
  it('rings the first person at once and makes the ticket offered', async () => {
    const ticket = await stage.opened();
    expect(stage.rung()).toEqual([li]);
    const { url, fallbackUrl, statusUrl, from, ringForMs } = stage.carrier.calls[0]!.order;
    const { id } = await stage.pageOf(li);
    expect([url, fallbackUrl, statusUrl]).toEqual([
      `https://hotline.example/voice/enter/page/offer?attempt=${id}&l=zh-CN`,
      `https://hotline.example/voice/fallback?attempt=${id}`,
      `https://hotline.example/voice/status?attempt=${id}`,
    ]);
    expect([from, ringForMs]).toEqual(['+8657195598', 25_000]);
    expect((await ticket.reload()).state).toBe('offered');
    expect(await typesInOrder()).toEqual(['reported', 'paged']);
    expect(await Paging.findOne()).toMatchObject({ startedAt: after(0), supervisorDueAt: after(300) });
  });

  it('goes from one person to the next, each called twice, then to the supervisor', async () => {
    await stage.opened();
    await stage.silence(299);
    expect(stage.rung()).toEqual([li, li, zhao, zhao, sun, sun]);
    await stage.at(300);
    expect(stage.rung().at(-1)).toBe(chen);
    expect(await stage.pageOf(chen)).toMatchObject({ flow: 'page', node: 'assign' });
    const entries = await TimelineEntry.findAll({ where: { type: 'escalated' } });
    expect(entries).toMatchObject([{ data: { to: 'engineering_supervisor', person: { code: chen } } }]);
  });

  it.each([
    [119, [li, li]],
    [120, [li, li, zhao]],
  ])('gives a person the whole time and not a second more: after %i s', async (seconds, expected) => {
    await stage.opened();
    await stage.silence(105);
    await stage.at(seconds - 0.1);
    expect(stage.rung()).toEqual([li, li]);
    await stage.at(seconds);
    expect(stage.rung()).toEqual(expected);
  });

  it('to a number that may not be called goes to the next person at once', async () => {
    await Person.update({ phone: '+15550100200' }, { where: { code: li } });
    await stage.opened();
    expect(stage.rung()).toEqual([zhao]);
    expect(stage.complaints).toEqual(['error a number outside ALLOWED_PREFIXES was not called']);
  });

  it('of a P2 goes to the supervisor at 5:00, not at 4:59', async () => {
    await stage.opened({ priority: 'P2' });
    await stage.silence(285);
    await stage.at(299.9);
    expect(stage.rung()).not.toContain(chen);
    await stage.at(300);
    expect(stage.rung()).toEqual([li, li, chen]);
  });

  it('of a P0 rings two together, and the supervisor after two minutes', async () => {
    await stage.opened({ priority: 'P0' });
    expect(stage.rung()).toEqual([li, zhao]);
    await stage.silence(120);
    expect(stage.rung()).toEqual([li, zhao, li, zhao, sun, sun, chen]);
  });

  it('goes to the next person at once when one declines, and asks for no reason twice', async () => {
    const ticket = await stage.opened();
    const { id } = await stage.pageOf(li);
    expect(await declinePage(stage.context, id)).toMatchObject({ outcome: 'declined' });
    await stage.settle();
    expect(stage.rung()).toEqual([li, zhao]);
    expect(await declinePage(stage.context, id, 'too_far')).toMatchObject({ outcome: 'declined' });
    await declinePage(stage.context, id, 'too_far');
    const entries = await TimelineEntry.findAll({ where: { ticketId: ticket.id, type: 'declined' } });
    expect(entries).toMatchObject([{ byKind: 'person', byCode: li, byName: '李强', data: { reason: 'too_far' } }]);
    await stage.settle();
    expect(stage.rung()).toEqual([li, zhao]);
  });

  it('asks whoever was asked about another job as well', async () => {
    await stage.opened();
    const declines = async () => {
      const { id } = await stage.pageOf(li);
      await declinePage(stage.context, id);
      await stage.report(await stage.pageOf(li), 'completed');
      await stage.settle();
    };
    await declines();
    await stage.nobodyAnswers();
    const second = await stage.opened({ reportNo: 1 });
    await declines();
    const asked = await Attempt.findAll({ where: { ticketId: second.id }, order: ['id'] });
    expect(asked.map(({ personCode }) => personCode)).toEqual([li, zhao]);
  });

  it('waits for the person whom its own caller is to speak to, whoever took another call', async () => {
    const taken = { startedAt: after(0), takenAt: after(5), endedAt: null, takenBy: '3101', messageTicketId: null };
    const about = { role: 'desk', reason: 'danger', aboutZh: '', aboutEn: '' } as const;
    await Handoff.create({ callSid: 'CA-in-0', ...about, ...taken });
    await stage.opened({ priority: 'P0', paging: { afterCallSid: 'CA-in-1' } });
    expect(stage.rung()).toEqual([]);
    await stage.at(60);
    expect(stage.rung()).toEqual([li, zhao]);
  });

  it('skips a number that cannot be reached, and says that a person must act', async () => {
    stage.carrier.refused.set(phoneOf(li), 'invalid_number');
    await stage.opened();
    expect(stage.rung()).toEqual([zhao]);
    expect(await stage.pageOf(li)).toMatchObject({ state: 'ended', outcome: 'refused', errorCode: 'invalid_number' });
    expect(stage.complaints).toEqual(['error a number cannot be reached']);
    expect(await typesInOrder()).toEqual(['reported', 'page_failed', 'paged']);
  });

  it('goes to the next person when the carrier refuses one call for a reason that it does not explain', async () => {
    stage.carrier.refused.set(phoneOf(li), 'bad_request');
    await stage.opened();
    expect(stage.rung()).toEqual([zhao]);
    expect(stage.complaints).toEqual(['error a number cannot be reached']);
  });

  it('skips a roster that is empty and goes on with whoever comes on duty', async () => {
    await RosterEntry.destroy({ where: {} });
    await stage.opened();
    expect(stage.rung()).toEqual([chen]);
    await RosterEntry.create({ teamCode: 'G-URB', personCode: zhao, level: 1, startsAt: after(0) });
    await declinePage(stage.context, (await stage.pageOf(chen)).id);
    await stage.settle();
    expect(stage.rung()).toEqual([chen, zhao]);
  });

  it('does not ring somebody again whose turn has ended', async () => {
    await RosterEntry.update({ endsAt: after(30) }, { where: { personCode: li } });
    await stage.opened();
    await stage.silence(60);
    expect(stage.rung()).toEqual([li, zhao]);
  });

  it('rings a second number when the first is not answered', async () => {
    await Person.update({ phone2: '+8613900099999' }, { where: { code: li } });
    await stage.opened();
    await stage.silence(60);
    expect(stage.carrier.dialled).toEqual([phoneOf(li), '+8613900099999']);
  });

  it('never falls silent: rounds, then the monitoring centre, said aloud and again', async () => {
    await stage.opened({ priority: 'P0' });
    await stage.silence(1000);
    const asked = stage.rung();
    expect(asked).toContain(monitoring);
    expect(asked.filter((who) => who === chen).length).toBeGreaterThanOrEqual(6);
    expect(stage.complaints).toContain('error nobody takes this ticket');
    const before = asked.filter((who) => who === monitoring).length;
    await stage.silence(1150);
    expect(stage.rung().filter((who) => who === monitoring).length).toBeGreaterThan(before);
  });

  it('begins the second round with the roster, and gives it the whole time again before the supervisor is asked', async () => {
    await stage.opened({ priority: 'P2' });
    await stage.silence(899);
    expect(stage.rung()).toEqual([li, li, chen, chen, li, li]);
    await stage.at(900);
    expect(stage.rung()).toEqual([li, li, chen, chen, li, li, chen]);
  });

  it('catches up with one call, not with all it missed', async () => {
    await stage.opened();
    await stage.nobodyAnswers();
    stage.jump(1200);
    await stage.settle();
    expect(stage.rung()).toEqual([li, chen]);
  });
});
