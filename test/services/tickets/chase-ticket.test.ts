import { PromiseMade } from '../../../models/promise-made';
import { Task } from '../../../models/task';
import { addTask } from '../../../src/services/add-task';
import { chaseTicket, lastChase } from '../../../src/services/tickets/chase-ticket';
import { chen, customer, inATown, typesInOrder, type PagingStage } from '../../support/paging-stage';

/** A customer who asks where the crew stays. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

it('is rung back by the desk once for a call, at the number of the report, and the supervisor is rung at once', async () => {
  const reporter = { name: null, phone: customer, role: 'customer' } as const;
  const ticket = await stage.opened({ reporter });
  const { clock, policy } = stage.context;
  const done = { kind: 'call', reason: 'message', ticketId: ticket.id } as const;
  await addTask(stage.context, { ...done, key: 'message:1', phone: customer });
  const chase = () => chaseTicket(stage.context, ticket.id, { sid: 'CA-1', phone: '+8613800000009' });
  expect([await chase(), await chase()]).toEqual(['chased', 'chased']);
  const dueAt = new Date(clock.now().getTime() + policy.chase.callbackWithin);
  expect(await Task.findAll({ where: { reason: 'chase' } })).toMatchObject([{ phone: customer, dueAt }]);
  const promises = await PromiseMade.findAll({ where: { kind: 'callback' } });
  expect(promises).toMatchObject([{ ticketId: ticket.id, callSid: 'CA-1', promisedAt: dueAt, kept: null }]);
  await stage.settle();
  expect(stage.rung()).toContain(chen);
  expect((await typesInOrder()).filter((type) => type === 'chased')).toHaveLength(1);
});

it.each(['done', 'closed'] as const)('hears that a report which is %s is over', async (state) => {
  const { id } = await (await stage.opened()).update({ state });
  expect(await chaseTicket(stage.context, id, { sid: 'CA-1', phone: customer })).toBe('over');
  expect(await Task.count()).toBe(0);
});

it('is heard about each report by itself, and told when the desk rings about this very one', async () => {
  const [one, other] = [await stage.opened(), await stage.opened({ reportNo: 1 })];
  const { clock, policy } = stage.context;
  const chase = (id: number, sid: string) => chaseTicket(stage.context, id, { sid, phone: customer });
  expect(await chase(one.id, 'CA-1')).toBe('chased');
  const oneDueAt = new Date(clock.now().getTime() + policy.chase.callbackWithin);
  stage.jump(60);
  expect(await chase(other.id, 'CA-2')).toBe('chased');
  expect(await chase(one.id, 'CA-2')).toBe('recently');
  expect((await lastChase(one.id))?.dueAt).toEqual(oneDueAt);
  stage.jump(policy.chase.minGap / 1000 - 60);
  expect(await chase(one.id, 'CA-3')).toBe('chased');
  expect(await chase(other.id, 'CA-3')).toBe('recently');
});
