import { Attempt } from '../../../models/attempt';
import { Paging } from '../../../models/paging';
import { Task } from '../../../models/task';
import type { Ticket } from '../../../models/ticket';
import { TimelineEntry } from '../../../models/timeline-entry';
import { addTask } from '../../../src/services/add-task';
import { answerDangerCheck, checkOnDanger, type SafetyAnswer } from '../../../src/services/intake/check-on-danger';
import { confirmDangerPlace } from '../../../src/services/intake/tell-danger-place';
import { acceptPage } from '../../../src/services/paging/accept-page';
import { stopPages } from '../../../src/services/paging/stop-pages';
import { atOnce } from '../../support/at-once';
import { after, chen, customer, inATown, li, zhao, type PagingStage } from '../../support/paging-stage';

/** What whoever was in danger says of it later. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

const searches = () => Paging.count({ where: { state: 'active' } });

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
  expect(await searches()).toBe(1);
});

it('a danger that waits for a person to take the call is paged when the caller is in it still', async () => {
  const ticket = await stage.opened({ priority: 'P0', paging: { afterCallSid: 'CA-in-1' } });
  await stopPages(stage.context, ticket.id);
  expect(await ticket.reload()).toMatchObject({ state: 'new' });
  await answered(ticket, 'still_in_danger');
  await stage.settle();
  expect(stage.rung()).toEqual([li, zhao]);
});

it('nobody else is rung for whoever is in danger still and to whom somebody comes already', async () => {
  const ticket = await stage.opened({ priority: 'P0' });
  await acceptPage(stage.context, (await stage.pageOf(li)).id);
  const before = stage.rung();
  await answered(ticket, 'still_in_danger');
  await stage.settle();
  expect(stage.rung()).toEqual(before);
  expect(await searches()).toBe(0);
});

it('the first answer counts: a danger that goes on is not ended by a later key, nor by one in a call of another kind', async () => {
  const ticket = await stage.opened({ priority: 'P0' });
  await answered(ticket, 'still_in_danger');
  const call = await Attempt.findOne({ where: { kind: 'danger_check' }, rejectOnEmpty: true });
  for (const id of [call.id, (await stage.pageOf(li)).id])
    await answerDangerCheck(stage.context, id, 'cancelled_by_mistake');
  expect(await ticket.reload()).toMatchObject({ state: 'offered' });
  expect(await searches()).toBe(1);
});

it.each([
  ['withheld their number', null, {}],
  ['reported what is over', customer, { state: 'closed' }],
] as const)('the desk alone is to find out about whoever %s', async (_, phone, more) => {
  const ticket = await (await stage.opened({ priority: 'P0' })).update({ ...more });
  await checkOnDanger(stage.context, ticket, { phone, endedAt: null });
  expect(await Attempt.count({ where: { kind: 'danger_check' } })).toBe(0);
  expect(await Task.findAll()).toMatchObject([{ reason: 'danger_check', state: 'open', phone }]);
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
