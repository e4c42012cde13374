import { Attempt } from '../../../models/attempt';
import { Task } from '../../../models/task';
import type { Ticket } from '../../../models/ticket';
import { TimelineEntry } from '../../../models/timeline-entry';
import { addTask } from '../../../src/services/add-task';
import { answerDangerCheck, checkOnDanger, type SafetyAnswer } from '../../../src/services/intake/check-on-danger';
import { confirmDangerPlace } from '../../../src/services/intake/tell-danger-place';
import { stopPages } from '../../../src/services/paging/stop-pages';
import { atOnce } from '../../support/at-once';
import { after, chen, customer, inATown, li, zhao, type PagingStage } from '../../support/paging-stage';

/** What whoever was in danger says of it later. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

async function answered(ticket: Ticket, answer: SafetyAnswer): Promise<void> {
  await checkOnDanger(stage.context, ticket, { phone: customer, endedAt: null });
  const { id } = await Attempt.findOne({ where: { kind: 'danger_check' }, rejectOnEmpty: true });
  await answerDangerCheck(stage.context, id, answer);
}

it.each([
  ['goes on: the supervisor is rung too', false, [li, zhao, chen]],
  ['was stopped: it begins anew', true, [li, zhao, li, zhao]],
] as const)('a paging that %s', async (_, isStopped, rung) => {
  const ticket = await stage.opened({ priority: 'P0' });
  if (isStopped) await stopPages(stage.context, ticket.id);
  await answered(ticket, 'still_in_danger');
  await stage.settle();
  expect(stage.rung()).toEqual(rung);
});

it('an answer is noted once, however often the key comes, and is nobody else’s', async () => {
  const [ticket, other] = [await stage.opened({ priority: 'P0' }), await stage.opened({ callSid: 'CA-in-2' })];
  for (const one of [ticket, other]) await checkOnDanger(stage.context, one, { phone: customer, endedAt: null });
  const [own, another] = await Attempt.findAll({ where: { kind: 'danger_check' }, order: ['id'] });
  const answer = () => answerDangerCheck(stage.context, own?.id ?? 0, 'safe');
  await atOnce(answer, answer);
  await answer();
  const noted = await TimelineEntry.findAll({ where: { type: 'noted' } });
  expect(noted.map(({ ticketId }) => ticketId)).toEqual([ticket.id]);
  expect(await own?.reload()).toMatchObject({ outcome: 'safe', answeredAt: stage.context.clock.now() });
  expect(await another?.reload()).toMatchObject({ outcome: null, answeredAt: null });
});

describe.each([
  ['is safe', 'danger-check', (ticket: Ticket) => answered(ticket, 'safe')],
  ['names the address', 'locate', (ticket: Ticket) => confirmDangerPlace(stage.context, ticket, '10001')],
] as const)('whoever %s', (_what, key, says) => {
  const aTask = async (ticketId: number) =>
    (await addTask(stage.context, { key: `${key}:${ticketId}`, kind: 'call', reason: 'danger', ticketId })).task;

  it('spares the desk its own task, and no other', async () => {
    const ticket = await stage.opened({ priority: 'P0' });
    const [own, other] = [await aTask(ticket.id), await aTask(ticket.id + 1)];
    const chase = { kind: 'call', reason: 'chase', ticketId: ticket.id } as const;
    const { task: another } = await addTask(stage.context, { ...chase, key: 'chase:1' });
    await says(ticket);
    expect(await own.reload()).toMatchObject({ state: 'done', doneAt: stage.context.clock.now() });
    for (const task of [other, another]) expect(await task.reload()).toMatchObject({ state: 'open', doneAt: null });
  });

  it('leaves what the desk has noted of it before', async () => {
    const ticket = await stage.opened({ priority: 'P0' });
    const called = { state: 'done', doneAt: after(-60), doneBy: 'Mei' } as const;
    const task = await (await aTask(ticket.id)).update(called);
    await says(ticket);
    expect(await Task.findByPk(task.id)).toMatchObject(called);
  });
});
