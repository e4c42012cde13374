import type { Attempt } from '../../../models/attempt';
import { queueText } from '../../../src/services/outbound/queue-attempt';
import { measureOutbox } from '../../../src/services/worker/measure-outbox';
import { onEmptyTables } from '../../support/database';
import { serviceStage, type ServiceStage } from '../../support/service-context';

/** How long the oldest call or text that could go has waited. */

const minute = 60_000;
let stage: ServiceStage;

onEmptyTables((fresh) => {
  stage = serviceStage(fresh, '2026-03-02T02:00:00Z');
});

const inMinutes = (minutes: number): Date => new Date(stage.context.clock.now().getTime() + minutes * minute);

/** A text that falls due so many minutes from now. */
async function aText(minutes: number, more: Partial<Attempt> = {}): Promise<Attempt> {
  const to = { toPhone: '+8613800000001', language: 'zh-CN', priority: 'P1', ticketId: null } as const;
  const text = await queueText(stage.context, { ...to, kind: 'news', body: '您好', dueAt: inMinutes(minutes) });
  return text.update(more);
}

it('is nothing when all has gone or must not go yet', async () => {
  await aText(-60, { state: 'placed' });
  await aText(-50, { state: 'ended' });
  await aText(-30, { heldUntil: inMinutes(1) });
  await aText(10);
  expect(await measureOutbox(stage.context)).toBe(0);
});

it('is that of the one that waits longest, also after it was held', async () => {
  await aText(-2);
  const held = await aText(-5, { heldUntil: inMinutes(-1) });
  await aText(-3);
  expect(await measureOutbox(stage.context)).toBe(5 * minute);
  await held.update({ state: 'ended' });
  expect(await measureOutbox(stage.context)).toBe(3 * minute);
});
