import { Attempt } from '../../../models/attempt';
import { OutageWish } from '../../../models/outage-wish';
import { Ticket } from '../../../models/ticket';
import { ToldFact } from '../../../models/told-fact';
import { ticketStates } from '../../../src/domain/ticket';
import { forgetPerson, planToForget } from '../../../src/services/forget/forget-person';
import { queueCall, queueText } from '../../../src/services/outbound/queue-attempt';
import { aCrew, aTicket } from '../../support/crew-rows';
import { onEmptyTables } from '../../support/database';
import { serviceStage, type ServiceStage } from '../../support/service-context';

/** Nobody is forgotten while somebody still needs their number. */

const phone = '+8613800000001';
const by = { kind: 'command', name: 'root', role: 'operator' } as const;
let stage: ServiceStage;

onEmptyTables(async (fresh) => {
  stage = serviceStage(fresh, '2026-03-02T02:00:00Z');
  await aCrew();
});

it('with a report in any state but closed: the crew, or the call about the work, needs the number', async () => {
  for (const state of ticketStates) await aTicket({ state });
  const open = await Ticket.findAll({ where: { state: ticketStates.filter((state) => state !== 'closed') } });
  const { obstacles } = await planToForget(stage.context, phone);
  expect(obstacles).toHaveLength(1);
  expect(obstacles[0]?.match(/\d{8}/g)?.sort()).toEqual(open.map(({ number }) => number).sort());
  await expect(forgetPerson(stage.context, phone, by)).rejects.toMatchObject({ code: 'conflict' });
  expect(await Ticket.count({ where: { reporterPhone: phone } })).toBe(ticketStates.length);
});

it.each([
  ['call', 'due', false],
  ['call', 'sending', true],
  ['call', 'placed', true],
  ['call', 'ringing', true],
  ['call', 'answered', true],
  ['call', 'ended', false],
  ['text', 'due', false],
  ['text', 'sending', true],
  ['text', 'placed', false],
  ['text', 'ended', false],
] as const)('a %s that is %s is in the way: %s', async (channel, state, isInTheWay) => {
  const to = { toPhone: phone, language: 'zh-CN', priority: 'P2', ticketId: null } as const;
  const { id } =
    channel === 'call'
      ? await queueCall(stage.context, { ...to, kind: 'completion', flow: 'completion', node: 'fixed' })
      : await queueText(stage.context, { ...to, kind: 'receipt', body: '您好' });
  await Attempt.update({ state }, { where: { id } });
  const { obstacles } = await planToForget(stage.context, phone);
  expect(obstacles.filter((why) => /under way/.test(why))).toHaveLength(isInTheWay ? 1 : 0);
});

it('ends what waits for them, and leaves what had ended as it was', async () => {
  const finishedAt = new Date('2026-03-01T02:00:00Z');
  const to = { toPhone: phone, language: 'zh-CN', priority: 'P2', ticketId: null } as const;
  const order = { ...to, kind: 'completion', flow: 'completion', node: 'fixed' } as const;
  const [waiting, over] = [await queueCall(stage.context, order), await queueCall(stage.context, order)];
  await over.update({ state: 'ended', outcome: 'answered', endedAt: finishedAt });
  const wish = await OutageWish.create({
    ...{ outageCode: 'O1', accountNo: '10001', ticketId: 1, channel: 'call', toPhone: phone, language: 'zh-CN' },
    ...{ state: 'done', dueAt: null, answer: 'on', reason: null, toldEndAt: null, lastNewsAt: null, newsDueAt: null },
    ...{ createdAt: finishedAt, finishedAt },
  });
  await forgetPerson(stage.context, phone, by);
  expect(await waiting.reload()).toMatchObject({ state: 'ended', outcome: 'cancelled' });
  expect(await over.reload()).toMatchObject({ outcome: 'answered', endedAt: finishedAt });
  expect(await wish.reload()).toMatchObject({ reason: null, finishedAt });
});

it('takes along what they were told in calls, and what others were told about their reports', async () => {
  const { callLog, clock } = stage.context;
  const { id: ticketId } = await aTicket({ state: 'closed' });
  const told = {
    at: clock.now(),
    result: { outcome: 'ask', vars: { name: { words: { zh: '王芳', en: 'Wang Fang' } } } },
  };
  for (const [sid, from] of [
    ['CA-theirs', phone],
    ['CA-crew', '+8613800011101'],
    ['CA-other', '+8613800000002'],
  ] as const) {
    callLog.begin({ sid, direction: 'inbound', from, to: null, language: 'en', flow: 'caller', attemptId: null });
    callLog.tell({
      call: { sid, phone: from, direction: 'inbound', token: sid },
      place: 'a/b/c',
      told,
      isQuiet: false,
    });
  }
  callLog.note('CA-crew', { ticketId });
  await callLog.flush();
  expect(await ToldFact.count()).toBe(3);
  await forgetPerson(stage.context, phone, by);
  expect(await ToldFact.findAll()).toMatchObject([{ callSid: 'CA-other' }]);
});

it('with something of theirs on the disk that has not become a report yet', async () => {
  const kept = { callSid: 'CA1', reportNo: 0, language: 'zh-CN', facts: {}, recordingSid: null } as const;
  await stage.context.spool.keep({ ...kept, kind: 'fault', phone, reportedAt: stage.context.clock.now() });
  expect((await planToForget(stage.context, phone)).obstacles.join()).toMatch(/spool/);
  expect((await planToForget(stage.context, '+8613800000002')).obstacles).toEqual([]);
});
