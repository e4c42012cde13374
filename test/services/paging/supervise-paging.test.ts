import { Attempt } from '../../../models/attempt';
import { Ticket } from '../../../models/ticket';
import { acceptPage } from '../../../src/services/paging/accept-page';
import { pageNext } from '../../../src/services/paging/page-next';
import { giveTo, leaveTillMorning, pageNextPerson, whoWasTried } from '../../../src/services/paging/supervise-paging';
import { interrupted, onStaleRows } from '../../support/at-once';
import type { PagingStage } from '../../support/paging-stage';
import { chen, li, sun, typesInOrder, zhao, inATown } from '../../support/paging-stage';

let stage: PagingStage;

inATown((laid) => {
  stage = laid;
});

describe('a supervisor who was asked', () => {
  const asked = async (priority: 'P1' | 'P2' = 'P2'): Promise<Attempt> => {
    await stage.opened({ priority });
    await stage.silence(300);
    return stage.pageOf(chen);
  };

  it('has the next person of the roster rung, once for a key that comes twice', async () => {
    const { id } = await asked();
    expect(await pageNextPerson(stage.context, id)).toBe('paged');
    expect(await pageNextPerson(stage.context, id)).toBe('paged');
    await stage.settle();
    expect(stage.rung()).toEqual([li, li, chen, zhao]);
  });

  it('has one person rung when the key comes again before the first has been taken', async () => {
    const { id } = await asked();
    const press = () => pageNextPerson(stage.context, id);
    const again: string[] = [];
    const first = await interrupted({ at: /UPDATE .?pagings/, by: async () => again.push(await press()) }, press);
    expect([first, ...again]).toEqual(['paged', 'paged']);
    await stage.settle();
    expect(stage.rung()).toEqual([li, li, chen, zhao]);
  });

  it('has the same people rung in a later round as in the first', async () => {
    const next = async () => pageNextPerson(stage.context, (await stage.pageOf(chen)).id);
    await asked();
    await next();
    await stage.silence(900);
    const before = stage.rung().length;
    expect(stage.rung().at(-1)).toBe(chen);
    expect(await next()).toBe('paged');
    await stage.settle();
    expect(stage.rung().slice(before)).toEqual([zhao]);
  });

  it('gives it to anybody by code, who is called twice as everybody is', async () => {
    const { id } = await asked();
    expect(await giveTo(stage.context, id, '4711')).toBe('nobody');
    expect(await giveTo(stage.context, id, sun)).toBe('paged');
    await stage.settle();
    await stage.nobodyAnswers();
    await stage.at(345);
    expect(stage.rung()).toEqual([li, li, chen, sun, sun]);
    expect(await acceptPage(stage.context, (await stage.pageOf(sun)).id)).toMatchObject({ outcome: 'accepted' });
  });

  it('hears who was tried', async () => {
    const { id } = await asked();
    expect(await whoWasTried(id)).toEqual([
      { name: '李强', outcome: 'no_answer' },
      { name: '李强', outcome: 'no_answer' },
    ]);
  });

  it('hears who was tried for this job and has anybody rung for it, whatever they were asked about another', async () => {
    const { id } = await asked();
    await pageNextPerson(stage.context, id);
    const second = await stage.opened({ priority: 'P2', reportNo: 1 });
    await stage.silence(600);
    const page = await Attempt.findOne({ where: { ticketId: second.id, personCode: chen }, rejectOnEmpty: true });
    expect((await whoWasTried(page.id)).map(({ name }) => name)).toEqual(['李强', '李强']);
    await pageNextPerson(stage.context, page.id);
    const rung = await Attempt.findAll({ where: { ticketId: second.id }, order: ['id'] });
    expect(rung.at(-1)).toMatchObject({ personCode: zhao });
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
    expect((await whoWasTried(id)).map(({ outcome }) => outcome)).toEqual(Array(6).fill('no_answer'));
    const before = stage.rung().length;
    await stage.silence(2000);
    expect(stage.rung()).toHaveLength(before);
    expect(await leaveTillMorning(stage.context, id, answer)).toBe('over');
  });

  it('has left it till morning: whoever was to be rung next is not', async () => {
    const { id } = await asked();
    const before = stage.rung();
    await pageNextPerson(stage.context, id);
    await leaveTillMorning(stage.context, id, { again: false, reasonRecording: null });
    await stage.settle();
    expect(stage.rung()).toEqual(before);
  });

  it('has answered, when they hang up after leaving it till morning', async () => {
    const page = await asked();
    await stage.report(page, 'in-progress');
    await leaveTillMorning(stage.context, page.id, { again: false, reasonRecording: null });
    await stage.report(page, 'completed');
    expect(await page.reload()).toMatchObject({ state: 'ended', outcome: 'deferred' });
    expect((await typesInOrder()).at(-1)).toBe('waiting');
  });

  it('has left it till morning although a step of the search had begun: nobody is rung any more', async () => {
    const { id, ticketId } = await asked();
    const before = stage.rung();
    await stage.nobodyAnswers();
    stage.jump(60);
    const leave = () => leaveTillMorning(stage.context, id, { again: false, reasonRecording: null });
    await onStaleRows(leave, () => pageNext.run({ ...stage.context }));
    await stage.settle();
    expect(stage.rung()).toEqual(before);
    expect(await Ticket.findByPk(ticketId ?? 0)).toMatchObject({ state: 'waiting', stateReason: 'deferred' });
  });
});
