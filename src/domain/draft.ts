/** What a call that has ended leaves to be done (contract section 5: a draft is no ticket). */

export interface CallTrace {
  /** The nodes walked in order; `enter` is where the caller was asked, the others are answers. */
  readonly steps: readonly { readonly flow: string; readonly node: string; readonly input: string }[];
  /** A ticket came of it, of whatever kind. */
  readonly hasTicket: boolean;
  /** One of its tickets is about a danger. */
  readonly hasDanger: boolean;
  /** It was handed to a person, whether anybody took it or not. */
  readonly handoff: 'none' | 'untaken' | 'taken';
}

export type Leftover =
  | { readonly kind: 'nothing' }
  /** The cause of an arrears cut was spoken: that was the answer. */
  | { readonly kind: 'told'; readonly step: number }
  /** Danger was pressed and nothing after it, which is no less than silence there. */
  | { readonly kind: 'danger'; readonly step: number }
  /** It broke off before it was saved; `step` is the index of where. */
  | { readonly kind: 'draft'; readonly step: number };

/** The nodes of the power path before the report is saved, `main-menu` left out: with no more than that there is nothing to go on from. */
const path: ReadonlySet<string> = new Set(
  (
    'account pick-account account-number address-voice elsewhere pole medical backup-hours duplicate arrears top-up ' +
    'top-up-asked known-outage neighbours symptom prepaid breaker breaker-again paid-visit visit-time access ' +
    'contact-number describe confirm'
  ).split(' '),
);
const causes: ReadonlySet<string> = new Set(['arrears', 'top-up', 'top-up-asked']);
/** What was spoken there is an answer already: reported before, or known. */
const answered: ReadonlySet<string> = new Set(['duplicate', 'known-outage']);
const answers: ReadonlySet<string> = new Set(['keys', 'recording']);

/** Decides what a call left undone from its trace alone. */
export function leftover(trace: CallTrace): Leftover {
  const { steps, hasTicket, handoff } = trace;
  if (brokeOffInDanger(trace)) return { kind: 'danger', step: steps.length - 1 };
  const step = hasTicket || handoff === 'taken' ? -1 : brokeOffAt(trace);
  const at = steps[step];
  if (at === undefined) return { kind: 'nothing' };
  if (handoff === 'none' && causes.has(at.node)) return { kind: 'told', step };
  return isLeftOpen(trace, at) ? { kind: 'draft', step } : { kind: 'nothing' };
}

/** Something was answered, and what was spoken last did not answer the caller. */
function isLeftOpen({ steps, handoff }: CallTrace, at: Step): boolean {
  const wasAnswered = handoff === 'none' && answered.has(at.node);
  return !wasAnswered && steps.some(isAnswer);
}

function brokeOffInDanger({ steps, hasDanger, handoff }: CallTrace): boolean {
  const last = steps.at(-1);
  const isAsked = last?.flow === 'caller' && last.input === 'enter' && ['danger', 'help'].includes(last.node);
  return isAsked && !hasDanger && handoff !== 'taken';
}

type Step = CallTrace['steps'][number];

const isOnPath = ({ flow, node }: Step): boolean => flow === 'caller' && path.has(node);
const isAnswer = (step: Step): boolean => isOnPath(step) && answers.has(step.input);

/** The index of the node it broke off at, or -1: who was led to a goodbye has an answer, who waited for a person in vain has none. */
function brokeOffAt({ steps, handoff }: CallTrace): number {
  if (handoff === 'untaken') return steps.findLastIndex(isOnPath);
  const last = steps.at(-1);
  return last !== undefined && isOnPath(last) && last.input === 'enter' ? steps.length - 1 : -1;
}
