import type { Step } from './routes';

/** How a node of a call to a customer is reached: what is pressed after answering it. */
export interface CustomerRoute {
  readonly node: string;
  readonly keys: readonly Step[];
  /** What a call that breaks off there means. */
  readonly means: 'no-answer' | 'answered' | 'reopened';
  /** The report was a repair that is paid for, not a power cut. */
  readonly paid?: true;
}

function route(node: string, keys: readonly Step[], means: CustomerRoute['means'], more: Partial<CustomerRoute> = {}) {
  return { node, keys, means, ...more };
}

export const completionRoutes: readonly CustomerRoute[] = [
  route('completion/fixed', [], 'no-answer'),
  route('completion/restored-time', ['1'], 'answered'),
  route('completion/quality', ['1', '1'], 'answered'),
  route('completion/attitude', ['1', '1', '3'], 'answered'),
  route('completion/speed', ['1', '3', '3'], 'answered', { paid: true }),
  route('completion/overall', ['1', '1', '3', '3'], 'answered'),
  route('completion/money', ['1', '3', '3', '3', '3'], 'answered', { paid: true }),
  route('completion/comment', ['2'], 'reopened'),
  route('completion/stop', ['7'], 'no-answer'),
];

export const restorationRoutes: readonly CustomerRoute[] = [
  route('restoration/power', [], 'no-answer'),
  route('restoration/overall', ['1'], 'answered'),
  route('restoration/stop', ['7'], 'no-answer'),
];

/** One story each, in every-node-notice. */
export const noticeNodes = [
  'overflow/take',
  'dispatch-notice/notice',
  'dispatch-notice/stop',
  'number-check/owner',
  'number-check/stop',
  'danger-check/safe',
  'danger-check/stop',
] as const;
