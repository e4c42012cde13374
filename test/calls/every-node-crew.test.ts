import { Ticket } from '../../models/ticket';
import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';
import { hearsItThreeWays, isEnglish, questionAt, walk } from '../support/routes';
import { crewQuestions, findCrewRoutes, pin, stranger, type CrewRoute } from '../support/routes-staff';
import { leavesMessage, li, secondReport, staffSpeak, takenReport } from '../support/routes-stage';

/** Every question of the crew line: how it is reached, three times without an answer, and a hang-up there; neither changes a job. */

let hotline: Hotline;
beforeEach(async () => {
  hotline = await Hotline.start();
  await staffSpeak();
});
afterEach(() => hotline.close());

async function dialsAndWalks({ node, keys, foreign }: CrewRoute): Promise<TestPhone> {
  const phone = await hotline.phone(foreign ? stranger : li).dials();
  if (foreign && isEnglish) await phone.presses('8');
  await walk(phone, keys);
  return phone.isAt(node);
}

const rows = async (): Promise<object[]> =>
  (await Ticket.findAll({ order: [['id', 'ASC']] })).map((ticket) => ticket.get());

let routes: ReadonlyMap<string, CrewRoute>;
beforeAll(async () => {
  routes = await findCrewRoutes();
});

it.each(crewQuestions)('%s', async (node) => {
  const route = routes.get(node);
  if (route === undefined) throw new Error(`Li is not asked ${node}, whatever is pressed.`);
  const job = await takenReport(hotline, { inHome: route.jobs === 'in-home' });
  if (route.jobs === 'in-home') await job.update({ verificationCode: '123456' });
  if (route.jobs === 'two') await secondReport(hotline);
  const crew = await dialsAndWalks(route);
  const before = await rows();
  await hearsItThreeWays(crew, node);
  await crew.staysSilent();
  if (questionAt(node).third === 'farewell') await crew.hears(isEnglish ? /bye/i : /再见/);
  else await (await leavesMessage(hotline, crew)).destroy();
  expect(crew.isIdle).toBe(true);
  await hotline.advance({ seconds: 30 });
  expect(await rows()).toEqual(before);

  // The PIN is asked once; to have arrived is not undone.
  await (await dialsAndWalks({ ...route, keys: route.keys.filter((key) => key !== pin) })).hangsUp();
  await hotline.advance({ seconds: 30 });
  expect(await rows()).toEqual(before);
});
