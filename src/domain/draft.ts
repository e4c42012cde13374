import type { Leaves } from './flow';
import { isOnReport } from './flow-leaves';

/** What a call that has ended leaves to be done (contract section 5: a draft is no ticket). */

interface Step {
  /** `enter` is where the caller was asked, the others are answers. */
  readonly input: string;
  /** What the flow says that a hang-up leaves at this node. */
  readonly leaves: Leaves | undefined;
}

export interface CallTrace {
  /** The nodes walked, in order. */
  readonly steps: readonly Step[];
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

/** Decides what a call left undone from its trace alone. */
export function leftover(trace: CallTrace): Leftover {
  const { steps, hasTicket, handoff } = trace;
  if (brokeOffInDanger(trace)) return { kind: 'danger', step: steps.length - 1 };
  const step = hasTicket || handoff === 'taken' ? -1 : brokeOffAt(trace);
  const at = steps[step];
  if (at === undefined) return { kind: 'nothing' };
  if (handoff === 'none' && at.leaves === 'told') return { kind: 'told', step };
  return isLeftOpen(trace, at) ? { kind: 'draft', step } : { kind: 'nothing' };
}

/** Something was answered, and what was spoken last did not answer the caller. */
function isLeftOpen({ steps, handoff }: CallTrace, at: Step): boolean {
  const wasAnswered = handoff === 'none' && at.leaves === 'answer';
  return !wasAnswered && steps.some(isAnswer);
}

function brokeOffInDanger({ steps, hasDanger, handoff }: CallTrace): boolean {
  const last = steps.at(-1);
  return last?.leaves === 'danger' && last.input === 'enter' && !hasDanger && handoff !== 'taken';
}

const isAnswer = (step: Step): boolean => isOnReport(step) && ['keys', 'recording'].includes(step.input);

/** The index of the node it broke off at, or -1: who was led to a goodbye has an answer, who waited for a person in vain has none. */
function brokeOffAt({ steps, handoff }: CallTrace): number {
  if (handoff === 'untaken') return steps.findLastIndex(isOnReport);
  const last = steps.at(-1);
  return last !== undefined && isOnReport(last) && last.input === 'enter' ? steps.length - 1 : -1;
}
