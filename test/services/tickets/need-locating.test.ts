import { Paging } from '../../../models/paging';
import { Task } from '../../../models/task';
import { needLocating, pageUnlocated } from '../../../src/services/tickets/need-locating';
import { atOnce, onStaleRows } from '../../support/at-once';
import { aTicket } from '../../support/crew-rows';
import type { PagingStage } from '../../support/paging-stage';
import { inATown } from '../../support/paging-stage';

/** A report whose place nobody has found in time. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

async function unlocated() {
  const ticket = await aTicket({ state: 'waiting', stateReason: 'locate', personCode: null, arrivalDueAt: null });
  await needLocating(stage.context, ticket);
  stage.jump(3600);
  return ticket;
}
const look = () => pageUnlocated.run({ ...stage.context });

it('is paged with once by several workers', async () => {
  await unlocated();
  await atOnce(look, look);
  expect(await Paging.count()).toBe(1);
});

it('is paged each by itself, with nobody looking for the place any more', async () => {
  const both = [await unlocated(), await unlocated()];
  await look();
  await stage.settle();
  // The first of the crew is rung about one report at a time.
  for (const [i, state] of (['offered', 'new'] as const).entries())
    expect(await both[i]!.reload()).toMatchObject({ state, stateReason: null });
  expect(await Paging.findAll({ order: ['id'] })).toMatchObject(both.map(({ id: ticketId }) => ({ ticketId })));
});

it('is left to the desk that has just dealt with it', async () => {
  const ticket = await unlocated();
  await onStaleRows(() => Task.update({ state: 'done', nextDueAt: null }, { where: {} }), look);
  expect(await ticket.reload()).toMatchObject({ state: 'waiting' });
  expect(await Paging.count()).toBe(0);
});
