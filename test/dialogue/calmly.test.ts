import { aCrew, aTicket } from '../support/crew-rows';
import { freshDatabase, type FreshDatabase } from '../support/database';
import { serviceStage, type ServiceStage } from '../support/service-context';
import { answerOf } from '../support/verb-call';

/** A call about a page, job or person that is in no row is answered calmly. */

let fresh: FreshDatabase;
let stage: ServiceStage;

beforeAll(async () => {
  fresh = await freshDatabase();
  stage = serviceStage(fresh, '2026-03-02T02:00:00Z');
  await aCrew();
});
afterAll(() => fresh.drop());

const answer = async (name: string, flow: string, facts: Readonly<Record<string, string>>): Promise<string> => {
  stage.complaints.length = 0;
  const call = { phone: '+8613800011010', direction: 'outbound' } as const;
  return (await answerOf(stage.context, name, { call, flow, facts, keys: '1#' })).outcome;
};
const errors = (): string[] => stage.complaints.filter((line) => line.startsWith('error'));

it.each([
  'page-offer',
  'page-details',
  'accept-page',
  'page-promise',
  'set-eta',
  'page-eta',
  'pass-on',
  'decline-page',
  'note-decline-reason',
  'page-next-person',
  'page-tried',
  'give-job',
  'may-wait-till-morning',
  'leave-till-morning',
])('%s: there is no such page', async (name) => {
  expect(await answer(name, 'page', { attempt: '999999' })).toBe('over');
  expect(errors()).toEqual([]);
});

const crewVerbs = [
  'crew-job',
  'crew-job-details',
  'record-departure',
  'record-arrival',
  'check-door-code',
  'set-restore-time',
  'may-finish',
  'new-time',
  'job-promise',
  'save-new-eta',
  'put-off-job',
  'hand-back-job',
  'report-unsafe',
  'ask-support',
  'call-customer',
];

it.each(crewVerbs)('%s: nobody has signed in', async (name) => {
  const { id } = await aTicket();
  expect(await answer(name, 'crew', { ticket: String(id) })).toBe('gone');
  expect(await answer(name, 'crew', { ticket: String(id), person: '7777' })).toBe('gone');
  expect(errors()).toEqual([]);
});

it.each(crewVerbs)('%s: there is no such job', async (name) => {
  expect(await answer(name, 'crew', { ticket: '999999', person: '1101' })).toBe('gone');
  expect(errors()).toEqual([]);
});
