import { Attempt } from '../../../models/attempt';
import { isOptedOut } from '../../../src/services/outbound/opt-out';
import { receiveText } from '../../../src/services/texts/receive-text';
import type { PagingStage } from '../../support/paging-stage';
import { customer, inATown, li, phoneOf } from '../../support/paging-stage';

/** The carrier sends a text again when our answer got lost, maybe when much has happened since. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

const texts = (sid: string, from: string, body: string) =>
  receiveText(stage.context, { sid, from, body, receivedAt: stage.context.clock.now() });

it('an old STOP that comes again does not undo the START after it', async () => {
  await texts('SM1', customer, 'STOP');
  await texts('SM2', customer, 'START');
  await texts('SM1', customer, 'STOP');
  expect(await isOptedOut(customer)).toBe(false);
  expect(await Attempt.count({ where: { toPhone: customer, channel: 'text' } })).toBe(1);
});

it('an old 1 that comes again does not take the next job', async () => {
  const first = await stage.opened();
  await texts('SM1', phoneOf(li), '1');
  expect(await first.reload()).toMatchObject({ state: 'accepted', personCode: li });
  await stage.report(await stage.pageOf(li), 'completed');
  const second = await stage.opened({ reportNo: 1 });
  expect(stage.rung()).toEqual([li, li]);
  await texts('SM1', phoneOf(li), '1');
  expect(await second.reload()).toMatchObject({ state: 'offered', personCode: null });
});
