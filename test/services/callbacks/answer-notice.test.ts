import { TimelineEntry } from '../../../models/timeline-entry';
import { type NoticeCall, noticeCall, noticeHeard, noticeSolved } from '../../../src/services/callbacks/answer-notice';
import { queueCall } from '../../../src/services/outbound/queue-attempt';
import { atOnce } from '../../support/at-once';
import { aCrew, aTicket } from '../../support/crew-rows';
import { onEmptyTables } from '../../support/database';
import { serviceStage, type ServiceStage } from '../../support/service-context';

/** Keys in the call that says who comes. */

const now = '2026-03-02T02:00:00Z';
let stage: ServiceStage;
let notice: NoticeCall;

onEmptyTables(async (fresh) => {
  stage = serviceStage(fresh, now);
  await aCrew();
  const { id: ticketId } = await aTicket();
  const to = { toPhone: '+8613800000001', language: 'zh-CN', priority: 'P1', ticketId } as const;
  const call = await queueCall(stage.context, { ...to, kind: 'notice', flow: 'dispatch-notice', node: 'notice' });
  const { id } = await call.update({ state: 'answered' });
  notice = (await noticeCall(id))!;
});

const heard = () => noticeHeard(stage.context, notice);
const happened = async () => (await TimelineEntry.findAll({ order: ['id'] })).map(({ type }) => type);

it('a customer who has heard is noted once, with the first time, however often the key comes', async () => {
  await atOnce(heard, heard);
  stage.pass(60_000);
  await heard();
  expect(await happened()).toEqual(['noted']);
  expect(await notice.attempt.reload()).toMatchObject({ outcome: 'heard', answeredAt: new Date(now) });
});

it('what one customer says in the call answers for no other call', async () => {
  const { id: ticketId } = await aTicket();
  const to = { toPhone: '+8613800000002', language: 'zh-CN', priority: 'P1', ticketId } as const;
  const other = await queueCall(stage.context, { ...to, kind: 'notice', flow: 'dispatch-notice', node: 'notice' });
  await heard();
  expect(await happened()).toEqual(['noted']);
  expect(await other.reload()).toMatchObject({ outcome: null, answeredAt: null });
});

it('what is solved is not noted as heard when that key comes late', async () => {
  expect(await noticeSolved(stage.context, notice)).toBe(true);
  await heard();
  expect(await happened()).toEqual(['closed']);
  expect(await notice.attempt.reload()).toMatchObject({ outcome: 'solved' });
});
