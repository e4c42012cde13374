import { Attempt } from '../../../models/attempt';
import { Call } from '../../../models/call';
import { Draft } from '../../../models/draft';
import { Task } from '../../../models/task';
import { dangerReportNo } from '../../../src/domain/danger';
import { reviewEndedCalls } from '../../../src/services/calls/review-ended-calls';
import { atOnce } from '../../support/at-once';
import { aTicket } from '../../support/crew-rows';
import type { PagingStage } from '../../support/paging-stage';
import { after, customer, inATown } from '../../support/paging-stage';

/** What an ended call left undone is seen to once. */

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

/** A customer's call that has just ended. */
async function ended(sid: string): Promise<void> {
  const now = stage.context.clock.now();
  await Call.create({
    ...{ sid, direction: 'inbound', fromPhone: customer, toPhone: null, language: 'en', flow: 'caller' },
    ...{ startedAt: now, endedAt: now, status: 'completed', ticketId: null, personCode: null, accountNo: null },
    ...{ attemptId: null, reviewDueAt: now },
  });
}

const inDanger = (callSid: string) => aTicket({ callSid, reportNo: dangerReportNo('wire') });
const look = () => reviewEndedCalls.run({ ...stage.context });

it('rings whoever was in danger once, however many workers look at the same moment', async () => {
  await ended('CA1');
  await inDanger('CA1');
  await atOnce(look, look);
  expect(await Attempt.count({ where: { kind: 'danger_check' } })).toBe(1);
  expect(await Call.findAll()).toMatchObject([{ reviewDueAt: null }]);
});

it('rings everybody who was in danger, beside calls that left nothing', async () => {
  for (const sid of ['CA1', 'CA2', 'CA3', 'CA4']) await ended(sid);
  const [one, other] = [await inDanger('CA2'), await inDanger('CA3')];
  await look();
  const rung = await Attempt.findAll({ where: { kind: 'danger_check' }, order: ['id'] });
  expect(rung.map(({ ticketId }) => ticketId)).toEqual([one.id, other.id]);
});

describe('a report that was made after all', () => {
  /** A report of this number that broke off, and the desk's task to call about it. */
  async function brokenOff(phone: string, more: Partial<Task> = {}): Promise<Task> {
    const callSid = `CA-${String(await Draft.count())}`;
    const at = stage.context.clock.now();
    const report = { accountId: null, node: 'describe', facts: {}, language: 'en', state: 'open' } as const;
    const { id: draftId } = await Draft.create({ callSid, phone, ...report, createdAt: at });
    const task = { kind: 'call', reason: 'draft', state: 'open', createdAt: at, dueAt: at } as const;
    return Task.create({ ...task, key: `draft:${callSid}`, draftId, phone, ...more });
  }

  const states = async (task: Task): Promise<unknown[]> => {
    const draft = await Draft.findByPk(task.draftId ?? 0);
    return [draft?.state, (await task.reload()).state];
  };

  it('ends what broke off before, and no task of anybody else or about anything else', async () => {
    const [own, again, other] = [
      await brokenOff(customer),
      await brokenOff(customer),
      await brokenOff('+8613800000002'),
    ];
    const message = { kind: 'call', reason: 'message', state: 'open', createdAt: after(0), dueAt: after(0) } as const;
    const note = await Task.create({ ...message, key: 'message:1', phone: customer });
    await ended('CA1');
    await aTicket({ callSid: 'CA1' });
    await look();
    for (const task of [own, again]) expect(await states(task)).toEqual(['done', 'done']);
    expect(await states(other)).toEqual(['open', 'open']);
    expect(await note.reload()).toMatchObject({ state: 'open', doneAt: null });
  });

  it('leaves what the desk has written about its call', async () => {
    const called = { state: 'done', doneAt: after(-60), doneBy: 'Mei' } as const;
    const task = await brokenOff(customer, called);
    await ended('CA1');
    await aTicket({ callSid: 'CA1' });
    await look();
    expect(await task.reload()).toMatchObject(called);
  });
});
