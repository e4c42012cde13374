import { Hotline } from '../support/hotline';
import { statementsOf } from '../support/statements';
import type { TestPhone } from '../support/phone';

/** What a report costs the database: each statement is a wait of the caller, or of the crew behind them. */

let hotline: Hotline;
afterEach(() => hotline.close({ anybodyMayRing: true }));

const [wangFang, carter] = ['+8613800000001', '+8613800000006'];

/** Each step of a whole report, and how many statements it may ask, transactions counted. */
const steps: readonly [name: string, most: number, (caller: TestPhone) => Promise<unknown>][] = [
  // The first call from a place reads the account and the way up the network.
  ['incoming', 2, (caller) => caller.dials()],
  ['main-menu', 0, (caller) => caller.presses('1')],
  ['account', 1, (caller) => caller.presses('1')],
  ['neighbours', 0, (caller) => caller.presses('1')],
  ['describe', 0, (caller) => caller.presses('#')],
  // Ticket, timeline, paging, page, receipt and promise, then both handed to the carrier, with all that it reports of them.
  ['confirm', 46, (caller) => caller.presses('1')],
  ['hang up', 5, (caller) => caller.hangsUp()],
  ['look back', 20, () => hotline.advance({ seconds: 5 })],
];

async function report(number: string, onStep: (work: () => Promise<unknown>, name: string) => Promise<void>) {
  const caller = hotline.phone(number);
  for (const [name, , act] of steps) {
    if (name === 'describe') await caller.says('整栋楼都没电了');
    await onStep(() => act(caller), name);
  }
}

it('asks the database no more at any step of a report than it did', async () => {
  hotline = await Hotline.start({ chaos: {} });
  // What hardly ever changes is remembered from the first call on.
  await report(wangFang, async (work) => {
    await work();
  });
  const counted: Record<string, number> = {};
  await report(carter, async (work, name) => {
    counted[name] = (await statementsOf(hotline.database.database.sequelize, work)).length;
  });
  const over = steps.filter(([name, most]) => counted[name]! > most).map(([name, most]) => [name, most, counted[name]]);
  expect(over).toEqual([]);
});
