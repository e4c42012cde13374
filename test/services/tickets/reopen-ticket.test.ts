import { Attempt } from '../../../models/attempt';
import { Paging } from '../../../models/paging';
import { PromiseMade } from '../../../models/promise-made';
import { Ticket } from '../../../models/ticket';
import { inTransaction } from '../../../models/database';
import { recordArrival } from '../../../src/services/crew/record-progress';
import { acceptPage } from '../../../src/services/paging/accept-page';
import { reopenTicket } from '../../../src/services/tickets/reopen-ticket';
import { withdrawReopening } from '../../../src/services/tickets/withdraw-reopening';
import { atOnce, interrupted } from '../../support/at-once';
import { aTicket } from '../../support/crew-rows';
import { databaseKind } from '../../support/database';
import { after, inATown, li, phoneOf, type PagingStage } from '../../support/paging-stage';

/** Two answers about the same work that meet. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

const done = () => aTicket({ state: 'done', departedAt: after(1), arrivedAt: after(2), completedAt: after(3) });
const reopen = ({ id: ticketId }: Ticket) =>
  inTransaction(() => reopenTicket(stage.context, { ticketId, fixed: 'no', callSid: null }));

it('reopens a ticket once, though two processes hear "no" at the same moment', async () => {
  const ticket = await done();
  const outcomes = await atOnce(
    () => reopen(ticket),
    () => reopen(ticket),
  );
  expect(outcomes.toSorted()).toEqual([false, true]);
  expect(await ticket.reload()).toMatchObject({ state: 'new', reopenedCount: 1 });
  expect(await Paging.count()).toBe(1);
});

it('reopens also what was closed, and tells and promises the new time to its customer alone', async () => {
  const [ticket, other] = [await aTicket({ state: 'closed', closedAt: after(4) }), await done()];
  await inTransaction(() => reopenTicket(stage.context, { ticketId: ticket.id, fixed: 'partly', callSid: 'CA-1' }));
  expect(await ticket.reload()).toMatchObject({ state: 'new', fixed: 'partly', priority: 'P0', closedAt: null });
  expect(await other.reload()).toMatchObject({ state: 'done', reopenedCount: 0 });
  const told = { ticketId: ticket.id, callSid: 'CA-1', kind: 'arrival', promisedAt: ticket.arrivalDueAt };
  expect(await PromiseMade.findAll()).toMatchObject([told]);
  const texts = await Attempt.findAll({ where: { channel: 'text' } });
  expect(texts).toMatchObject([{ ticketId: ticket.id, kind: 'receipt' }]);
});

it('takes back what this very call promised of this very reopening, and nothing else', async () => {
  const [ticket, other] = [await done(), await done()];
  const made = { channel: 'phone', promisedAt: after(900), spokenAt: after(0), callSid: 'CA-1' } as const;
  const kept = { ...made, kind: 'arrival', ticketId: ticket.id } as const;
  await PromiseMade.bulkCreate([
    { ...kept, kept: true, keptAt: after(1) },
    { ...kept, callSid: 'CA-0' },
    { ...kept, kind: 'callback' },
    { ...kept, ticketId: other.id },
  ]);
  await inTransaction(() => reopenTicket(stage.context, { ticketId: ticket.id, fixed: 'no', callSid: 'CA-1' }));
  expect(await PromiseMade.count()).toBe(5);
  const withdraw = () =>
    inTransaction(() => withdrawReopening(stage.context, { ticketId: ticket.id, cycle: 0, callSid: 'CA-1' }));
  expect([await withdraw(), await withdraw()]).toEqual([true, false]);
  expect((await PromiseMade.findAll({ order: ['id'] })).map(({ promisedAt }) => promisedAt)).toEqual(
    [1, 2, 3, 4].map(() => after(900)),
  );
});

it('is as it was when the work was last done, once that reopening is taken back', async () => {
  const ticket = await done();
  await reopen(ticket);
  const [completedAt, lastDone] = [after(600), { state: 'done', personCode: '1102', cause: 'meter' } as const];
  await (await ticket.reload()).update({ ...lastDone, completedAt });
  await reopen(ticket);
  await reopen(await done());
  const order = { ticketId: ticket.id, callSid: 'CA-1' };
  expect(await inTransaction(() => withdrawReopening(stage.context, { ...order, cycle: 0 }))).toBe(false);
  expect(await inTransaction(() => withdrawReopening(stage.context, { ...order, cycle: 1 }))).toBe(true);
  expect(await ticket.reload()).toMatchObject({ ...lastDone, completedAt, reopenedCount: 1 });
});

it('reopens no work that was done since it was read, for what was said of the work before', async () => {
  const ticket = await done();
  const doneAgain = () => Ticket.update({ reopenedCount: 1, priority: 'P0' }, { where: { id: ticket.id } });
  const outcome = await interrupted({ at: /^UPDATE `tickets` SET .*reopened_count/, by: doneAgain }, () =>
    reopen(ticket),
  );
  // In SQLite nobody else writes between the read and the write of a transaction.
  const isAlone = databaseKind === 'sqlite';
  expect(outcome).toBe(isAlone);
  expect(await Paging.count()).toBe(isAlone ? 1 : 0);
});

it('leaves the work open that the crew has begun at the very moment when the customer takes it back', async () => {
  const ticket = await done();
  await reopen(ticket);
  const page = await Attempt.findOne({ where: { kind: 'page' }, rejectOnEmpty: true });
  await acceptPage(stage.context, page.id);
  const withdrawal = { ticketId: ticket.id, cycle: 0, callSid: 'CA-completion' };
  const withdraw = () => inTransaction(() => withdrawReopening(stage.context, withdrawal)).catch(() => 'conflict');
  let there = '';
  const arrives = async () =>
    ({ outcome: there } = await recordArrival(stage.context, ticket.id, { code: li, name: '李强' }));
  const outcome = await interrupted({ at: /UPDATE .?pagings/, by: arrives }, withdraw);
  const { state } = await ticket.reload();
  expect([
    ['arrived', 'conflict', 'arrived'],
    ['finished', true, 'done'],
  ]).toContainEqual([there, outcome, state]);
});

it('leaves the work open where a crew is at the place again', async () => {
  const ticket = await done();
  await reopen(ticket);
  await (await ticket.reload()).update({ state: 'arrived', personCode: '1102', arrivedAt: after(600) });
  const withdrawal = { ticketId: ticket.id, cycle: 0, callSid: 'CA-completion' };
  expect(await inTransaction(() => withdrawReopening(stage.context, withdrawal))).toBe(false);
  expect(await ticket.reload()).toMatchObject({ state: 'arrived', personCode: '1102', arrivedAt: after(600) });
});

it('tells the crew that takes the job at the very moment when the customer takes it back', async () => {
  const ticket = await done();
  await reopen(ticket);
  const page = await Attempt.findOne({ where: { kind: 'page' }, rejectOnEmpty: true });
  let taken = '';
  const accepts = async () => ({ outcome: taken } = await acceptPage(stage.context, page.id));
  const withdrawal = { ticketId: ticket.id, cycle: 0, callSid: 'CA-completion' };
  const withdraw = () => inTransaction(() => withdrawReopening(stage.context, withdrawal));
  expect(await interrupted({ at: /UPDATE .?pagings/, by: accepts }, withdraw)).toBe(true);
  const told = await Attempt.count({ where: { ticketId: ticket.id, channel: 'text', toPhone: phoneOf(li) } });
  expect([
    ['accepted', 1],
    ['over', 0],
  ]).toContainEqual([taken, told]);
});

it('the crew of that work, still on the phone when the customer takes it back, hears that nobody has to go', async () => {
  const ticket = await done();
  await reopen(ticket);
  await stage.settle();
  const page = await stage.pageOf(li);
  await stage.report(page, 'in-progress');
  const withdrawal = { ticketId: ticket.id, cycle: 0, callSid: 'CA-completion' };
  expect(await inTransaction(() => withdrawReopening(stage.context, withdrawal))).toBe(true);
  expect(await ticket.reload()).toMatchObject({ state: 'done', personCode: li });
  expect(await acceptPage(stage.context, page.id)).toMatchObject({ outcome: 'over' });
});
