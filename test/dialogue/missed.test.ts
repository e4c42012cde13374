import { aTicket } from '../support/crew-rows';
import { freshDatabase, type FreshDatabase } from '../support/database';
import { serviceStage } from '../support/service-context';
import { answerOf } from '../support/verb-call';

/** Numbers that are not found: how often one may be tried again, and which count together. */

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

it.each([
  ['find-account', ['missed', 'gave-up'], 'misses'],
  ['find-pole', ['missed', 'gave-up'], 'misses'],
  ['find-ticket', ['missed', 'missed', 'gave-up'], 'checks'],
  ['check-ticket', ['wrong', 'wrong', 'gave-up'], 'checks'],
  ['know-staff-code', ['unknown', 'unknown', 'lost'], 'misses'],
  ['choose-job', ['unknown', 'unknown', 'lost'], 'misses'],
])('%s: %j, counted in %s alone', async (verb, outcomes, fact) => {
  const { context } = serviceStage(database, '2026-01-05T02:30:00Z');
  const call = { phone: '+8613900000001' };
  const others = { misses: '9', checks: '9' };
  const ticket = String((await aTicket({})).id);
  for (const [before, outcome] of outcomes.entries()) {
    const facts = { ...others, ticket, [fact]: String(before) };
    const expected = { outcome, set: { [fact]: String(before + 1) } };
    expect(await answerOf(context, verb, { call, facts, keys: '999999' })).toEqual(expected);
  }
});
