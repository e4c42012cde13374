/** The calls that we owe customers: each kind has rows of its own, which are shown in one shape. */

export const owedCallStates = ['waiting', 'calling', 'done', 'unreached', 'cancelled'] as const;
export type OwedCallState = (typeof owedCallStates)[number];

/** Named like their flows; among calls of one moment they are listed in this order. */
export const owedCallKinds = ['completion', 'restoration', 'number-check', 'danger-check', 'dispatch-notice'] as const;
export type OwedCallKind = (typeof owedCallKinds)[number];

/** A call that we owe a customer, and what became of it. */
export interface OwedCall {
  readonly kind: OwedCallKind;
  /** The id of the call's row among the rows of its kind. */
  readonly id: number;
  readonly ticketId: number | null;
  /** How often the ticket had been reopened when the call was owed. */
  readonly cycle: number;
  readonly state: OwedCallState;
  /** When the next call is due, or the last one was; null when there is none yet. */
  readonly dueAt: Date | null;
  readonly hardLimitAt: Date | null;
  /** Calls placed so far. */
  readonly attempts: number;
  /** How the last call without an answer ended. */
  readonly lastOutcome: string | null;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly language: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}
