import { TimelineEntry } from '../../models/timeline-entry';
import { inTransaction } from '../../models/database';
import { bySystem } from '../../src/domain/timeline';
import { entryOf, recordTimeline } from '../../src/services/record-timeline';
import { atOnce } from '../support/at-once';
import { onEmptyTables } from '../support/database';
import { serviceStage, type ServiceStage } from '../support/service-context';

let stage: ServiceStage;
onEmptyTables((fresh) => {
  stage = serviceStage(fresh, '2026-03-02T02:00:00Z');
});

const note = (ticketId: number, key?: string, note = 'said') =>
  inTransaction(() => recordTimeline(stage.context, ticketId, 'noted', bySystem, { note }, key));

it('notes what has a key once in each ticket, whoever is first, and all else as often as it happens', async () => {
  const first = await atOnce(
    () => note(1, 'a'),
    () => note(1, 'a'),
    () => note(2, 'a'),
  );
  expect(first.filter(Boolean)).toHaveLength(2);
  expect([await note(1, 'a', 'later'), await note(1, 'b'), await note(1), await note(1)]).toEqual([
    false,
    true,
    true,
    true,
  ]);
  expect(await TimelineEntry.count()).toBe(5);
  expect(await entryOf(1, 'a')).toMatchObject({ data: { note: 'said' } });
  expect(await entryOf(2, 'b')).toBeNull();
});

it('goes on with the transaction in which it finds that something was noted before', async () => {
  await note(1, 'a');
  await inTransaction(async () => {
    expect(await recordTimeline(stage.context, 1, 'noted', bySystem, {}, 'a')).toBe(false);
    await recordTimeline(stage.context, 1, 'closed', bySystem);
  });
  expect((await TimelineEntry.findAll()).map(({ type }) => type)).toEqual(['noted', 'closed']);
});

it.each([
  ['accepted', '1101', { attempt: 7 }, 'accepted:7'],
  ['declined', '1101', { attempt: 7, reason: null }, 'declined:7'],
  ['declined', '1101', { reason: 'unsafe', after: 'arrived', callSid: 'CA1' }, 'given-back:CA1:1101'],
  ['eta_changed', '1101', { callSid: 'CA1', turn: 0, etaAt: null }, 'time:CA1:0'],
  ['waiting', '1101', { reason: 'parts', because: 'parts', hours: 4, callSid: 'CA1' }, 'put-off:CA1:parts:4'],
  ['closed', '1101', { because: 'quote', hours: null, callSid: 'CA1' }, 'put-off:CA1:quote:null'],
] as const)('knows what was noted without a key by an older version: %s by %s %j', async (type, byCode, data, key) => {
  const entry = { ticketId: 1, at: stage.context.clock.now(), type, byKind: 'person' as const, byCode, byName: null };
  await note(1);
  await TimelineEntry.create({ ...entry, ticketId: 2, data, key: null });
  await TimelineEntry.create({ ...entry, data, key: null });
  expect(await entryOf(1, key)).toMatchObject({ ticketId: 1, type, data });
  expect(await entryOf(1, `${key}0`)).toBeNull();
});
