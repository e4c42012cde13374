import { verbs } from '../../src/dialogue/verbs/verbs';
import { findRoutes } from './find-routes';
import { Hotline } from './hotline';
import { askingNodes, type Step } from './routes';
import { li, secondReport, takenReport } from './routes-stage';

/** How a node of the crew line is reached: what Li presses after dialling in, the PIN first. */
export interface CrewRoute {
  readonly node: string;
  readonly keys: readonly Step[];
  /** Li has two jobs, or one inside a home. */
  readonly jobs?: 'two' | 'in-home';
  /** Not from Li's phone but from one that nobody knows. */
  readonly foreign?: true;
}

export const stranger = '+8613900000001';
/** Li's PIN. */
export const pin = '3202#';

/** The questions of the crew line; how each is come to is found by `findCrewRoutes`. */
export const crewQuestions: readonly string[] = askingNodes().filter((place) => place.startsWith('crew/'));

/** A way to each of them: Li's with one job, then inside a home, then with two jobs, else that of somebody whom nobody knows. */
export async function findCrewRoutes(): Promise<ReadonlyMap<string, CrewRoute>> {
  const hotline = await Hotline.start();
  const routes = new Map<string, CrewRoute>();
  const job = await takenReport(hotline);
  await search(hotline, routes, li, {});
  await job.update({ inHome: true, verificationCode: '123456' });
  await search(hotline, routes, li, { jobs: 'in-home' });
  await secondReport(hotline);
  await search(hotline, routes, li, { jobs: 'two' });
  await search(hotline, routes, stranger, { foreign: true });
  await hotline.close();
  return routes;
}

async function search(
  { context }: Hotline,
  routes: Map<string, CrewRoute>,
  phone: string,
  given: Pick<CrewRoute, 'jobs' | 'foreign'>,
): Promise<void> {
  const wanted = new Set(crewQuestions.filter((place) => !routes.has(place)));
  const searcher = { phone, entries: [{ step: pin, keys: pin.slice(0, -1) }] };
  const found = await findRoutes({ context, verbs }, searcher, { from: 'crew/who', wanted, mostTimes: 1 });
  // Key 7 of the main menu leads a stranger there.
  const first = given.foreign === true ? ['7'] : [];
  for (const [node, { keys }] of found) routes.set(node, { node, keys: [...first, ...keys], ...given });
}

/** How a node of a page is reached: what is pressed after answering it. */
export interface PageRoute {
  readonly node: string;
  readonly keys: readonly Step[];
  /** Who has the job when the call ends without another key: this person, or nobody yet. */
  readonly keeps: boolean;
}

function page(node: string, keys: readonly Step[], keeps: boolean): PageRoute {
  return { node: `page/${node}`, keys, keeps };
}

/** To somebody on the roster. */
export const offerRoutes: readonly PageRoute[] = [
  page('offer', [], false),
  page('eta', ['1'], true),
  page('eta-late', ['1', '120#'], true),
  page('decline-reason', ['2'], false),
];

/** To the supervisor. */
export const assignRoutes: readonly PageRoute[] = [
  page('assign', [], false),
  page('give-to', ['4'], false),
  page('morning-sure', ['6'], false),
  page('morning-reason', ['6', '1'], false),
];
