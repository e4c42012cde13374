import { Ticket } from '../../../models/ticket';
import { TimelineEntry } from '../../../models/timeline-entry';
import { bySystem } from '../../../src/domain/timeline';
import { recordTimeline } from '../../../src/services/record-timeline';
import { watchArrivals } from '../../../src/services/tickets/watch-arrivals';
import { onStaleRows } from '../../support/at-once';
import { aTicket } from '../../support/crew-rows';
import { after, inATown, typesInOrder, type PagingStage } from '../../support/paging-stage';

/** What the timeline says of an arrival that is promised. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

it('warns of no time that another was put in the place of since it was read', async () => {
  const { id } = await aTicket({ arrivalDueAt: after(60) });
  await onStaleRows(
    () => Ticket.update({ arrivalDueAt: after(7200) }, { where: { id } }),
    () => watchArrivals.run(stage.context),
  );
  expect(await typesInOrder()).toEqual([]);
});

it.each([
  ['is over', { state: 'closed', stateReason: 'cancelled' }],
  ['the crew was at, and has left once more,', { state: 'departed', arrivedAt: after(1) }],
] as const)('warns of none for a job that %s since it was read', async (_, since) => {
  const { id } = await aTicket({ arrivalDueAt: after(60) });
  await onStaleRows(
    () => Ticket.update(since, { where: { id } }),
    () => watchArrivals.run(stage.context),
  );
  expect(await typesInOrder()).toEqual([]);
});

it('warns of each of two that are promised for the same moment, whatever else was noted of that moment', async () => {
  const due = { category: 'water', arrivalDueAt: after(3600) } as const;
  const both: Ticket[] = [];
  for (const seconds of [3600 - 180, 3600 - 170]) {
    const ticket = await aTicket(due);
    const moment = { arrivalDueAt: after(3600) };
    await recordTimeline(stage.context, ticket.id, 'eta_changed', bySystem, moment);
    await stage.at(seconds);
    both.push(ticket);
  }
  const warned = await TimelineEntry.findAll({ where: { type: 'warned' }, order: ['ticketId'] });
  expect(warned.map(({ ticketId }) => ticketId)).toEqual(both.map(({ id }) => id));
});

it('notes once, and without a warning that comes too late, what ended while nobody looked', async () => {
  await aTicket({ arrivalDueAt: after(60) });
  stage.jump(3600);
  await stage.settle();
  await stage.at(7200);
  expect(await typesInOrder()).toEqual(['breached']);
});

it('says nothing of a crew that was there and has left once more, as for a part', async () => {
  await aTicket({ state: 'departed', arrivedAt: after(1), arrivalDueAt: after(60) });
  await stage.at(3600);
  expect(await typesInOrder()).toEqual([]);
});

it.each([
  ['P0', 2],
  ['P1', 3],
  ['P2', 5],
  ['P3', 10],
] as const)('warns of a %s that gives no power back %i minutes before, not sooner', async (priority, minutes) => {
  await aTicket({ category: 'water', priority, arrivalDueAt: after(3600) });
  await stage.at(3600 - minutes * 60 - 1);
  expect(await typesInOrder()).toEqual([]);
  await stage.at(3600 - minutes * 60);
  expect(await typesInOrder()).toEqual(['warned']);
});
