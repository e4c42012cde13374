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
  /** The caller heard that the supply is cut for arrears, which was the answer. */
  | { readonly kind: 'told'; readonly step: number }
  /** The caller chose danger and pressed nothing more, which counts like silence at that node. */
  | { readonly kind: 'danger'; readonly step: number }
  /** The report broke off before it was saved; `step` is the index of the node where it did. */
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

/** Whether the caller had answered something and did not get an answer in the last sentence. */
function isLeftOpen({ steps, handoff }: CallTrace, at: Step): boolean {
  const wasAnswered = handoff === 'none' && at.leaves === 'answer';
  return !wasAnswered && steps.some(isAnswer);
}

function brokeOffInDanger({ steps, hasDanger, handoff }: CallTrace): boolean {
  const last = steps.at(-1);
  return last?.leaves === 'danger' && last.input === 'enter' && !hasDanger && handoff !== 'taken';
}

const isAnswer = (step: Step): boolean => isOnReport(step) && ['keys', 'recording'].includes(step.input);

/** The index of the node where the report broke off, or -1: a caller who came to a goodbye had an answer, one who waited for a person in vain had none. */
function brokeOffAt({ steps, handoff }: CallTrace): number {
  if (handoff === 'untaken') return steps.findLastIndex(isOnReport);
  const last = steps.at(-1);
  return last !== undefined && isOnReport(last) && last.input === 'enter' ? steps.length - 1 : -1;
}
