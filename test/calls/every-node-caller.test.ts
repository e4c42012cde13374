import { Draft } from '../../models/draft';
import { Task } from '../../models/task';
import { Ticket } from '../../models/ticket';
import { patience } from '../support/chaos';
import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';
import { hearsItThreeWays, isEnglish, language, walk } from '../support/routes';
import { callerQuestions, findCallerRoutes, withheldRoute, type CallerRoute } from '../support/routes-caller';
import { leavesMessage, takenReport } from '../support/routes-stage';

/** Every question of the caller's dialogue: how it is reached, three times without an answer, and a hang-up there. */

let hotline: Hotline;
let reported: Ticket | null;
beforeEach(async () => {
  hotline = await Hotline.start();
  reported = null;
});
afterEach(() => hotline.close());

async function callsAndWalks({ phone, keys, withheld, node }: CallerRoute): Promise<TestPhone> {
  const caller = await hotline.phone(phone).dials(withheld ? { withheld } : {});
  await caller.isAt('caller/main-menu');
  if (isEnglish) await caller.presses('8');
  await walk(
    caller,
    keys.map((step) => (step === 'ticket' ? `${reported?.number ?? ''}#` : step)),
  );
  return caller.isAt(node);
}

let routes: ReadonlyMap<string, CallerRoute>;
beforeAll(async () => {
  routes = await findCallerRoutes();
});

it.each([
  ...callerQuestions.map((node) => [node, () => routes.get(node)] as const),
  ['caller/contact-number, from a withheld number', () => withheldRoute] as const,
])('%s', async (title, routeOf) => {
  const route = routeOf();
  if (route === undefined) throw new Error(`Nobody in the demo town is asked ${title}, whatever they press.`);
  if (route.reported) reported = await takenReport(hotline);
  const before = { ...reported?.get() };
  const caller = await callsAndWalks(route);
  await hearsItThreeWays(caller, route.node);
  await caller.staysSilent();
  const message = await leavesMessage(hotline, caller);
  expect(message).toMatchObject({ state: 'new', reporterPhone: route.withheld ? null : route.phone });
  await hotline.advance({ seconds: 30 + patience });
  // Nothing but the message came of it.
  expect(await Ticket.count()).toBe(reported === null ? 1 : 2);
  expect(await Draft.count()).toBe(0);

  await Task.destroy({ where: { ticketId: message.id } });
  await message.destroy();
  await (await callsAndWalks(route)).hangsUp();
  await hotline.advance({ seconds: 30 + patience });
  await expectLeft(caller, route);
  expect({ ...(await reported?.reload())?.get() }).toEqual(before);
});

async function expectLeft(caller: TestPhone, { node, left, withheld }: CallerRoute): Promise<void> {
  if (left === 'draft' && !withheld) await caller.receives(isEnglish ? /press 1 to report it/ : /按1报停电/);
  const drafts = await Draft.findAll();
  const drafted = { node: node.replace('caller/', ''), language, state: 'open' };
  expect(drafts).toMatchObject(left === 'draft' ? [drafted] : []);
  const tasks = await Task.findAll();
  expect(tasks.map(({ reason }) => reason)).toEqual(left === 'draft' ? ['draft'] : []);
  const tickets = (await Ticket.findAll()).filter(({ id }) => id !== reported?.id);
  const told = { state: 'closed', stateReason: 'arrears', responsibility: 'ARREARS' };
  expect(tickets).toMatchObject(left === 'told' ? [told] : []);
}
