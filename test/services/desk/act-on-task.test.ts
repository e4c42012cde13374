import { inTransaction } from '../../../models/database';
import { Draft } from '../../../models/draft';
import { Person } from '../../../models/person';
import { PromiseMade } from '../../../models/promise-made';
import { RosterEntry } from '../../../models/roster-entry';
import { Task } from '../../../models/task';
import { Team } from '../../../models/team';
import type { Ticket } from '../../../models/ticket';
import { actOnTask } from '../../../src/services/desk/act-on-task';
import { needLocating, pageUnlocated } from '../../../src/services/tickets/need-locating';
import { locateTicket } from '../../../src/services/tickets/locate-ticket';
import { onStaleRows } from '../../support/at-once';
import { inATown, phoneOf, startOfTest, typesInOrder, type PagingStage } from '../../support/paging-stage';

/** A crew rings for a job that the desk finds to be in the country, where another crew goes. */

const desk = { kind: 'api', name: 'Mei' } as const;
const elsewhere = '10002';
let stage: PagingStage;
let ticket: Ticket;

inATown((laid) => {
  stage = laid;
});
beforeEach(async () => {
  const team = { code: 'G-RUR', nameZh: '乡村', nameEn: 'Country', assignMode: 'roster' };
  await Team.create({ ...team, department: 'grid', regions: ['RUR'], categories: [] });
  const person = { code: '1201', name: '周涛', role: 'technician', teamCode: 'G-RUR', language: 'zh-CN' };
  await Person.create({ ...person, phone: phoneOf('1201') });
  await RosterEntry.create({ teamCode: 'G-RUR', personCode: '1201', level: 1, startsAt: new Date('2025-01-01') });
  ticket = await stage.opened();
  expect(stage.rung()).toEqual(['1101']);
});

function locateTask(): Promise<Task> {
  const at = new Date(startOfTest);
  const task = { kind: 'locate', reason: 'address', state: 'open', createdAt: at, dueAt: at } as const;
  return Task.create({ ...task, key: `locate:${ticket.id}`, ticketId: ticket.id });
}

it('hangs up the wrong crew when its act is committed, and rings the right one', async () => {
  const { id } = await locateTask();
  await actOnTask(stage.context, id, { action: 'locate', account: elsewhere }, desk);
  expect(stage.carrier.hungUp).toEqual([stage.carrier.calls[0]!.sid]);
  await stage.settle();
  expect(stage.rung()).toEqual(['1101', '1201']);
  expect(stage.complaints).toEqual([]);
});

it('hangs nobody up when its act is undone', async () => {
  const undone = inTransaction(async () => {
    await locateTicket(stage.context, ticket.id, { account: elsewhere }, desk);
    throw new Error('the connection went before the commit');
  });
  await expect(undone).rejects.toThrow('before the commit');
  expect(stage.carrier.hungUp).toEqual([]);
  await stage.settle();
  expect(stage.rung()).toEqual(['1101']);
});

it('keeps the hotline from paging for a place that the desk has just dealt with', async () => {
  await ticket.update({ state: 'waiting', stateReason: 'locate' });
  await needLocating(stage.context, ticket);
  stage.jump(3600);
  const { id } = await Task.findOne({ where: { kind: 'locate' }, rejectOnEmpty: true });
  const deal = () => actOnTask(stage.context, id, { action: 'done', note: 'it is ours' }, desk);
  await onStaleRows(deal, () => pageUnlocated.run({ ...stage.context }));
  expect(await ticket.reload()).toMatchObject({ state: 'waiting', stateReason: 'locate' });
});

it('finds no place that there is not, and none for a report that is finished', async () => {
  const { id } = await locateTask();
  const find = (place: object) =>
    actOnTask(stage.context, id, { action: 'locate', ...(place as { account: string }) }, desk);
  await expect(find({ account: '99999' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(find({ node: 'B9' })).rejects.toMatchObject({ code: 'not_found' });
  await ticket.update({ state: 'done' });
  await expect(find({ account: elsewhere })).rejects.toMatchObject({ code: 'conflict' });
  expect(await Task.findByPk(id)).toMatchObject({ state: 'open', doneBy: null });
  expect(await ticket.reload()).toMatchObject({ accountNo: '10001', networkNodeCode: 'B1' });
});

it.each([
  ['an account', { account: elsewhere }, { accountNo: elsewhere, networkNodeCode: 'B2' }],
  ['a pole', { node: 'B2' }, { accountNo: null, networkNodeCode: 'B2' }],
])(
  'goes to the place of %s once, however often it is found there, and to another when that is found',
  async (_, found, at) => {
    const find = (place: typeof found) => locateTicket(stage.context, ticket.id, place, desk);
    for (const place of [found, found]) await find(place);
    await stage.settle();
    expect(await ticket.reload()).toMatchObject({ ...at, regionCode: 'RUR', teamCode: 'G-RUR' });
    expect((await typesInOrder()).filter((type) => type === 'located')).toHaveLength(1);
    expect(stage.rung()).toEqual(['1101', '1201']);
    await find({ account: '10001' });
    expect(await ticket.reload()).toMatchObject({ accountNo: '10001', networkNodeCode: 'B1', teamCode: 'G-URB' });
  },
);

it('has rung back as promised: this customer, who was not rung before', async () => {
  const at = stage.context.clock.now();
  const made = { kind: 'callback', ticketId: ticket.id, callSid: null, channel: 'phone', spokenAt: at } as const;
  const promisedAt = new Date(at.getTime() + 60_000);
  const keptAt = new Date(at.getTime() - 60_000);
  await PromiseMade.bulkCreate([
    { ...made, promisedAt },
    { ...made, promisedAt, ticketId: ticket.id + 1 },
    { ...made, promisedAt, kept: false, keptAt },
  ]);
  const order = { action: 'done', note: 'rang back' } as const;
  await actOnTask(stage.context, (await locateTask()).id, order, desk);
  expect(await PromiseMade.count({ where: { kept: true } })).toBe(0);
  const task = { kind: 'call', reason: 'chase', state: 'open', createdAt: at, dueAt: at } as const;
  const { id } = await Task.create({ ...task, key: 'chase:1', ticketId: ticket.id });
  await actOnTask(stage.context, id, order, desk);
  expect(await Task.findByPk(id)).toMatchObject({ state: 'done', doneAt: at, doneBy: 'Mei' });
  // The first is that of the arrival.
  expect((await PromiseMade.findAll({ order: ['id'] })).map(({ kept }) => kept)).toEqual([null, true, null, false]);
});

it('pages nobody for a report that somebody has, and finds no place by a task to ring somebody', async () => {
  await ticket.update({ state: 'accepted', personCode: '1101' });
  const at = new Date(startOfTest);
  const task = { kind: 'call', reason: 'danger', state: 'open', createdAt: at, dueAt: at } as const;
  const { id } = await Task.create({ ...task, key: 'danger:1', ticketId: ticket.id });
  for (const order of [{ action: 'page' }, { action: 'locate', account: elsewhere }] as const)
    await expect(actOnTask(stage.context, id, order, desk)).rejects.toMatchObject({ code: 'conflict' });
  await stage.settle();
  expect(stage.rung()).toEqual(['1101']);
  expect(await Task.findByPk(id)).toMatchObject({ state: 'open', doneBy: null });
  expect(await ticket.reload()).toMatchObject({ accountNo: '10001' });
});

it('is done once: whoever comes second hears so, and what the first wrote stays', async () => {
  const { id } = await locateTask();
  await actOnTask(stage.context, id, { action: 'done', note: 'rang back' }, desk);
  const again = actOnTask(stage.context, id, { action: 'done', note: 'nobody there' }, { ...desk, name: 'Lin' });
  await expect(again).rejects.toMatchObject({ code: 'conflict' });
  expect(await Task.findByPk(id)).toMatchObject({ doneBy: 'Mei', note: 'rang back' });
});

it('ends the report that broke off with its own task, and nothing that another caller left', async () => {
  const at = stage.context.clock.now();
  const brokenOff = async (callSid: string): Promise<Task> => {
    const report = { accountId: null, node: 'describe', facts: {}, language: 'en', state: 'open' } as const;
    const { id: draftId } = await Draft.create({ ...report, callSid, phone: phoneOf('1101'), createdAt: at });
    const task = { kind: 'call', reason: 'draft', state: 'open', createdAt: at, dueAt: at } as const;
    return Task.create({ ...task, key: `draft:${callSid}`, draftId });
  };
  const [own] = [await brokenOff('CA1'), await brokenOff('CA2')];
  await actOnTask(stage.context, own.id, { action: 'done', note: 'rang back' }, desk);
  expect(await Draft.findAll({ order: ['id'] })).toMatchObject([{ state: 'done' }, { state: 'open' }]);
  expect(await Task.findAll({ order: ['id'] })).toMatchObject([
    { state: 'done', doneBy: 'Mei', note: 'rang back' },
    { state: 'open', doneBy: null, note: null },
  ]);
});
