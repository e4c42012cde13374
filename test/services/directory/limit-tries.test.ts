import { LimitedTry } from '../../../models/limited-try';
import { mayTry, type Try, wasRight } from '../../../src/services/directory/limit-tries';
import { onEmptyTables } from '../../support/database';
import { serviceStage, type ServiceStage } from '../../support/service-context';

/** How often strangers may enter numbers of other people's accounts and reports. */

const [one, other] = ['+8613900000001', '+8613900000002'];
const hour = 3_600_000;
let stage: ServiceStage;

onEmptyTables((fresh) => {
  stage = serviceStage(fresh, '2026-03-02T02:00:00Z');
});

const looksUp = (phone: string | null, entry: number | string): Promise<boolean> =>
  mayTry(stage.context, { kind: 'look_up', call: { phone }, entry: String(entry) });
const checks = (phone: string | null, subject: string, entry: number): Try => ({
  ...{ kind: 'ticket', call: { phone }, subject },
  entry: String(entry),
});
const allowed = async (tries: readonly Promise<boolean>[]): Promise<number> =>
  (await Promise.all(tries)).filter(Boolean).length;
const numbers = (count: number): number[] => Array.from({ length: count }, (_, number) => number);

it('are five an hour for a caller, of whichever calls, and others have their own', async () => {
  for (const entry of numbers(5)) expect(await looksUp(one, entry)).toBe(true);
  for (const entry of [5, 6]) expect(await looksUp(one, entry)).toBe(false);
  expect(await looksUp(other, 5)).toBe(true);
});

it('count the same number once, so that a repeated webhook does', async () => {
  for (const entry of [1, 1, 1, 2, 3, 4, 5, 1, 5]) expect(await looksUp(one, entry)).toBe(true);
  expect([await looksUp(one, 6), await looksUp(one, 6), await looksUp(one, 5)]).toEqual([false, false, true]);
});

it('are thirty for all who withhold their number together', async () => {
  expect(await allowed(numbers(40).map((entry) => looksUp(null, entry)))).toBe(30);
  expect(await looksUp(one, 99)).toBe(true);
});

it('let no more through at once than one after another', async () => {
  expect(await allowed(numbers(20).map((entry) => looksUp(one, entry)))).toBe(5);
});

it('may be made again when an hour has passed, and then count again', async () => {
  for (const entry of numbers(6)) await looksUp(one, entry);
  stage.pass(hour);
  for (const entry of [10, 11, 12, 13, 14]) expect(await looksUp(one, entry)).toBe(true);
  expect(await looksUp(one, 15)).toBe(false);
});

it('of the digits for a report are six a day, whoever enters them, and another report has its own', async () => {
  const callers = numbers(8).map((number) => `+861390000001${number}`);
  const tries = callers.map((phone, entry) => mayTry(stage.context, checks(phone, '7', entry)));
  expect(await allowed(tries)).toBe(6);
  stage.pass(23 * hour);
  expect(await mayTry(stage.context, checks(other, '7', 99))).toBe(false);
  expect(await mayTry(stage.context, checks(other, '8', 99))).toBe(true);
  stage.pass(hour);
  expect(await mayTry(stage.context, checks(one, '7', 99))).toBe(true);
});

it('of digits count apart from looking up accounts, and together for all reports of a caller', async () => {
  for (const entry of numbers(5)) await looksUp(one, entry);
  for (const subject of ['1', '2', '3', '4', '5'])
    expect(await mayTry(stage.context, checks(one, subject, 1))).toBe(true);
  expect(await mayTry(stage.context, checks(one, '6', 1))).toBe(false);
});

it('that were right do not count', async () => {
  for (const entry of numbers(20)) {
    const made = checks(one, '7', entry);
    expect(await mayTry(stage.context, made)).toBe(true);
    await wasRight(made);
  }
  expect(await LimitedTry.count()).toBe(0);
});

it('are forgotten when they count no longer, and never show what was entered', async () => {
  await looksUp(one, '13800000001');
  expect(JSON.stringify(await LimitedTry.findAll())).not.toContain('13800000001');
  stage.pass(24 * hour);
  await looksUp(one, 2);
  expect(await LimitedTry.count()).toBe(1);
});
