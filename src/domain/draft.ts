/** What a call that has ended leaves to be done (contract section 5: a draft is no ticket). */

export interface CallTrace {
  /** The nodes walked in order; `enter` is where the caller was asked, the others are answers. */
  readonly steps: readonly { readonly flow: string; readonly node: string; readonly input: string }[];
  /** A ticket came of it, of whatever kind. */
  readonly hasTicket: boolean;
  /** It was handed to a person, whether anybody took it or not. */
  readonly handoff: 'none' | 'untaken' | 'taken';
}

export type Leftover =
  | { readonly kind: 'nothing' }
  /** The cause of an arrears cut was spoken: that was the answer. */
  | { readonly kind: 'told'; readonly step: number }
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
const answers: ReadonlySet<string> = new Set(['keys', 'recording']);

/** Decides what a call left undone from its trace alone. */
export function leftover({ steps, hasTicket, handoff }: CallTrace): Leftover {
  if (hasTicket || handoff === 'taken') return { kind: 'nothing' };
  const onPath = steps.map(({ flow, node }) => flow === 'caller' && path.has(node));
  const last = steps.length - 1;
  // Who was led to a goodbye has an answer; who waited for a person in vain has none.
  const brokeOff = handoff === 'untaken' ? onPath.lastIndexOf(true) : onPath[last] && isAsked(steps[last]) ? last : -1;
  const at = steps[brokeOff];
  if (at === undefined) return { kind: 'nothing' };
  if (handoff === 'none' && causes.has(at.node)) return { kind: 'told', step: brokeOff };
  const hasAnswer = steps.some(({ input }, index) => onPath[index] === true && answers.has(input));
  return hasAnswer ? { kind: 'draft', step: brokeOff } : { kind: 'nothing' };
}

const isAsked = (step: CallTrace['steps'][number] | undefined): boolean => step?.input === 'enter';
