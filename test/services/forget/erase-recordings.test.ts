import { RecordingErasure } from '../../../models/recording-erasure';
import { eraseLater, eraseRecordings } from '../../../src/services/forget/erase-recordings';
import { type FreshDatabase, freshDatabase } from '../../support/database';
import { RecordingCarrier } from '../../support/recording-carrier';
import { serviceStage } from '../../support/service-context';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

it('keeps a recording on the list until the carrier has deleted it', async () => {
  const stage = serviceStage(fresh, '2026-03-01T00:00:00Z');
  const carrier = new RecordingCarrier(stage.context.clock);
  const context = { ...stage.context, carrier };
  const now = stage.context.clock.now();
  await eraseLater(['RE1', 'RE2'], now);
  await eraseLater(['RE2'], now);
  expect(await RecordingErasure.count()).toBe(2);

  carrier.mood = { kind: 'silent', taken: false };
  expect(await eraseRecordings(context)).toBe(0);
  expect(stage.complaints).toHaveLength(2);
  stage.pass(30_000);
  await eraseLater(['RE3'], stage.context.clock.now());
  expect(await eraseRecordings(context)).toBe(0);
  expect(await RecordingErasure.findAll({ attributes: ['attempts'] })).toMatchObject(Array(3).fill({ attempts: 1 }));
  carrier.mood = { kind: 'takes' };
  expect(await eraseRecordings(context)).toBe(0);

  stage.pass(30_000);
  expect(await eraseRecordings(context)).toBe(2);
  stage.pass(30_000);
  expect(await eraseRecordings(context)).toBe(1);
  expect(carrier.deletedRecordings).toEqual(['RE1', 'RE2', 'RE3']);
  expect(await RecordingErasure.count()).toBe(0);
});
