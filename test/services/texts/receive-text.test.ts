import { Attempt } from '../../../models/attempt';
import { isOptedOut } from '../../../src/services/outbound/opt-out';
import { receiveText } from '../../../src/services/texts/receive-text';
import { aTicket } from '../../support/crew-rows';
import type { PagingStage } from '../../support/paging-stage';
import { after, customer, inATown, li, phoneOf } from '../../support/paging-stage';

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

const answers = async (to: string) =>
  (await Attempt.findAll({ where: { toPhone: to, channel: 'text' }, order: ['id'] })).map(({ body }) => body);

it('STATUS tells of a report that was closed some days ago, and of none from long before', async () => {
  const day = 24 * 3600;
  const closed = await aTicket({ reporterPhone: customer, state: 'closed', reportedAt: after(-6 * day) });
  await texts('SM1', customer, 'STATUS');
  stage.jump(2 * day);
  await texts('SM2', customer, 'STATUS');
  const [soon, late] = await answers(customer);
  expect(soon).toContain(closed.number);
  expect(late).toContain('没有未完成的报修');
});

it('STATUS tells of a report that is still open, however long ago it was made', async () => {
  const day = 24 * 3600;
  const open = await aTicket({ reporterPhone: customer, state: 'waiting', reportedAt: after(-30 * day) });
  await texts('SM1', customer, 'STATUS');
  expect(await answers(customer)).toEqual([expect.stringContaining(open.number)]);
});

it('whoever has asked us much is still answered when we do not understand them', async () => {
  for (const sid of ['SM1', 'SM2', 'SM3', 'SM4', 'SM5']) await texts(sid, customer, 'STATUS');
  await texts('SM6', customer, '什么');
  expect(await answers(customer)).toHaveLength(6);
});
