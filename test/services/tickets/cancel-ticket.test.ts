import { Attempt } from '../../../models/attempt';
import { Task } from '../../../models/task';
import { byCaller } from '../../../src/domain/timeline';
import { addTask } from '../../../src/services/add-task';
import { acceptPage } from '../../../src/services/paging/accept-page';
import { cancelTicket } from '../../../src/services/tickets/cancel-ticket';
import { interrupted } from '../../support/at-once';
import { customer, inATown, li, phoneOf, typesInOrder, type PagingStage } from '../../support/paging-stage';

/** What the desk and the crew have to do about a report that needs nobody any more. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

it('the desk is no longer to find the place; the rest, and who found it before and when, stays', async () => {
  const { id: ticketId } = await stage.opened();
  const { context } = stage;
  for (const [key, kind] of [
    ['open', 'locate'],
    ['done', 'locate'],
    ['other', 'call'],
  ] as const)
    await addTask(context, { key, kind, reason: 'danger', ticketId, phone: null });
  const done = { state: 'done', doneAt: context.clock.now(), doneBy: 'Mei' } as const;
  await Task.update(done, { where: { key: 'done' } });
  await Task.update({ nextDueAt: context.clock.now() }, { where: { key: 'open' } });
  stage.jump(60);
  await cancelTicket(context, ticketId, { reason: 'cancelled', by: byCaller });
  expect(await Task.findAll({ order: ['id'] })).toMatchObject([
    { key: 'open', state: 'done', doneAt: context.clock.now(), nextDueAt: null },
    { key: 'done', ...done },
    { key: 'other', state: 'open' },
  ]);
});

it.each([
  ['a danger', { priority: 'P0' }],
  ['one where somebody is at work', { state: 'arrived', personCode: li }],
  ['one that is done', { state: 'done', personCode: li }],
  ['one that was closed for another reason', { state: 'closed', stateReason: 'told' }],
] as const)('a caller cannot end %s', async (_, more) => {
  const ticket = await (await stage.opened()).update({ ...more });
  const before = (await ticket.reload()).get();
  expect(await cancelTicket(stage.context, ticket.id, { reason: 'cancelled', by: byCaller })).toBe(false);
  expect((await ticket.reload()).get()).toEqual(before);
  expect(await typesInOrder()).not.toContain('closed');
});

it('a report is ended once, and with a danger all who were to come to it as well', async () => {
  const danger = { kind: 'danger', priority: 'P0' } as const;
  const ticket = await stage.opened({ ...danger, category: 'line_hazard' });
  const help = await stage.opened({ ...danger, callSid: 'CA-in-2', parentNumber: ticket.number });
  const other = await stage.opened({ ...danger, callSid: 'CA-in-3' });
  const closedAt = stage.context.clock.now();
  const cancel = () => cancelTicket(stage.context, ticket.id, { reason: 'false_report', by: byCaller, evenP0: true });
  expect(await cancel()).toBe(true);
  stage.jump(60);
  expect(await cancel()).toBe(true);
  const closed = { state: 'closed', stateReason: 'false_report', closedAt };
  for (const one of [ticket, help]) expect(await one.reload()).toMatchObject(closed);
  expect(await other.reload()).toMatchObject({ closedAt: null });
  expect((await typesInOrder()).filter((type) => type === 'closed')).toHaveLength(2);
});

it('the crew that has the job is told, and the customer no longer that it comes', async () => {
  const reporter = { name: null, phone: customer, role: 'customer' } as const;
  const { id: ticketId } = await stage.opened({ reporter });
  await acceptPage(stage.context, (await stage.pageOf(li)).id);
  const notices = () => Attempt.count({ where: { ticketId, kind: 'notice', state: 'due', toPhone: customer } });
  expect(await notices()).toBeGreaterThan(0);
  expect(await cancelTicket(stage.context, ticketId, { reason: 'cancelled', by: byCaller })).toBe(true);
  expect(await notices()).toBe(0);
  expect(await Attempt.count({ where: { ticketId, channel: 'text', toPhone: phoneOf(li) } })).toBe(1);
});

it('is told to the crew that takes the job at that very moment', async () => {
  const { id: ticketId } = await stage.opened();
  const page = await stage.pageOf(li);
  let taken = '';
  const accepts = async () => ({ outcome: taken } = await acceptPage(stage.context, page.id));
  const cancel = () => cancelTicket(stage.context, ticketId, { reason: 'cancelled', by: byCaller });
  expect(await interrupted({ at: /UPDATE .?pagings/, by: accepts }, cancel)).toBe(true);
  const told = await Attempt.count({ where: { ticketId, channel: 'text', toPhone: phoneOf(li) } });
  expect([
    ['accepted', 1],
    ['over', 0],
  ]).toContainEqual([taken, told]);
});
