import { Ticket } from '../../models/ticket';
import { Hotline } from '../support/hotline';
import type { TestPhone } from '../support/phone';
import { hearsItThreeWays, isEnglish, walk } from '../support/routes';
import { crewRoutes, pin, type CrewRoute } from '../support/routes-staff';
import { leavesMessage, li, staffSpeak, takenReport } from '../support/routes-stage';

/** Every question of the crew line: how it is reached, three times without an answer, and a hang-up there; neither changes a job. */

let hotline: Hotline;
beforeEach(async () => {
  hotline = await Hotline.start();
  await staffSpeak();
});
afterEach(() => hotline.close());

async function dialsAndWalks({ node, keys, foreign }: CrewRoute): Promise<TestPhone> {
  const phone = await hotline.phone(foreign ? '+8613900000001' : li).dials();
  if (foreign && isEnglish) await phone.presses('8');
  await walk(phone, keys);
  return phone.isAt(node);
}

const rows = async (): Promise<object[]> =>
  (await Ticket.findAll({ order: [['id', 'ASC']] })).map((ticket) => ticket.get());

it.each(crewRoutes.map((route) => [route.node, route] as const))('%s', async (node, route) => {
  const job = await takenReport(hotline, { inHome: route.jobs === 'in-home' });
  if (route.jobs === 'in-home') await job.update({ verificationCode: '123456' });
  if (route.jobs === 'two') await takenReport(hotline, { reportNo: 1, accountNo: '5710000101', regionCode: 'URB' });
  const crew = await dialsAndWalks(route);
  const before = await rows();
  await hearsItThreeWays(crew, node);
  await crew.staysSilent();
  if (route.third === 'goodbye') await crew.hears(isEnglish ? /bye/i : /再见/);
  else await (await leavesMessage(hotline, crew)).destroy();
  expect(crew.isIdle).toBe(true);
  await hotline.advance({ seconds: 30 });
  expect(await rows()).toEqual(before);

  // The PIN is asked once; to have arrived is not undone.
  await (await dialsAndWalks({ ...route, keys: route.keys.filter((key) => key !== pin) })).hangsUp();
  await hotline.advance({ seconds: 30 });
  expect(await rows()).toEqual(before);
});
