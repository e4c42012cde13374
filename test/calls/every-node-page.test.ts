import { Attempt } from '../../models/attempt';
import { RosterEntry } from '../../models/roster-entry';
import type { Ticket } from '../../models/ticket';
import { patience } from '../support/chaos';
import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';
import { customer, reportPowerCut } from '../support/power-cut';
import { hearsItThreeWays, isEnglish, language, unusedEntry, walk } from '../support/routes';
import { assignRoutes, offerRoutes, type PageRoute } from '../support/routes-staff';
import { li, staffSpeak } from '../support/routes-stage';

/** Every question of a page: how it is reached, no answer there, and a hang-up. A person who does not take the job is not the last to be asked. */

const supervisor = '+8613800011105';
const zoneManager = '+8613800011106';

let hotline: Hotline;
let ticket: Ticket;
beforeEach(async () => {
  hotline = await Hotline.start();
  await staffSpeak();
});
afterEach(() => hotline.close());

async function answersAndWalks(number: string, { node, keys }: PageRoute): Promise<TestPhone> {
  const phone = await (await hotline.phone(number).rings(60)).answers();
  await walk(phone, keys);
  return phone.isAt(node);
}

/** The offer and its like are not asked in other words: they are said until `paging.listenFor` is over. */
async function answersNothing(phone: TestPhone, node: string): Promise<void> {
  if (node === 'page/offer' || node === 'page/assign') {
    const [first] = phone.phone.heard;
    await phone.presses(unusedEntry(node) ?? '');
    await phone.isAt(node);
    expect(phone.phone.heard.at(-1)?.text).toBe(first?.text);
    const since = hotline.clock.now().getTime();
    expect(await hotline.clock.until(() => phone.isIdle, 120_000)).toBe(true);
    const seconds = (hotline.clock.now().getTime() - since) / 1000;
    expect(seconds).toBeGreaterThan(30);
    expect(seconds).toBeLessThan(90);
    await expectNoKey();
  } else {
    await hearsItThreeWays(phone, node);
    await phone.staysSilent();
    await phone.phone.listens();
    expect(phone.isIdle).toBe(true);
  }
}

/** Known when the call is told to have ended, or is asked about. */
async function expectNoKey(): Promise<void> {
  const count = (): Promise<number> => Attempt.count({ where: { outcome: 'no_key' } });
  for (let waited = 0; waited < patience && (await count()) === 0; waited += 10) await hotline.advance({ seconds: 10 });
  expect(await count()).toBe(1);
}

async function expectOutcome(phone: TestPhone, { keeps }: PageRoute, next: string): Promise<void> {
  if (keeps) {
    await hotline.phone(customer).receives(isEnglish ? /sorry/i : /接单/, 60);
    await hotline.advance({ minutes: 3 });
  } else {
    // They may be rung once more before the next one, who is rung at once where the job was declined.
    const other = hotline.phone(next);
    await hotline.clock.until(() => other.phone.rings.length > 0, 240_000);
    phone.missed(phone.phone.rings.length - 1);
    other.missed(other.phone.rings.length);
  }
  await ticket.reload();
  expect(ticket).toMatchObject(
    keeps ? { state: 'accepted', personCode: '1101' } : { state: 'offered', personCode: null },
  );
}

const table = (routes: readonly PageRoute[]) => routes.map((route) => [route.node, route] as const);

describe.each(table(offerRoutes))('%s', (node, route) => {
  beforeEach(async () => {
    ticket = await reportPowerCut(hotline, { language, receipt: false });
  });
  const next = '+8613800011102';

  it('no answer', async () => {
    const phone = await answersAndWalks(li, route);
    await answersNothing(phone, node);
    await expectOutcome(phone, route, next);
  });

  it('hang-up', async () => {
    const phone = await answersAndWalks(li, route);
    await phone.hangsUp();
    await expectOutcome(phone, route, next);
  });
});

describe.each(table(assignRoutes))('%s', (node, route) => {
  beforeEach(async () => {
    await RosterEntry.destroy({ where: { teamCode: 'G-URB', personCode: ['1102', '1103', '1104'] } });
    ticket = await reportPowerCut(hotline, { language, receipt: false });
    const crew = await (await hotline.phone(li).rings()).answers();
    await crew.presses('2');
    await crew.hangsUp();
  });

  it('no answer', async () => {
    const phone = await answersAndWalks(supervisor, route);
    await answersNothing(phone, node);
    await expectOutcome(phone, route, zoneManager);
  });

  it('hang-up', async () => {
    const phone = await answersAndWalks(supervisor, route);
    await phone.hangsUp();
    await expectOutcome(phone, route, zoneManager);
  });
});
