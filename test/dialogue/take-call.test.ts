import { Handoff } from '../../models/handoff';
import { freshDatabase, type FreshDatabase } from '../support/database';
import { serviceStage } from '../support/service-context';
import { answerOf } from '../support/verb-call';

/** A caller is connected to one person only: the first who takes the call, whoever presses late or again. */

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

it('goes to the first who takes it, and another hears that it is taken', async () => {
  const { context } = serviceStage(database, '2026-01-05T02:30:00Z');
  const startedAt = context.clock.now();
  const wanted = { callSid: 'CA1', role: 'desk', reason: 'asked', aboutZh: '', aboutEn: '', startedAt } as const;
  const nobody = { takenBy: null, takenAt: null, endedAt: null, messageTicketId: null };
  const handoff = await Handoff.create({ ...wanted, ...nobody, planned: ['3101', '3102'] });
  const another = await Handoff.create({ ...wanted, ...nobody, callSid: 'CA2', planned: ['3101'] });
  const pressesOne = async (turn: string): Promise<string> => {
    const call = { sid: `CA-desk-${turn}`, phone: '+8613800013101', direction: 'outbound' } as const;
    const facts = { handoff: String(handoff.id), turn };
    return (await answerOf(context, 'take-call', { call, flow: 'overflow', facts, keys: '1' })).outcome;
  };
  expect([await pressesOne('1'), await pressesOne('0'), await pressesOne('1')]).toEqual(['taken', 'gone', 'taken']);
  expect(await handoff.reload()).toMatchObject({ takenBy: '3102' });
  expect(await another.reload()).toMatchObject({ takenBy: null, takenAt: null });
});
