import { Attempt } from '../../../models/attempt';
import { Call } from '../../../models/call';
import type { Ticket } from '../../../models/ticket';
import type { Context } from '../../../src/services/context';
import {
  queueDispatchNotice,
  releaseDispatchNotice,
  updateDispatchNotice,
} from '../../../src/services/notices/dispatch-notice';
import { queueCall, queueText } from '../../../src/services/outbound/queue-attempt';
import { aCrew, aTicket } from '../../support/crew-rows';
import { onEmptyTables } from '../../support/database';
import { serviceStage, type ServiceStage } from '../../support/service-context';

/** The notices that go out, and all that waits beside them. */

const now = new Date('2026-03-02T02:00:00Z');
const earlier = new Date('2026-03-02T01:59:00Z');
const later = new Date('2026-03-02T03:00:00Z');
let stage: ServiceStage;

onEmptyTables(async (fresh) => {
  stage = serviceStage(fresh, now.toISOString(), { notice: { channels: ['call', 'text'] } });
  await aCrew();
});

const about = ({ id: ticketId }: Ticket, dueAt: Date) =>
  ({ ticketId, toPhone: '+8613800000001', language: 'zh-CN', priority: 'P1', dueAt }) as const;

/** The call and the text that say who comes. */
async function notices(ticket: Ticket, dueAt = later): Promise<Attempt[]> {
  const notice = { ...about(ticket, dueAt), kind: 'notice' } as const;
  return [
    await queueCall(stage.context, { ...notice, flow: 'dispatch-notice', node: 'notice' }),
    await queueText(stage.context, { ...notice, body: '师傅稍后告知时间' }),
  ];
}

/** What waits for its own time: notices of another report or that went out, and other calls and texts about this one. */
async function bystanders(ticket: Ticket): Promise<Attempt[]> {
  const sent = await notices(ticket);
  for (const notice of sent) await notice.update({ state: 'ended', outcome: 'answered' });
  return [
    ...(await notices(await aTicket())),
    ...sent,
    await queueCall(stage.context, {
      ...about(ticket, later),
      kind: 'danger_check',
      flow: 'danger-check',
      node: 'safe',
    }),
    await queueText(stage.context, { ...about(ticket, later), kind: 'news', body: '您好' }),
  ];
}

const rows = (attempts: readonly Attempt[]) =>
  Promise.all(attempts.map(async (attempt) => (await attempt.reload()).get({ clone: true })));

it.each([
  ['names a time', updateDispatchNotice, /李强.*10:40/],
  ['hangs up', (context: Context, { id }: Ticket) => releaseDispatchNotice(context, id), /稍后/],
] as const)('go out when the crew %s, and nothing else does', async (_what, act, told) => {
  const ticket = await aTicket({ etaAt: new Date('2026-03-02T02:40:00Z') });
  const others = await bystanders(ticket);
  const before = await rows(others);
  const own = await notices(ticket);
  await act(stage.context, ticket);
  expect(await rows(own)).toMatchObject([
    { dueAt: now, body: null },
    { dueAt: now, body: expect.stringMatching(told) as string },
  ]);
  expect(await rows(others)).toEqual(before);
});

it('that wait for their turn already keep it', async () => {
  const ticket = await aTicket();
  const own = await notices(ticket, earlier);
  await releaseDispatchNotice(stage.context, ticket.id);
  expect(await rows(own)).toMatchObject([{ dueAt: earlier }, { dueAt: earlier }]);
});

const midnight = new Date('2026-03-02T16:00:00Z');

it.each([
  ['whoever has called just now', {}, 1],
  ['nobody because another customer has called', { fromPhone: '+8613800000002' }, 0],
  ['nobody who called in the evening', { startedAt: new Date('2026-03-02T12:00:00Z') }, 0],
] as const)('at night ring %s', async (_whom, more, count) => {
  stage.setTime(midnight.toISOString());
  const call = { sid: 'CA1', direction: 'inbound', fromPhone: '+8613800000001', toPhone: null } as const;
  const nobody = { ticketId: null, personCode: null, accountNo: null, attemptId: null };
  const moments = { startedAt: midnight, endedAt: midnight, status: 'completed' };
  await Call.create({ ...call, ...nobody, ...moments, language: 'zh-CN', flow: 'caller', ...more });
  await queueDispatchNotice(stage.context, await aTicket({ arrivalDueAt: null }));
  expect(await Attempt.count({ where: { channel: 'call' } })).toBe(count);
  expect(await Attempt.count({ where: { channel: 'text' } })).toBe(1);
});

it.each([
  ['before the morning', '2026-03-02T17:00:00Z', 1],
  ['by day', '2026-03-03T03:00:00Z', 0],
] as const)('at night ring whoever has somebody come %s', async (_when, arrivalDueAt, count) => {
  stage.setTime(midnight.toISOString());
  await queueDispatchNotice(stage.context, await aTicket({ arrivalDueAt: new Date(arrivalDueAt) }));
  expect(await Attempt.count({ where: { channel: 'call' } })).toBe(count);
});

it.each([
  ['by text alone', ['text'], {}, ['text']],
  ['by a call alone', ['call'], {}, ['call']],
  ['by both', ['call', 'text'], {}, ['call', 'text']],
  ['of a landline by a call', ['call', 'text'], { reporterPhone: '+8657188880000' }, ['call']],
  ['without a number not at all', ['call', 'text'], { reporterPhone: null }, []],
] as const)('reach the customer as the policy says and the phone can: %s', async (_how, channels, more, reached) => {
  const { context } = stage;
  const policy = { ...context.policy, notice: { ...context.policy.notice, channels: [...channels] } };
  await queueDispatchNotice({ ...context, policy }, await aTicket(more));
  const queued = (await Attempt.findAll({ where: { kind: 'notice' } })).map(({ channel }) => channel);
  expect(queued.toSorted()).toEqual(reached);
});

it.each([
  ['the time that the crew named', { etaAt: new Date('2026-03-02T02:40:00Z') }, /李强.*10:40/],
  ['the promised time until the crew names one', { etaAt: null }, /李强.*11:00/],
  ['no time that has passed', { etaAt: earlier }, /李强(?!.*\d:\d)/],
])('tell %s', async (_what, more, told) => {
  await queueDispatchNotice(stage.context, await aTicket({ arrivalDueAt: later, ...more }));
  const text = await Attempt.findOne({ where: { kind: 'notice', channel: 'text' }, rejectOnEmpty: true });
  expect(text.body).toMatch(told);
});
