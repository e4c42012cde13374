import { Task } from '../../../models/task';
import { markAnswered } from '../../../src/services/outbound/ongoing-call';
import { queueCall } from '../../../src/services/outbound/queue-attempt';
import { stopCustomerCalls, stopOf } from '../../../src/services/outbound/stop-list';
import { customer, inATown, type PagingStage } from '../../support/paging-stage';

/** What a key says about the call in which it was pressed. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

const aSurvey = (ticketId = 1, toPhone = customer) => {
  const to = { toPhone, language: 'zh-CN', priority: 'P2', ticketId } as const;
  return queueCall(stage.context, { ...to, kind: 'completion', flow: 'completion', node: 'fixed' });
};

it.each([
  [null, 'answered'],
  ['no_key', 'answered'],
  ['machine', 'answered'],
  ['declined', 'declined'],
  ['stopped', 'stopped'],
] as const)('of a call that was %s it says %s', async (outcome, expected) => {
  const call = await (await aSurvey()).update({ outcome });
  await markAnswered(stage.context, call.id);
  expect(await call.reload()).toMatchObject({ outcome: expected, answeredAt: stage.context.clock.now() });
});

it.each([
  ['the first key', (id: number) => markAnswered(stage.context, id)],
  ['the wish for no more calls', (id: number) => stopCustomerCalls(stage.context, id, 'no_more_calls')],
] as const)('counts as answered from %s on', async (_what, press) => {
  const [call, first] = [await aSurvey(), stage.context.clock.now()];
  await press(call.id);
  stage.jump(5);
  await press(call.id);
  expect(await call.reload()).toMatchObject({ answeredAt: first });
});

describe('a key that stops calls', () => {
  const stopped = (channel: 'call' | 'text', ticketId: number, toPhone = customer) =>
    stopOf({ kind: 'completion', channel, toPhone, ticketId });

  it.each([
    ['wrong_number', ['wrong_number', null], ['wrong_number', null]],
    ['texts_only', ['texts_only', 'texts_only'], [null, null]],
    ['no_more_calls', ['no_more_calls', null], [null, null]],
  ] as const)('says %s: of calls about this report and another %j, of texts %j', async (reason, calls, texts) => {
    await stopCustomerCalls(stage.context, (await aSurvey()).id, reason);
    expect([await stopped('call', 1), await stopped('call', 2)]).toEqual(calls);
    expect([await stopped('text', 1), await stopped('text', 2)]).toEqual(texts);
    expect([await stopped('call', 1, '+8613800000002'), await stopped('text', 1, '+8613800000002')]).toEqual([
      null,
      null,
    ]);
  });

  it('holds for each number on which it was pressed about the same report', async () => {
    const numbers = [customer, '+8613800000002'];
    for (const phone of numbers) await stopCustomerCalls(stage.context, (await aSurvey(1, phone)).id, 'no_more_calls');
    for (const phone of numbers) expect(await stopped('call', 1, phone)).toBe('no_more_calls');
  });

  it('holds for every report about which it was pressed, and the desk looks into each', async () => {
    for (const ticketId of [1, 2]) await stopCustomerCalls(stage.context, (await aSurvey(ticketId)).id, 'wrong_number');
    expect([await stopped('text', 1), await stopped('text', 2), await stopped('text', 3)]).toEqual([
      'wrong_number',
      'wrong_number',
      null,
    ]);
    expect((await Task.findAll({ order: ['id'] })).map(({ ticketId }) => ticketId)).toEqual([1, 2]);
  });
});
