import type { Step } from './routes';

/** What a caller who hangs up at a node leaves behind. */
type Left =
  /** No more than the first question was answered. */
  | 'nothing'
  /** A draft that the desk sees, and a text that says how to go on. */
  | 'draft'
  /** A ticket that is closed: the cause of the cut was spoken. */
  | 'told';

/** How a node of the `caller` flow is reached: by whom, and what is pressed from `main-menu` on. */
export interface CallerRoute {
  readonly node: string;
  readonly phone: string;
  readonly keys: readonly Step[];
  readonly left: Left;
  readonly withheld?: true;
  /** A crew has a report of this address already. */
  readonly reported?: true;
}

const zhou = '+8613800000003';
const sun = '+8613800000008';
const maChao = '+8613800000010';
const he = '+8613800000013';
const guo = '+8613800000014';
const lin = '+8613800000015';
const cao = '+8613800000031';
const stranger = '+8613900000001';

const home: readonly Step[] = ['1', '1'];
const onlyMe: readonly Step[] = [...home, '2'];
const tripped: readonly Step[] = [...onlyMe, '2', '2'];

function route(node: string, phone: string, keys: readonly Step[], left: Left, more: Partial<CallerRoute> = {}) {
  return { node: `caller/${node}`, phone, keys, left, ...more };
}

/** Where silence is an answer, or what a hang-up leaves is a story of its own: every-node-silence tells them. */
export const silenceAnswers: readonly Pick<CallerRoute, 'node' | 'phone' | 'keys'>[] = [
  { node: 'caller/danger', phone: zhou, keys: ['5'] },
  { node: 'caller/help', phone: zhou, keys: ['5', '3'] },
  { node: 'caller/danger-place', phone: zhou, keys: ['5', '1'] },
  { node: 'caller/danger-address', phone: stranger, keys: ['5', '1'] },
  { node: 'caller/describe', phone: zhou, keys: [...home, '1'] },
  { node: 'caller/created', phone: zhou, keys: [...home, '1', 'speak', '1'] },
  { node: 'caller/add-message', phone: zhou, keys: ['3', '1', '2'] },
  { node: 'caller/bill', phone: zhou, keys: ['3', '3'] },
  { node: 'caller/leave-message', phone: zhou, keys: ['0'] },
];

/** The nodes where the third silence or unused key leads to a person. */
export const callerRoutes: readonly CallerRoute[] = [
  route('main-menu', zhou, [], 'nothing'),
  route('account', zhou, ['1'], 'nothing'),
  route('pick-account', sun, ['1'], 'nothing'),
  route('account-number', stranger, ['1'], 'nothing'),
  route('address-voice', stranger, ['1', '#'], 'draft'),
  route('elsewhere', zhou, ['1', '3'], 'draft'),
  route('pole', zhou, ['1', '3', '2'], 'draft'),
  route('medical', lin, home, 'draft'),
  route('backup-hours', lin, [...home, '2'], 'draft'),
  route('duplicate', zhou, home, 'nothing', { reported: true }),
  route('arrears', maChao, home, 'told'),
  route('top-up', guo, home, 'told'),
  route('known-outage', cao, home, 'nothing'),
  route('neighbours', zhou, home, 'draft'),
  route('symptom', zhou, [...home, '4'], 'draft'),
  route('prepaid', he, onlyMe, 'draft'),
  route('breaker', zhou, onlyMe, 'draft'),
  route('breaker-again', zhou, [...onlyMe, '2'], 'draft'),
  route('paid-visit', zhou, tripped, 'draft'),
  route('visit-time', zhou, [...tripped, '1'], 'draft'),
  route('access', zhou, [...tripped, '1', '1'], 'draft'),
  route('contact-number', stranger, ['1', '5710000103#', '1'], 'draft', { withheld: true }),
  route('confirm', zhou, [...home, '1', 'speak'], 'draft'),
  route('existing', zhou, ['3'], 'nothing'),
  route('ticket-number', zhou, ['3', '1'], 'nothing'),
  route('ticket-check', stranger, ['3', '1', 'ticket'], 'nothing', { reported: true }),
  route('status', zhou, ['3', '1'], 'nothing', { reported: true }),
];
