import type { Step } from './routes';

/** How a node of the crew line is reached: what Li presses after dialling in, the PIN first. */
export interface CrewRoute {
  readonly node: string;
  readonly keys: readonly Step[];
  /** Where the third silence leads: a person unless said. */
  readonly third?: 'goodbye';
  /** Li has two jobs, or one inside a home. */
  readonly jobs?: 'two' | 'in-home';
  /** Not from Li's phone but from one that nobody knows. */
  readonly foreign?: true;
}

/** Li's. */
export const pin = '3202#';

function crew(node: string, keys: readonly Step[], more: Partial<CrewRoute> = {}): CrewRoute {
  return { node: `crew/${node}`, keys, ...more };
}

export const crewRoutes: readonly CrewRoute[] = [
  crew('staff-code', ['7'], { foreign: true }),
  crew('pin', []),
  crew('pick-job', [pin], { jobs: 'two' }),
  crew('menu', [pin]),
  crew('code', [pin, '2'], { jobs: 'in-home' }),
  crew('etr', [pin, '2'], { third: 'goodbye' }),
  crew('cause', [pin, '3']),
  crew('result', [pin, '3', '1']),
  crew('restored-at', [pin, '3', '1', '1']),
  crew('new-eta', [pin, '4']),
  crew('cannot-finish', [pin, '6']),
  crew('next-visit', [pin, '6', '1']),
  crew('support', [pin, '8']),
];

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
